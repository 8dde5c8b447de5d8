import Records
import Results
import Testing

struct PytestJSONReportTests {
  func read(_ text: String) throws -> RecordingSink {
    try RecordingSink.reading(text, with: PytestJSONReport.self)
  }

  static let tests = #"""
    "tests": [
      {"nodeid": "tests/test_a.py::TestX::test_b[p::q]", "lineno": 3, "outcome": "passed", "keywords": ["test_b", "slow"],
       "setup": {"duration": 0.25, "outcome": "passed"},
       "call": {"duration": 0.5, "outcome": "passed", "log": [
         {"name": "httpx", "msg": "HTTP Request: GET https://API.example.test/v1 \"HTTP/1.1 200 OK\"", "args": null,
          "levelname": "INFO", "created": 1000.5, "process": 77},
         {"name": "urllib3.connectionpool", "msg": "Starting new HTTPS connection (1): api.example.test:443",
          "created": 1000.75, "process": 77},
         {"name": "app", "msg": {"not": "text"}, "created": 1000.75}, {"name": "app", "msg": "nothing"}]},
       "teardown": {"duration": 0.125, "outcome": "passed"}},
      {"nodeid": "test_c.py::test_d", "outcome": "failed", "setup": {"duration": 1e-05, "outcome": "passed"},
       "call": {"duration": 0, "outcome": "failed", "crash": {"path": "x", "lineno": 1, "message": "assert 2 == 3\nmore"}}},
      {"nodeid": "test_c.py::test_e", "outcome": "error",
       "setup": {"duration": 0.5, "outcome": "failed", "longrepr": "fixture 'x' not found"}},
      {"nodeid": "test_c.py::test_f", "outcome": "skipped",
       "setup": {"outcome": "skipped", "longrepr": "('/a/b.py', 17, 'Skipped: no network')"}},
      {"nodeid": "test_c.py::test_g", "outcome": "xfailed"}, {"nodeid": "test_c.py::test_h", "outcome": "xpassed"},
      {"nodeid": "test_c.py::test_i", "outcome": "perhaps"}, {"nodeid": 5, "outcome": "passed"}, 7
    ]
    """#

  static let head =
    #""created": 1010.0, "duration": 12.5, "exitcode": 1, "root": "/x", "summary": {"total": 9}"#

  @Test func readsTestsPhasesAndOutcomes() throws {
    let sink = try read("{\(Self.head), \(Self.tests)}")
    let suite = try #require(sink.suites.first)
    #expect(sink.suites.count == 1)
    // The report is created at the end of the run.
    #expect(suite.start == Timestamp(nanoseconds: 997_500_000_000))
    #expect(suite.duration == RecordedDuration(nanoseconds: 12_500_000_000, resolution: 0))
    #expect(sink.results.map(\.outcome) == [.passed, .failed, .error, .skipped, .skipped, .passed])
    #expect(
      sink.results.map(\.message) == [
        nil, "assert 2 == 3", "fixture 'x' not found", "Skipped: no network", nil, nil,
      ])
    let first = try #require(sink.results.first)
    #expect(first.id == "tests/test_a.py::TestX::test_b[p::q]")
    #expect(first.className == "tests.test_a.TestX")
    #expect(first.name == "test_b[p::q]")
    #expect(first.file == "tests/test_a.py")
    #expect(first.markers == ["test_b", "slow"])
    #expect(first.setup?.duration == RecordedDuration(nanoseconds: 250_000_000, resolution: 0))
    #expect(first.call?.duration == RecordedDuration(nanoseconds: 500_000_000, resolution: 0))
    #expect(first.teardown?.outcome == .passed)
    #expect(first.duration == RecordedDuration(nanoseconds: 875_000_000, resolution: 0))
    #expect(sink.results[2].setup?.outcome == .error)
    #expect(
      sink.oddities.map(\.name) == [
        "pytest_outcome_unknown", "pytest_json_test_unreadable", "pytest_json_test_unreadable",
      ])
  }

  @Test func aTestThatWasRunAgainTellsOfItsLastAttempt() throws {
    let sink = try read(
      #"""
      {\#(Self.head), "tests": [
        {"nodeid": "test_a.py::test_b", "outcome": "rerun", "setup": {"duration": 0.1, "outcome": "passed"},
         "call": {"duration": 0.2, "outcome": "passed"}, "teardown": {"duration": 0.1, "outcome": "passed"}},
        {"nodeid": "test_a.py::test_c", "outcome": "passed", "call": {"duration": 0.2, "outcome": "passed"}}]}
      """#)
    #expect(sink.results.map(\.outcome) == [.passed, .passed])
    // The second at least: the earlier ones are not in the file.
    #expect(sink.results.map(\.attempt) == [2, 1])
  }

  @Test func tiesLogRecordsToTheirTest() throws {
    let sink = try read("{\(Self.head), \(Self.tests)}")
    let exchange = try #require(sink.exchanges.first)
    #expect(sink.exchanges.count == 1)
    #expect(exchange.witness == .log)
    #expect(exchange.testID == "tests/test_a.py::TestX::test_b[p::q]")
    #expect(exchange.end == Timestamp(nanoseconds: 1_000_500_000_000))
    #expect(exchange.start == nil)
    #expect(exchange.host == "api.example.test")
    #expect(exchange.port == 443)
    #expect(exchange.status == 200)
    #expect(sink.lines.map(\.claim) == [.connecting(host: "api.example.test", port: 443)])
    #expect(sink.lines.map(\.process) == [77])
    #expect(sink.lines.map(\.testID) == ["tests/test_a.py::TestX::test_b[p::q]"])
  }

  @Test func readsMembersInAnyOrder() throws {
    let one = try read("{\(Self.head), \(Self.tests)}")
    let other = try read("{\(Self.tests), \(Self.head)}")
    #expect(one.suites == other.suites)
    #expect(one.results == other.results)
  }

  @Test func acceptsAReportWithoutTests() throws {
    let sink = try read("{\(Self.head), \"tests\": []}")
    #expect(sink.suites.count == 1)
    #expect(sink.results == [])
  }

  @Test(arguments: ["", "{}", "[]", "{\"tests\": [", "{\"tests\": {}}", "{\"tests\": [1 2]}", "nonsense"])
  func refusesWhatIsNoWholeReport(_ text: String) {
    #expect(throws: Problem.self) { try read(text) }
  }
}
