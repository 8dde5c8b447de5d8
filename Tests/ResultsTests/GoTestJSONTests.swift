import Foundation
import Records
import Results
import Testing

struct GoTestJSONTests {
  func read(_ lines: [String], end: String = "\n") throws -> RecordingSink {
    try RecordingSink.reading(lines.joined(separator: "\n") + end, with: GoTestJSON.self)
  }

  /// An event so many milliseconds after 1970-01-01T00:00:10Z.
  func event(
    _ action: String, _ test: String?, at milliseconds: Int, elapsed: String? = nil, output: String? = nil
  )
    -> String
  {
    let fraction = String(1000 + milliseconds % 1000).dropFirst()
    let test = test.map { ",\"Test\":\"\($0)\"" } ?? ""
    let elapsed = elapsed.map { ",\"Elapsed\":\($0)" } ?? ""
    let output = output.map { ",\"Output\":\"\($0)\"" } ?? ""
    return
      "{\"Time\":\"1970-01-01T01:00:\(10 + milliseconds / 1000).\(fraction)+01:00\",\"Action\":\"\(action)\","
      + "\"Package\":\"x/p\"\(test)\(elapsed)\(output)}"
  }

  func moment(_ milliseconds: Int64) -> Timestamp {
    Timestamp(nanoseconds: 10_000_000_000 + milliseconds * 1_000_000)
  }

  @Test func aTestThatRunsSubtestsIsAGroup() throws {
    let sink = try read([
      event("run", "TestA", at: 0), event("run", "TestA/b", at: 1), event("run", "TestA/b/c/d", at: 2),
      event("run", "TestAb", at: 2), event("pass", "TestAb", at: 3, elapsed: "0"),
      event("pass", "TestA/b/c/d", at: 3, elapsed: "0"), event("pass", "TestA/b", at: 4, elapsed: "0"),
      event("pass", "TestA", at: 5, elapsed: "0"),
    ])
    #expect(sink.results.map(\.name) == ["TestAb", "TestA/b/c/d", "TestA/b", "TestA"])
    #expect(sink.results.map(\.isGroup) == [false, false, true, true])
  }

  @Test func takesStartAndStopFromTheEventsOfATopLevelTest() throws {
    let sink = try read([
      event("start", nil, at: 0), event("run", "TestA", at: 5),
      event("output", "TestA", at: 6, output: "hi\\n"),
      event("pass", "TestA", at: 300, elapsed: "0.29"), event("pass", nil, at: 310, elapsed: "0.31"),
    ])
    #expect(sink.oddities == [])
    #expect(sink.suites.map(\.name) == ["x/p"])
    #expect(sink.suites.map(\.start) == [moment(0)])
    #expect(sink.suites.map(\.zone) == [.written])
    #expect(sink.results.count == 1)
    let result = try #require(sink.results.first)
    #expect(result.id == "x/p::TestA")
    #expect(result.className == "x/p")
    #expect(result.name == "TestA")
    #expect(result.outcome == .passed)
    #expect(result.start == moment(5))
    #expect(result.stop == moment(300))
    #expect(result.duration == RecordedDuration(nanoseconds: 290_000_000, resolution: 10_000_000))
  }

  @Test func aTestWithSubtestsHasNoDurationOfItsOwn() throws {
    // go test says 0 s of a parent whose subtests ran in parallel for 100 ms.
    let sink = try read([
      event("run", "TestA", at: 0), event("run", "TestA/b", at: 1),
      event("pass", "TestA/b", at: 101, elapsed: "0.1"),
      event("pass", "TestA", at: 102, elapsed: "0"),
    ])
    #expect(sink.results.map(\.name) == ["TestA/b", "TestA"])
    #expect(sink.results.map { $0.duration == nil } == [false, true])
    #expect(sink.results.last?.stop == moment(102))
  }

  @Test func startsAPausedTestWhereItContinues() throws {
    let sink = try read([
      event("run", "TestA", at: 0), event("pause", "TestA", at: 1), event("run", "TestB", at: 2),
      // Without a pause, `cont` only names whose output follows.
      event("cont", "TestB", at: 50), event("pass", "TestB", at: 102, elapsed: "0.1"),
      event("cont", "TestA", at: 103), event("fail", "TestA", at: 203, elapsed: "0.1"),
    ])
    #expect(sink.results.map(\.name) == ["TestB", "TestA"])
    #expect(sink.results.map(\.start) == [moment(2), moment(103)])
    #expect(sink.results.map(\.stop) == [moment(102), moment(203)])
    #expect(sink.results.map(\.outcome) == [.passed, .failed])
  }

  /// A subtest's end is its start, `Elapsed` and half of its step of 10 ms; at most the event's time, and at least the
  /// end of its own subtests, whose time is not in the `Elapsed` of a parent that waits for parallel ones.
  @Test func endsASubtestWhereItsElapsedTimeSays() throws {
    let sink = try read([
      event("run", "TestA", at: 0), event("run", "TestA/b", at: 1), event("run", "TestA/b/c/d", at: 2),
      event("run", "TestA/e", at: 300), event("pass", "TestA/b/c/d", at: 900, elapsed: "0.2"),
      event("pass", "TestA/b", at: 901, elapsed: "0"), event("pass", "TestA/e", at: 902, elapsed: "0.6"),
      event("pass", "TestA", at: 903, elapsed: "0.3"),
    ])
    #expect(sink.oddities == [])
    #expect(sink.results.map(\.id) == ["x/p::TestA/b/c/d", "x/p::TestA/b", "x/p::TestA/e", "x/p::TestA"])
    #expect(sink.results.map(\.start) == [2, 1, 300, 0].map(moment))
    #expect(sink.results.map(\.stop) == [207, 207, 902, 903].map(moment))
  }

  @Test func countsRepetitionsAsAttemptsAndKeepsTheReport() throws {
    let sink = try read([
      event("run", "TestA", at: 0), event("output", "TestA", at: 1, output: "    a_test.go:7: first\\n"),
      event("output", "TestA", at: 2, output: "    a_test.go:9: no\\n"),
      event("output", "TestA", at: 2, output: "see b.go: 9\\n"),
      event("output", "TestA", at: 2, output: "b.go: 9\\n"), event("fail", "TestA", at: 3, elapsed: "0"),
      event("run", "TestA", at: 4), event("output", "TestA", at: 5, output: "    a_test.go:9: logged\\n"),
      event("pass", "TestA", at: 6, elapsed: "0.001"), event("run", "TestB", at: 7),
      event("output", "TestB", at: 8, output: "    a_test.go:20: quota\\n"),
      event("skip", "TestB", at: 9, elapsed: "0"),
    ])
    #expect(sink.results.map(\.attempt) == [1, 2, 1])
    #expect(sink.results.map(\.ordinal) == [0, 1, 2])
    #expect(sink.results.map(\.outcome) == [.failed, .passed, .skipped])
    #expect(sink.results.map(\.message) == ["a_test.go:9: no", nil, "a_test.go:20: quota"])
    #expect(sink.results.map(\.duration?.resolution) == [10_000_000, 0, 10_000_000])
  }

  @Test func readsATestWithoutEndAsAnError() throws {
    let sink = try read([
      event("run", "TestA", at: 0), event("output", "TestA", at: 1, output: "panic: boom\\n"),
      event("fail", nil, at: 2, elapsed: "0.002"), event("pass", "TestB", at: 3, elapsed: "0"),
    ])
    #expect(sink.results.map(\.name) == ["TestB", "TestA"])
    #expect(sink.results.map(\.outcome) == [.passed, .error])
    #expect(sink.results.map(\.message) == [nil, "panic: boom"])
    #expect(sink.results.map(\.start) == [nil, moment(0)])
    #expect(sink.results.map(\.stop) == [nil, nil])
    #expect(sink.oddities.map(\.name) == ["gotest_run_missing", "gotest_test_unfinished"])
  }

  @Test func leavesOutTheTimesOfAReplayedRun() throws {
    let sink = try read([
      event("run", "TestA", at: 0), event("pass", "TestA", at: 1, elapsed: "0.29"),
      event("output", nil, at: 2, output: "ok  \\tx/p\\t(cached)\\n"),
    ])
    #expect(sink.results.map(\.start) == [nil])
    #expect(sink.results.map(\.stop) == [nil])
    #expect(sink.results.map(\.duration?.nanoseconds) == [290_000_000])
    #expect(sink.oddities.map(\.name) == ["gotest_times_unusable", "gotest_package_cached"])
  }

  @Test func skipsOtherLinesWithOneOddity() throws {
    let sink = try read(
      [
        "go: downloading x v1.0.0", event("run", "TestA", at: 0), "|||", "{\"Action\": 5}",
        event("pass", "TestA", at: 1, elapsed: "0"), "{\"Time\":\"1970-",
      ], end: "")
    #expect(sink.results.count == 1)
    #expect(sink.oddities.map(\.name) == ["gotest_cut", "gotest_lines_skipped"])
    #expect(sink.oddities.last?.position == .line(1))
    #expect(sink.oddities.last?.detail.hasPrefix("3 lines") ?? false)
    #expect(throws: Problem.self) { try read(["{}", "x"]) }
  }

  /// Worked out from the file by a Python script of ten lines that knows the same rules; 1795347447 is 2026-11-22T11:37:27Z.
  @Test(.enabled(if: SharedFolder.hasRunners, "the recorded runs beside the project are not there"))
  func readsTheRecordedRun() throws {
    let sink = RecordingSink()
    let path = SharedFolder.url.appendingPathComponent("corpus-runners/go-fleet/results.gotest.jsonl").path
    try GoTestJSON.read(path: path, into: sink)
    #expect(sink.oddities == [])
    #expect(sink.suites.map(\.name) == ["harbor.example/suite/internal/calc", "harbor.example/suite/e2e"])
    #expect(
      sink.results.map { "\($0.name) \($0.start?.nanoseconds ?? 0) \($0.stop?.nanoseconds ?? 0)" } == [
        "TestParcelIsLoaded 1795347447056420606 1795347447056435428",
        "TestMemberIsComplete 1795347447253223440 1795347447545330135",
        "TestTicketIsConsistent 1795347447545342793 1795347447717590971",
        "TestSurveySurvivesReload 1795347447717621727 1795347447717633745",
        "TestBadgeIsUpdated 1795347447717651751 1795347447957882677",
        "TestPlaylistSuite/playlist_has_fields 1795347447957926792 1795347447962926792",
        "TestPlaylistSuite/playlist_survives_reload 1795347447957933142 1795347448249107210",
        "TestPlaylistSuite 1795347447957894194 1795347448249114811",
        "TestFlightSuite/flight_returns_rows 1795347448249734760 1795347448557554741",
        "TestFlightSuite 1795347448249118707 1795347448557560029",
        "TestSurveyIsUpdated 1795347448557803149 1795347448649983493",
        "TestParcelReturnsRows 1795347448649991024 1795347448730968205",
        "TestMemberIsOrdered 1795347448557562713 1795347448821304097",
        "TestTicketIsLoaded 1795347448730976457 1795347448821341002",
      ])
    #expect(sink.results.filter { $0.outcome == .skipped }.map(\.name) == ["TestSurveySurvivesReload"])
    #expect(sink.results.first?.id == "harbor.example/suite/internal/calc::TestParcelIsLoaded")
  }
}
