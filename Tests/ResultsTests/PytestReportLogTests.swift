import Records
import Results
import Testing

struct PytestReportLogTests {
  func read(_ lines: [String], end: String = "\n") throws -> RecordingSink {
    try RecordingSink.reading(lines.joined(separator: "\n") + end, with: PytestReportLog.self)
  }

  /// A line about one phase, which began at `start` seconds and took an eighth of a second.
  func phase(
    _ id: String, _ when: String, _ outcome: String = "passed", start: Double = 1000, worker: String? = nil,
    more: String = ""
  ) -> String {
    let worker = worker.map { ", \"worker_id\": \"\($0)\"" } ?? ""
    return #"""
      {"nodeid": "\#(id)", "when": "\#(when)", "outcome": "\#(outcome)", "duration": 0.125, "start": \#(start), \#
      "stop": \#(start + 0.125), "keywords": {"slow": 1, "a.py": 1}, "longrepr": null\#(worker)\#(more), \#
      "$report_type": "TestReport"}
      """#
  }

  static let begin = #"{"pytest_version": "8.3.4", "$report_type": "SessionStart"}"#

  @Test func putsThePhasesOfATestTogether() throws {
    let sink = try read([
      Self.begin, #"{"nodeid": "", "outcome": "passed", "$report_type": "CollectReport"}"#,
      phase("a.py::T::b", "setup", start: 1000), phase("a.py::T::b", "call", start: 1001),
      phase("a.py::T::b", "teardown", start: 1002), #"{"new": [1], "$report_type": "Unheard"}"#,
      #"{"exitstatus": 0, "$report_type": "SessionFinish"}"#,
    ])
    #expect(sink.oddities == [])
    #expect(sink.suites.map(\.start) == [Timestamp(nanoseconds: 1_000_000_000_000)])
    let result = try #require(sink.results.first)
    #expect(sink.results.count == 1)
    #expect(result.id == "a.py::T::b")
    #expect(result.className == "a.T")
    #expect(result.outcome == .passed)
    #expect(result.start == Timestamp(nanoseconds: 1_000_000_000_000))
    #expect(result.stop == Timestamp(nanoseconds: 1_002_125_000_000))
    #expect(result.call?.start == Timestamp(nanoseconds: 1_001_000_000_000))
    #expect(result.duration == RecordedDuration(nanoseconds: 375_000_000, resolution: 0))
    #expect(result.markers == ["a.py", "slow"])
  }

  @Test func tellsParallelWorkersApart() throws {
    let sink = try read([
      phase("a.py::b", "setup", worker: "gw0"), phase("a.py::c", "setup", worker: "gw1"),
      phase("a.py::c", "call", worker: "gw1"), phase("a.py::b", "call", "failed", worker: "gw0"),
      phase("a.py::b", "teardown", worker: "gw0"), phase("a.py::c", "teardown", worker: "gw1"),
    ])
    #expect(sink.results.map(\.id) == ["a.py::b", "a.py::c"])
    #expect(sink.results.map(\.worker) == ["gw0", "gw1"])
    #expect(sink.results.map(\.outcome) == [.failed, .passed])
    #expect(sink.results.map(\.ordinal) == [0, 1])
  }

  @Test func knowsEveryOutcome() throws {
    let skip = #", "longrepr": ["/a.py", 7, "Skipped: no network"]"#
    let crash = #", "longrepr": {"reprcrash": {"path": "a.py", "lineno": 1, "message": "assert 0\nmore"}}"#
    let cases: [(phases: [String], outcome: Outcome, message: String?)] = [
      (
        [phase("s", "setup", "skipped").replacing(#", "longrepr": null"#, with: skip)], .skipped,
        "Skipped: no network"
      ),
      ([phase("s", "setup", "failed")], .error, nil),
      (
        [phase("s", "setup"), phase("s", "call", "failed").replacing(#", "longrepr": null"#, with: crash)],
        .failed, "assert 0"
      ),
      (
        [phase("s", "setup"), phase("s", "call", "skipped", more: #", "wasxfail": "bug 7""#)], .skipped,
        "bug 7"
      ),
      ([phase("s", "setup"), phase("s", "call", "passed", more: #", "wasxfail": "bug 7""#)], .passed, nil),
    ]
    for (phases, outcome, message) in cases {
      let sink = try read(phases + [phase("s", "teardown")])
      #expect(sink.results.map(\.outcome) == [outcome])
      #expect(sink.results.first?.message == message)
    }
    let sink = try read([phase("s", "setup"), phase("s", "call"), phase("s", "teardown", "failed")])
    #expect(sink.results.map(\.outcome) == [.error])
  }

  @Test func countsRerunsAsAttempts() throws {
    let sink = try read([
      phase("a.py::b", "setup"), phase("a.py::b", "call", "rerun"),
      phase("a.py::b", "setup"), phase("a.py::b", "call"), phase("a.py::b", "teardown"),
    ])
    #expect(sink.results.map(\.attempt) == [1, 2])
    #expect(sink.results.map(\.outcome) == [.failed, .passed])
  }

  @Test func keepsWhatStandsBeforeACut() throws {
    let last = phase("a.py::c", "call")
    let sink = try read(
      [
        phase("a.py::b", "setup"), phase("a.py::b", "call"), phase("a.py::b", "teardown"),
        phase("a.py::c", "setup"),
      ]
        + [String(last.prefix(60))], end: "")
    #expect(sink.results.map(\.id) == ["a.py::b", "a.py::c"])
    #expect(sink.results.map(\.outcome) == [.passed, .error])
    #expect(sink.oddities.map(\.name) == ["reportlog_cut", "reportlog_test_unfinished"])
    #expect(sink.oddities.first?.position == .line(5))
  }

  @Test func readsOnAfterALineThatIsNoReport() throws {
    let sink = try read([phase("a.py::b", "setup"), "print!", "", "{\"x\": 1}", phase("a.py::b", "teardown")])
    #expect(sink.results.map(\.id) == ["a.py::b"])
    #expect(sink.oddities.map(\.name) == ["reportlog_line_unreadable", "reportlog_line_unreadable"])
    #expect(sink.oddities.map(\.position) == [.line(2), .line(4)])
  }

  @Test func takesTheLogOfEachPhaseOnce() throws {
    let record =
      #"{"name": "httpx", "msg": "HTTP Request: GET http://h/ \"HTTP/1.1 204 No Content\"", "created": 1001.5}"#
    let setup = #", "_json_report_extra": {"setup": {"log": [\#(record)]}}"#
    let call = #", "_json_report_extra": {"setup": {"log": [\#(record)]}, "call": {"log": []}}"#
    let sink = try read([
      phase("a.py::b", "setup", worker: "gw3", more: setup),
      phase("a.py::b", "call", worker: "gw3", more: call),
      phase("a.py::b", "teardown", worker: "gw3", more: call),
    ])
    #expect(sink.exchanges.map(\.status) == [204])
    #expect(sink.exchanges.map(\.worker) == ["gw3"])
    #expect(sink.exchanges.map(\.port) == [80])
  }

  @Test(arguments: ["", "\n\n", "nonsense", "{}", "[1]", "{\"$report_type\": 5}"])
  func refusesWhatHasNoReport(_ text: String) {
    #expect(throws: Problem.self) { try RecordingSink.reading(text, with: PytestReportLog.self) }
  }
}
