import Foundation
import Records
import Results
import Testing

struct SwiftTestingEventsTests {
  func read(_ lines: [String], end: String = "\n") throws -> RecordingSink {
    try RecordingSink.reading(lines.joined(separator: "\n") + end, with: SwiftTestingEvents.self)
  }

  /// An event `seconds` after the epoch, and five seconds less on the other clock.
  func event(_ kind: String, _ id: String?, at seconds: Double, more: String = "") -> String {
    let id = id.map { ",\"testID\":\"\($0)\"" } ?? ""
    return
      "{\"kind\":\"event\",\"payload\":{\"instant\":{\"absolute\":\(seconds - 5),\"since1970\":\(seconds)},"
      + "\"kind\":\"\(kind)\",\"messages\":[{\"symbol\":\"fail\",\"text\":\"text\\nmore\"}]\(id)\(more)},\"version\":0}"
  }

  func moments(_ seconds: [Double]) -> [Timestamp?] { seconds.map { Timestamp(seconds: $0) } }

  @Test func readsFunctionsAndNotSuites() throws {
    let id = "M.S\\/Inner\\/`a\\/b.c`(x:)\\/A.swift:3:4"
    let sink = try read([
      #"{"kind":"test","payload":{"id":"M.S","kind":"suite","name":"S"},"version":"6.3"}"#,
      "{\"kind\":\"test\",\"payload\":{\"id\":\"\(id)\",\"kind\":\"function\",\"tags\":[\"slow\"],"
        + "\"sourceLocation\":{\"fileID\":\"M\\/A.swift\",\"line\":3}},\"version\":\"6.3\"}",
      #"{"kind":"unheard","payload":{},"version":"9"}"#, event("runStarted", nil, at: 9),
      event("testStarted", "M.S", at: 10), event("testStarted", id, at: 10.25),
      event("testStarted", "M.f()\\/A.swift:9:1", at: 10.5), event("testEnded", id, at: 11),
      event("testEnded", "M.f()\\/A.swift:9:1", at: 12), event("testEnded", "M.S", at: 12),
    ])
    #expect(sink.oddities == [])
    #expect(sink.suites.map(\.start) == moments([9]))
    #expect(sink.results.map(\.id) == ["M.S.Inner::`a/b.c`(x:)", "M::f()"])
    #expect(sink.results.map(\.className) == ["M.S.Inner", "M"])
    #expect(sink.results.map(\.file) == ["M/A.swift", nil])
    #expect(sink.results.map(\.markers) == [["slow"], []])
    #expect(sink.results.map(\.start) == moments([10.25, 10.5]))
    #expect(sink.results.map(\.stop) == moments([11, 12]))
    #expect(sink.results.map(\.duration?.nanoseconds) == [750_000_000, 1_500_000_000])
    #expect(sink.results.map(\.outcome) == [.passed, .passed])
  }

  @Test func failsATestOfAnIssueThatIsNeitherKnownNorAWarning() throws {
    let issues = [
      #""isKnown":false"#, #""isKnown":true"#, #""isKnown":false,"severity":"warning""#,
      #""isKnown":false,"_severity":"warning""#, #""isKnown":false,"severity":"error","isFailure":true"#,
    ]
    let sink = try read(
      issues.indices.flatMap { index in
        let id = "M.S\\/f\(index)()\\/A.swift:1:1"
        return [
          event("testStarted", id, at: 1),
          event("issueRecorded", id, at: 2, more: ",\"issue\":{\(issues[index])}"),
          event("testEnded", id, at: 3),
        ]
      })
    #expect(sink.results.map(\.outcome) == [.failed, .passed, .passed, .passed, .failed])
    #expect(sink.results.map(\.message) == ["text", nil, nil, nil, "text"])
  }

  @Test func keepsTheMessageOfTheFirstIssue() throws {
    let id = "M.S\\/f()\\/A.swift:1:1"
    let issue = event("issueRecorded", id, at: 2, more: ",\"issue\":{\"isKnown\":false}")
    let sink = try read([
      event("testStarted", id, at: 1), issue.replacingOccurrences(of: "text\\nmore", with: "1 == 2"), issue,
      event("testCancelled", id, at: 3), event("testEnded", id, at: 3),
    ])
    #expect(sink.results.map(\.outcome) == [.failed])
    #expect(sink.results.map(\.message) == ["1 == 2"])
  }

  @Test func knowsSkippedCancelledRepeatedAndUnfinishedTests() throws {
    let ids = ["a", "b", "c"].map { "M.S\\/\($0)()\\/A.swift:1:1" }
    let sink = try read(
      [
        event("testSkipped", ids[0], at: 1), event("testStarted", ids[1], at: 2),
        event("testCancelled", ids[1], at: 3), event("testEnded", ids[1], at: 4),
        event("testStarted", ids[1], at: 5), event("testEnded", ids[1], at: 6),
        event("testEnded", ids[1], at: 7), event("testStarted", ids[2], at: 8), "{\"kind\":\"test\"}",
        "{\"kind\":",
      ], end: "")
    #expect(sink.results.map(\.name) == ["a()", "b()", "b()", "b()", "c()"])
    #expect(sink.results.map(\.outcome) == [.skipped, .skipped, .passed, .passed, .error])
    #expect(sink.results.map(\.attempt) == [1, 1, 2, 3, 1])
    #expect(sink.results.map(\.ordinal) == [0, 1, 2, 3, 4])
    #expect(sink.results.map(\.start) == [nil] + moments([2, 5]) + [nil] + moments([8]))
    #expect(sink.results.map(\.stop) == [nil] + moments([4, 6]) + [nil, nil])
    #expect(
      sink.oddities.map(\.name) == [
        "swift_testing_start_missing", "swift_testing_line_unreadable", "swift_testing_cut",
        "swift_testing_test_unfinished",
      ])
    #expect(throws: Problem.self) { try read(["{}", "x"]) }
  }

  /// Taken from the file's `since1970` by a Python script, the fraction rounded to nanoseconds.
  @Test(.enabled(if: SharedFolder.hasRunners, "the recorded runs beside the project are not there"))
  func readsTheRecordedRun() throws {
    let sink = RecordingSink()
    let path = SharedFolder.url.appendingPathComponent("corpus-runners/swift-planner/results.events.jsonl")
      .path
    try SwiftTestingEvents.read(path: path, into: sink)
    #expect(sink.oddities == [])
    #expect(
      sink.results.map { "\($0.id) \($0.start?.nanoseconds ?? 0) \($0.stop?.nanoseconds ?? 0)" } == [
        "E2ETests.FlowChecks::sensorIsUpdated() 0 0",
        "E2ETests.CatalogChecks::flightIsVersioned() 1795347470753996372 1795347470824794531",
        "E2ETests.CatalogChecks::memberIsComplete() 1795347470754412651 1795347471051635265",
        "E2ETests.CatalogChecks::playlistSurvivesReload() 1795347470754431725 1795347471062529325",
        "E2ETests.FlowChecks::flightRecovers() 1795347470761878967 1795347471103772402",
        "E2ETests.CatalogChecks::memberIsVersioned() 1795347470754266739 1795347471179815054",
      ])
    #expect(sink.results.map(\.outcome) == [.skipped, .passed, .passed, .passed, .passed, .passed])
    #expect(
      sink.results.map(\.message) == ["Test sensorIsUpdated() skipped: \"quota\""]
        + [String?](repeating: nil, count: 5))
    #expect(Set(sink.results.map(\.file)) == ["E2ETests/CatalogChecks.swift", "E2ETests/FlowChecks.swift"])
  }
}
