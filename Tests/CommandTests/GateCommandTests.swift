import Foundation
import Testing

/// The gate in a repository, through what happens to a project: it takes up the gate, a test goes bad, is waived, the
/// waiver ends, the test is mended.
struct GateCommandTests {
  private static let policy = """
    targets: [https://shop.example.test]
    expect:
      - { test: 'tests/unit/**', promise: offline }

    """
  private static let listing = "tests/test_catalogue.py::test_lists_products"
  private static let results = "run/results.reportlog.jsonl"

  /// A repository with the run and the policy; JUnit's word on durations would contradict an edited log.
  private func repository() throws -> GitFolder {
    let repository = try GitFolder()
    try repository.remove("run/results.junit.xml")
    try repository.write(Self.policy, to: "assay.yaml")
    return repository
  }

  /// Makes the test that lists products end before it can have asked anybody.
  private func regress(_ repository: GitFolder) throws {
    try repository.edit(Self.results, "\"stop\": 1795412712.2574914", "\"stop\": 1795412712.131585")
    try repository.edit(Self.results, "\"duration\": 0.12600824699984514", "\"duration\": 0.0001")
    try repository.edit(
      Self.results, "\"start\": 1795412712.2577903, \"stop\": 1795412712.2579029",
      "\"start\": 1795412712.1316, \"stop\": 1795412712.1317")
  }

  private func decision(_ outcome: AssayProgram.Outcome) throws -> GateReport {
    try GateReport(outcome.output)
  }

  @Test func aProjectTakesUpTheGateAndIsHeldToWhatItHas() throws {
    let repository = try repository()
    let first = try repository.assay("gate", "run")
    #expect(first.exitCode == 1)
    #expect(
      first.output.hasPrefix("GATE FAILED  by assay.yaml, for 1 reason\n  fake: 6 tests are fake; 0 may be\n")
    )

    // Adopt.
    let written = try repository.assay("baseline", "run")
    #expect(written.exitCode == 0)
    #expect(written.output == "assay-baseline.json: 6 of 16 tests are held as fake, suspect or too short\n")
    let baseline = try repository.text(of: "assay-baseline.json")
    #expect(
      baseline == """
        {
          "schema": "assay/baseline/1",
          "tests": 16,
          "failing": [
            {"id": "tests/test_account.py::test_address_is_saved", "fails": ["fake"]},
            {"id": "tests/test_account.py::test_session_expires", "fails": ["fake"]},
            {"id": "tests/test_catalogue.py::test_product_has_price", "fails": ["fake"]},
            {"id": "tests/test_catalogue.py::test_search_finds_lamp", "fails": ["fake"]},
            {"id": "tests/test_catalogue.py::test_shop_is_reachable", "fails": ["fake"]},
            {"id": "tests/test_orders.py::test_order_history", "fails": ["fake"]}
          ]
        }

        """)
    func gate(_ day: String = "2026-11-23") throws -> AssayProgram.Outcome {
      try repository.assay(
        "gate", "run", "--baseline", "assay-baseline.json", "--format", "json", "--today", day)
    }
    let adopted = try gate()
    #expect(adopted.exitCode == 0)
    #expect(try decision(adopted).gate.excused.count == 6)

    // Regress.
    let whole = try repository.text(of: Self.results)
    try regress(repository)
    let regressed = try gate()
    #expect(regressed.exitCode == 1)
    #expect(
      try decision(regressed).gate.breaches == [
        .init(
          condition: "fake", sentence: "1 test is fake and not known to the baseline; 0 may be",
          tests: [Self.listing])
      ])

    // Waive.
    try repository.write(
      Self.policy + "waivers:\n  - { test: '\(Self.listing)', reason: 'see #12', until: 2026-12-31 }\n",
      to: "assay.yaml")
    let waived = try gate("2026-12-31")
    #expect(waived.exitCode == 0)
    #expect(
      try decision(waived).gate.excused.contains(
        .init(test: Self.listing, sentence: "fake, waived until 2026-12-31: see #12")))

    // Expire.
    let expired = try gate("2027-01-01")
    #expect(expired.exitCode == 1)
    #expect(try decision(expired).gate.breaches.map(\.condition) == ["fake", "expired-waiver"])

    // Fix.
    try repository.write(whole, to: Self.results)
    let fixed = try gate("2027-01-01")
    #expect(fixed.exitCode == 0)
    #expect(
      try decision(fixed).gate.notes == [
        "today is taken to be 2027-01-01, as '--today' says",
        "the waiver of '\(Self.listing)' is not needed: no test that it is for would fail; remove it",
      ])
  }

  @Test func aTestThatIsRenamedOrMissingIsNotTheOneThatTheBaselineKnows() throws {
    let repository = try repository()
    try repository.write(Self.policy + "fail-on: { fewer-tests: 0 }\n", to: "assay.yaml")
    _ = try repository.assay("baseline", "run")
    try repository.edit(Self.results, "::test_order_history", "::test_history")
    let lines = try repository.text(of: Self.results).split(separator: "\n")
    try repository.write(
      lines.filter { !$0.contains("::test_lists_products") }.joined(separator: "\n") + "\n", to: Self.results)
    let outcome = try repository.assay("gate", "run", "--baseline", "assay-baseline.json", "--format", "json")
    #expect(outcome.exitCode == 1)
    #expect(
      try decision(outcome).gate.breaches.map(\.sentence) == [
        "1 test is fake and not known to the baseline; 0 may be",
        "the run has 15 tests, 1 fewer than the 16 of the baseline; at most 0 may be missing",
      ])
    #expect(
      try decision(outcome).gate.notes
        == ["1 test of the baseline is not in this run: write it anew with 'assay baseline'"])
  }

  @Test func theExitCodeIsTheSameForEveryFormat() throws {
    let help = try AssayProgram.run(["gate", "--help"])
    let line = try #require(help.output.firstMatch(of: /The form of the report: ([a-z, \n-]+)\./))
    let formats = line.1.split { !$0.isLetter }.map(String.init).filter { $0 != "or" }
    #expect(Set(formats).isSuperset(of: ["text", "json"]))
    let repository = try repository()
    for format in formats {
      #expect(try repository.assay("gate", "run", "--format", format).exitCode == 1, "\(format)")
      #expect(
        try repository.assay("gate", "run", "--format", format, "--expect", "**=offline").exitCode == 0,
        "\(format)")
    }
    let written = try repository.assay("gate", "run", "-o", repository.path("report.txt"))
    #expect(written.exitCode == 1 && written.output.isEmpty)
    #expect(try repository.text(of: "report.txt").hasPrefix("GATE FAILED"))
  }

  @Test func passingWithoutEvidenceIsAnExitCodeOfItsOwn() throws {
    let repository = try repository()
    try repository.remove("run/traffic.pcap")
    try repository.write(Self.policy + "fail-on: { fake: false }\n", to: "assay.yaml")
    #expect(try repository.assay("gate", "run").exitCode == 0)
    #expect(try repository.assay("gate", "run", "--require-evidence").exitCode == 3)
    #expect(try repository.assay("gate", "run", "--require-evidence", "--expect", "**=offline").exitCode == 3)
    try repository.write(Self.policy + "fail-on: { fake: false, no-capture: true }\n", to: "assay.yaml")
    #expect(try repository.assay("gate", "run", "--require-evidence").exitCode == 1)
  }

  @Test func theCommandLineWinsOverThePolicy() throws {
    let repository = try repository()
    let plain = try decision(repository.assay("gate", "run", "--format", "json"))
    #expect(plain.run.targets == ["https://shop.example.test"])
    let other = try decision(
      repository.assay(
        "gate", "run", "--format", "json", "--target", "https://other.example.test", "--expect",
        "tests/unit/**=real", "--expect", "tests/test_orders.py::**=mocked"))
    #expect(other.run.targets == ["https://other.example.test"])
    #expect(other.tests.count { $0.verdict == "exempt" && $0.id.hasPrefix("tests/test_orders.py") } == 5)
    #expect(other.tests.first { $0.id.hasPrefix("tests/unit/") }?.verdict == "fake")
  }

  @Test func aPolicyIsForCheckToo() throws {
    let repository = try repository()
    #expect(try repository.assay("check", "run").exitCode == 2)
    let outcome = try repository.assay("check", "run", "--policy", "assay.yaml", "--format", "json")
    let plain = try AssayProgram.run(ExampleRunTests.arguments + ["--format", "json"])
    #expect(outcome.exitCode == 1)
    #expect(
      try GateReport(outcome.output, hasGate: false).tests == GateReport(plain.output, hasGate: false).tests)
  }

  @Test func rulesAndTheirParametersComeFromThePolicyToo() throws {
    let repository = try repository()
    try repository.write(RuleText.againstListing, to: "ci/rules/house/no-listing.sql")
    try repository.write(
      Self.policy + """
        minimum-duration: 1 ms
        rules:
          folders: [rules]
          parameters:
            house/no-listing: { answer: 42 }
        """, to: "ci/assay.yaml")
    let outcome = try repository.assay(
      "gate", "run", "--policy", "ci/assay.yaml", "--format", "json", "-o", repository.path("report.json"))
    #expect(outcome.exitCode == 1)
    let report = try GateReport(try repository.text(of: "report.json"))
    // The listing was answered, so the rule makes it a conflict.
    #expect(report.tests.first { $0.id == Self.listing }?.verdict == "suspect")
    #expect(try repository.text(of: "report.json").contains("\"reason\": \"the answer is 42\""))
    // The log has 74, 415 and 587 microseconds for the bodies below a millisecond.
    #expect(
      report.gate.breaches.map(\.sentence) == [
        "6 tests are fake; 0 may be",
        "3 tests took at most 0.074 ms to 0.587 ms; '**' asks for at least 1 ms",
      ])
  }

  @Test func withoutAPolicyFakesFailTheGate() throws {
    let repository = try repository()
    try repository.remove("assay.yaml")
    let outcome = try repository.assay("gate", "run", "--target", "https://shop.example.test")
    #expect(outcome.exitCode == 1)
    #expect(outcome.output.hasPrefix("GATE FAILED  by the built-in policy, for 1 reason\n"))
    let none = try repository.assay("gate", "run")
    #expect(none.exitCode == 2)
    #expect(none.errors.hasPrefix("assay: --target: no target is declared"))
  }

  @Test(arguments: [
    (["--policy", "none.yaml"], "assay: none.yaml: cannot be opened: No such file or directory\n"),
    (["--policy", "run"], "assay: run: cannot be read: Is a directory\n"),
    (["--policy", "bad.yaml"], "assay: bad.yaml:2: unknown 'fail-on' key 'fakes'; did you mean 'fake'?\n"),
    (
      ["--policy", "rule.yaml"],
      "assay: rule.yaml:4: the rule 'timing/faster-than-any-io' has no parameter 'instant_call'; did you mean "
        + "'instant_call_us'?\n"
    ),
    (
      ["--policy", "fewer.yaml"],
      "assay: fewer.yaml: 'fewer-tests' compares the run with a baseline; give one with '--baseline FILE'\n"
    ),
    (
      ["--policy", "folder.yaml"],
      "assay: nowhere: no such folder; give a folder that holds groups of rules, such as 'timing/'\n"
    ),
    (["--baseline", "none.json"], "assay: none.json: cannot be opened: No such file or directory\n"),
    (["--baseline", "cut.json"], "assay: cut.json:1: not a whole baseline: "),
    (["--baseline", "/dev/zero"], "assay: /dev/zero: has more than 67108864 bytes\n"),
  ])
  func whatCannotBeHeldToIsAnErrorAndNoPass(arguments: [String], message: String) throws {
    let repository = try repository()
    for (name, text) in [
      "bad.yaml": "fail-on:\n  fakes: true\n", "fewer.yaml": Self.policy + "fail-on: { fewer-tests: 0 }\n",
      "folder.yaml": Self.policy + "rules: { folders: [nowhere] }\n", "cut.json": "{\"schema\": \"assay/base",
      "rule.yaml":
        "targets: [https://a.example.test]\nrules:\n  parameters:\n    timing/faster-than-any-io: { instant_call: 1 }\n",
    ] { try repository.write(text, to: name) }
    let outcome = try AssayProgram.run(
      ["gate", "run"] + arguments, folder: URL(filePath: repository.path()))
    #expect(outcome.exitCode == 2)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix(message), "\(outcome.errors)")
  }

  @Test func whatAPolicyQuotesIsNoCommand() throws {
    let repository = try repository()
    try repository.write(#""a\n::error::x\e[31m": 1"#, to: "assay.yaml")
    let outcome = try repository.assay("gate", "run")
    #expect(outcome.exitCode == 2)
    #expect(
      outcome.errors.hasPrefix(#"assay: assay.yaml:1: unknown policy key 'a\n::error::x\x1b[31m'; known: "#))
  }

  @Test func aDayThatIsNoneIsAnError() throws {
    let outcome = try repository().assay("gate", "run", "--today", "2026-02-30")
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("'2026-02-30' is no day; write it as '2026-12-31'"))
  }
}

/// A rule for these tests.
private enum RuleText {
  /// Holds against the test that lists products whatever its parameter says.
  static let againstListing = """
    /*
    title: Products were listed
    reads: [judged]
    parameters: { answer: 7 }
    weight: { real: 0, fake: -20 }
    why: because
    mistaken_when: [always]
    */
    SELECT test_id, 'fake' AS says, format('the answer is %d', :answer) AS reason, 'test:' || test_id AS proof
    FROM judged WHERE name = 'test_lists_products' ORDER BY test_id

    """
}
