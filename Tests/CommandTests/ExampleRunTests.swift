import Testing

/// The run in docs/example, whose truth is in its source: each test there says in its first line what it is.
struct ExampleRunTests {
  static let arguments = [
    "check", "docs/example/run", "--target", "https://shop.example.test", "--expect", "tests/unit/**=offline",
  ]

  @Test func everyTestGetsTheVerdictThatItDeserves() throws {
    let outcome = try AssayProgram.run(Self.arguments + ["--format", "json"])
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors == "")
    let report = try VerdictReport(outcome.output)
    #expect(
      report.tests.map { "\($0.verdict) \($0.id)" } == [
        "real tests/test_account.py::test_login_opens_account",
        "fake tests/test_account.py::test_session_expires",
        "fake tests/test_account.py::test_address_is_saved",
        "exempt tests/test_account.py::test_account_is_deleted",
        "exempt tests/test_account.py::test_greets_by_first_name",
        "real tests/test_catalogue.py::test_lists_products",
        "fake tests/test_catalogue.py::test_product_has_price",
        "fake tests/test_catalogue.py::test_search_finds_lamp",
        "real tests/test_catalogue.py::test_unknown_product_is_not_found",
        "fake tests/test_catalogue.py::test_shop_is_reachable",
        "real tests/test_orders.py::test_order_shows_lamp",
        "real tests/test_orders.py::test_order_shows_chair",
        "fake tests/test_orders.py::test_order_history",
        "real tests/test_orders.py::test_report_timeout",
        "real tests/test_orders.py::test_stock_websocket",
        "exempt tests/unit/test_price.py::test_rounds_to_cents",
      ])
  }

  @Test func readmeShowsWhatTheProgramSays() throws {
    let readme = try Readme()
    #expect(readme.checkArguments == Self.arguments)
    let outcome = try AssayProgram.run(readme.checkArguments)
    #expect(readme.transcript == outcome.output)
  }

  @Test func sameFilesGiveTheSameBytesInEveryTimeZone() throws {
    for format in ["text", "json", "html"] {
      let arguments = Self.arguments + ["--format", format]
      let first = try AssayProgram.run(arguments, environment: ["TZ": "UTC"]).output
      #expect(!first.isEmpty)
      #expect(try AssayProgram.run(arguments, environment: ["TZ": "UTC"]).output == first)
      #expect(try AssayProgram.run(arguments, environment: ["TZ": "Asia/Tokyo"]).output == first)
    }
  }

  @Test func pageDrawsTheTrafficThatTheCaptureShows() throws {
    let page = try AssayProgram.run(Self.arguments + ["--format", "html"]).output
    for part in [
      "<path class=\"t-target\"", "<path class=\"t-loopback\"",
      "the target</span> shop.example.test: 3 turns, 523 bytes sent, 729 received",
    ] {
      let isThere = page.contains(part)
      #expect(isThere, "\(part)")
    }
  }

  @Test func withoutTheCaptureNothingIsProvenReal() throws {
    // No capture is not the same as no traffic: only what was too quick for any network is still fake.
    let outcome = try AssayProgram.run(
      ["check", "docs/example/run/results.reportlog.jsonl"] + Self.arguments.dropFirst(2)
        + ["--format", "json", "--require-evidence"])
    let verdicts = Dictionary(
      uniqueKeysWithValues: try VerdictReport(outcome.output).tests.map { ($0.name, $0.verdict) })
    #expect(!verdicts.values.contains("real"))
    #expect(verdicts["test_product_has_price"] == "fake")
    #expect(verdicts["test_lists_products"] == "inconclusive")
    #expect(verdicts["test_session_expires"] == "inconclusive")
    #expect(outcome.exitCode == 1)
  }
}
