import Foundation
import Testing

/// A pull request is judged by the branch that it is for, not by what it makes of the policy itself.
@Suite(.enabled(if: GitFolder.hasGit, "needs git"))
struct GateRevisionTests {
  private static let rule = """
    /*
    title: Products were listed
    reads: [judged]
    weight: { real: 0, fake: -20 }
    why: because
    mistaken_when: [always]
    */
    SELECT test_id, 'fake' AS says, 'listed' AS reason, 'test:' || test_id AS proof
    FROM judged WHERE name = 'test_lists_products' ORDER BY test_id

    """

  /// A repository whose branch main has a policy, a rule and a baseline that knows one of the six fakes.
  private func repository() throws -> GitFolder {
    let repository = try GitFolder()
    try repository.write(
      """
      targets: [https://shop.example.test]
      expect:
        - { test: 'tests/unit/**', promise: offline }
      fail-on: { suspect: true }
      rules: { folders: [rules] }

      """, to: "ci/assay.yaml")
    try repository.write(Self.rule, to: "ci/rules/house/no-listing.sql")
    try repository.write(
      """
      {"schema": "assay/baseline/1", "tests": 16, "failing": [
        {"id": "tests/test_orders.py::test_order_history", "fails": ["fake"]}
      ]}
      """, to: "assay-baseline.json")
    try repository.commit()
    try repository.git("checkout", "--quiet", "-b", "loosened")
    return repository
  }

  private func gate(_ repository: GitFolder, from revision: String? = "main") throws -> AssayProgram.Outcome {
    let source = revision.map { ["--policy-from", $0] } ?? []
    return try AssayProgram.run(
      [
        "gate", "run", "--policy", "ci/assay.yaml", "--baseline", "assay-baseline.json", "--format", "json",
      ] + source, folder: URL(filePath: repository.path()))
  }

  private static let sentences = [
    "5 tests are fake and not known to the baseline; 0 may be",
    "1 test is suspect and not known to the baseline; 0 may be",
  ]

  @Test func whatAPullRequestMakesOfItsPolicyDoesNotCount() throws {
    let repository = try repository()
    let before = try GateReport(try gate(repository).output)
    #expect(before.gate.breaches.map(\.sentence) == Self.sentences)
    #expect(before.gate.policy == "ci/assay.yaml at main")
    #expect(before.gate.notes.isEmpty)

    // The policy lets all pass, the rule is gone, and the baseline knows everything.
    try repository.write(
      """
      targets: [https://shop.example.test]
      expect: [{ test: '**', promise: offline }]
      fail-on: { fake: false }

      """, to: "ci/assay.yaml")
    try repository.remove("ci/rules")
    try repository.edit("assay-baseline.json", "\"tests\": 16", "\"tests\": 1")
    try repository.commit()
    #expect(try gate(repository, from: nil).exitCode == 0)
    let outcome = try gate(repository)
    #expect(outcome.exitCode == 1)
    let after = try GateReport(outcome.output)
    #expect(after.gate.breaches == before.gate.breaches)
    #expect(after.tests == before.tests)
    #expect(
      after.gate.notes == [
        "ci/assay.yaml differs in the working tree; the one at 'main' decides",
        "assay-baseline.json differs in the working tree; the one at 'main' decides",
      ])

    // Taking it all away helps as little.
    try repository.remove("ci")
    try repository.remove("assay-baseline.json")
    try repository.commit()
    let gone = try GateReport(try gate(repository).output)
    #expect(gone.gate.breaches == before.gate.breaches)
    #expect(
      gone.gate.notes == [
        "ci/assay.yaml is missing from the working tree; the one at 'main' decides",
        "assay-baseline.json is missing from the working tree; the one at 'main' decides",
      ])
  }

  @Test func aCommitsHashAndAnAbsolutePathWillDo() throws {
    let repository = try repository()
    let outcome = try repository.assay(
      "gate", "run", "--policy", repository.path("ci/../ci/assay.yaml"), "--policy-from", "HEAD^{commit}")
    #expect(outcome.exitCode == 1)
    #expect(outcome.output.contains("at HEAD^{commit}"))
  }

  @Test func aBaselineOutsideOfTheRepositoryIsReadAsItIs() throws {
    let repository = try repository()
    let folder = try TemporaryFolder()
    let baseline = try folder.write(try repository.text(of: "assay-baseline.json"), to: "baseline.json")
    let outcome = try repository.assay(
      "gate", "run", "--policy", "ci/assay.yaml", "--policy-from", "main", "--baseline", baseline, "--format",
      "json")
    #expect(try GateReport(outcome.output).gate.breaches.map(\.sentence) == Self.sentences)
  }

  @Test(arguments: [
    (
      "no-such-branch",
      "' has no revision 'no-such-branch'; a shallow clone may lack it: 'git fetch' gets it\n"
    ),
    ("main:ci", "' has no revision 'main:ci'; a shallow clone may lack it: 'git fetch' gets it\n"),
    ("", "assay: --policy-from: '' is no revision; name a branch, tag or commit, such as 'origin/main'\n"),
    ("empty", "assay: ci/assay.yaml: there is no such file at 'empty'\n"),
    ("twofold", "assay: --policy-from: 'twofold' is both a branch and a tag, or the like; "),
  ])
  func aRevisionThatCannotBeReadIsAnError(revision: String, message: String) throws {
    let repository = try repository()
    try repository.git("branch", "twofold")
    try repository.git("tag", "twofold")
    try repository.git("checkout", "--quiet", "--orphan", "empty")
    try repository.git("rm", "-r", "--quiet", "--cached", ".")
    try repository.git("commit", "--quiet", "--allow-empty", "--message=x")
    let outcome = try gate(repository, from: revision)
    #expect(outcome.exitCode == 2)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test func anOptionIsNoRevision() throws {
    let outcome = try repository().assay("gate", "run", "--policy-from=--output=x")
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("'--output=x' is no revision"))
  }

  @Test func withoutARepositoryOrGitThereIsAnError() throws {
    let folder = try TemporaryFolder()
    let outside = try AssayProgram.run(
      ["gate", "run", "--policy-from", "main"], environment: ["GIT_CEILING_DIRECTORIES": "/"],
      folder: URL(filePath: folder.path()))
    #expect(outside.exitCode == 2)
    #expect(outside.errors.contains("' is not in a git repository\n"), "\(outside.errors)")
    let without = try repository().assay(
      "gate", "run", "--policy-from", "main", environment: ["PATH": folder.path()])
    #expect(without.exitCode == 2)
    #expect(without.errors == "assay: git: is not on the PATH, and is needed to read a revision\n")
  }

  @Test func aFolderThatLooksLikeARepositoryIsNotTakenForOne() throws {
    // What git takes for a bare repository can be committed, with settings that lead it elsewhere.
    let repository = try repository()
    try repository.remove("ci")
    try repository.git("init", "--quiet", "--bare", "ci")
    try repository.git("--git-dir=ci", "config", "core.bare", "false")
    try repository.git("--git-dir=ci", "config", "core.worktree", "..")
    let outcome = try gate(repository)
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("cannot use bare repository"), "\(outcome.errors)")
  }
}
