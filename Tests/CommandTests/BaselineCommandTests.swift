import Foundation
import Testing

struct BaselineCommandTests {
  private static let target = ["--target", "https://shop.example.test", "--expect", "tests/unit/**=offline"]

  private func baseline(_ folder: TemporaryFolder, _ options: String...) throws -> AssayProgram.Outcome {
    let run = AssayProgram.packageRoot.appending(path: "docs/example/run").path
    return try AssayProgram.run(
      ["baseline", run, "-o", "b.json"] + Self.target + options, folder: URL(filePath: folder.path()))
  }

  private static func file(_ tests: Int, _ failing: [String: String]) -> String {
    let lines = failing.sorted { $0.key < $1.key }.map {
      "    {\"id\": \"\($0.key)\", \"fails\": [\($0.value)]}"
    }
    return """
      {
        "schema": "assay/baseline/1",
        "tests": \(tests),
        "failing": [
      \(lines.joined(separator: ",\n"))
        ]
      }

      """
  }

  private static let fakes = [
    "tests/test_account.py::test_address_is_saved", "tests/test_account.py::test_session_expires",
    "tests/test_catalogue.py::test_product_has_price", "tests/test_catalogue.py::test_search_finds_lamp",
    "tests/test_catalogue.py::test_shop_is_reachable", "tests/test_orders.py::test_order_history",
  ]
  private static let whole = file(16, Dictionary(uniqueKeysWithValues: fakes.map { ($0, "\"fake\"") }))

  @Test func theSameRunWritesTheSameBytes() throws {
    let folder = try TemporaryFolder()
    #expect(try baseline(folder).exitCode == 0)
    #expect(try folder.text(of: "b.json") == Self.whole)
    let again = try baseline(folder)
    #expect(again.exitCode == 0)
    #expect(again.output == "b.json: 6 of 16 tests are held as fake, suspect or too short\n")
    #expect(try folder.text(of: "b.json") == Self.whole)
    #expect(try folder.names == ["b.json"])
  }

  @Test func whatIsWorseIsTakenInOnlyWhenAskedFor() throws {
    let folder = try TemporaryFolder()
    let old = [
      // One is gone, one is real now, one was skipped in this run; one was suspect only.
      "tests/test_gone.py::test_gone": "\"fake\"", "tests/test_orders.py::test_order_shows_lamp": "\"fake\"",
      "tests/test_account.py::test_account_is_deleted": "\"fake\"",
      "tests/test_orders.py::test_order_history": "\"suspect\"",
      "tests/test_account.py::test_session_expires": "\"fake\"",
    ]
    try folder.write(Self.file(17, old), to: "b.json")
    let outcome = try baseline(folder)
    #expect(outcome.exitCode == 1)
    let kept = [
      "tests/test_account.py::test_account_is_deleted": "\"fake\"",
      "tests/test_account.py::test_session_expires": "\"fake\"",
      "tests/test_orders.py::test_order_history": "\"suspect\"",
    ]
    #expect(try folder.text(of: "b.json") == Self.file(17, kept))
    #expect(
      outcome.output == """
        b.json: 3 of 17 tests are held as fake, suspect or too short

        2 tests taken out: better now, or gone
          fake  tests/test_gone.py::test_gone
          fake  tests/test_orders.py::test_order_shows_lamp

        1 test kept: inconclusive or exempt now
          fake  tests/test_account.py::test_account_is_deleted

        5 tests not added: worse now
          fake  tests/test_account.py::test_address_is_saved
          fake  tests/test_catalogue.py::test_product_has_price
          fake  tests/test_catalogue.py::test_search_finds_lamp
          fake  tests/test_catalogue.py::test_shop_is_reachable
          fake  tests/test_orders.py::test_order_history

        16 tests, and there were 17: the number was left as it is

        Next: mend what is worse, or take it in with '--accept-worse'

        """)

    let accepted = try baseline(folder, "--accept-worse")
    #expect(accepted.exitCode == 0)
    var all = Dictionary(uniqueKeysWithValues: Self.fakes.map { ($0, "\"fake\"") })
    all["tests/test_account.py::test_account_is_deleted"] = "\"fake\""
    #expect(try folder.text(of: "b.json") == Self.file(16, all))
    #expect(accepted.output.contains("\n5 tests added: worse now\n"))
    #expect(accepted.output.contains("\n16 tests, and there were 17: the lower number was taken in\n"))
  }

  @Test func aFileThatCannotBeReadIsNotWrittenOver() throws {
    let folder = try TemporaryFolder()
    let broken = String(Self.whole.dropLast(20))
    try folder.write(broken, to: "b.json")
    let outcome = try baseline(folder, "--accept-worse")
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("not a whole baseline: "))
    #expect(try folder.text(of: "b.json") == broken)
  }

  @Test func whatAWaiverIsForIsLeftToIt() throws {
    let folder = try TemporaryFolder()
    let policy = try folder.write(
      "waivers: [{ test: tests/test_account.py::*, reason: r, until: 2020-01-01 }]\n", to: "assay.yaml")
    let outcome = try baseline(folder, "--policy", policy)
    #expect(outcome.exitCode == 0)
    #expect(
      outcome.output.hasPrefix("b.json: 4 of 16 tests are held as fake, suspect or too short; 2 more are"))
    #expect(!(try folder.text(of: "b.json").contains("test_account.py")))
  }

  @Test func namesAreShownAndNotObeyed() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(try HostileNameTests.reportLog(), to: "results.jsonl")
    let arguments = ["baseline", path, "-o", folder.path("b.json")] + CommandLineTests.target
    #expect(try AssayProgram.run(arguments).exitCode == 0)
    #expect(HostileNameTests.unsafe(try folder.text(of: "b.json")).isEmpty)
    // All of them are known, so nothing fails; with an empty baseline all are listed.
    let gate =
      ["gate", path, "--baseline", folder.path("b.json"), "--format", "json"] + CommandLineTests.target
    let outcome = try AssayProgram.run(gate)
    #expect(outcome.exitCode == 0)
    #expect(
      try GateReport(outcome.output).gate.excused.map(\.test) == HostileNameTests.names.map { "t.py::" + $0 })
    try folder.write(Self.file(9, [:]), to: "b.json")
    let listed = try AssayProgram.run(arguments)
    #expect(listed.exitCode == 1)
    #expect(listed.output.contains(#"two\nlines"#))
    #expect(HostileNameTests.unsafe(listed.output).isEmpty)
  }
}
