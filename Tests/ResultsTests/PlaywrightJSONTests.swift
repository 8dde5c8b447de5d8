import Records
import Results
import Testing

struct PlaywrightJSONTests {
  static func report(projects: [String] = ["chromium"]) -> String {
    let projects = projects.map { #"{"id":"\#($0)","name":"\#($0)","retries":2}"# }.joined(separator: ",")
    return #"""
      {"config":{"forbidOnly":true,"rootDir":"/w/tests","projects":[\#(projects)]},
       "suites":[{"title":"cart.spec.ts","file":"cart.spec.ts","line":0,"column":0,"specs":[
         {"title":"opens","ok":true,"tags":["smoke"],"file":"cart.spec.ts","tests":[
           {"expectedStatus":"passed","projectName":"chromium","status":"expected","results":[
             {"workerIndex":0,"status":"passed","duration":250,"retry":0,"startTime":"2026-03-01T10:00:00.100Z"}]},
           {"expectedStatus":"passed","projectName":"firefox","status":"expected","results":[
             {"workerIndex":1,"status":"timedOut","duration":30000,"startTime":"2026-03-01T10:00:00.200Z",
              "error":{"message":"Test timeout of 30000ms exceeded.\n at x"}}]}]}],
        "suites":[{"title":"checkout","specs":[
          {"title":"pays","tags":[],"tests":[{"expectedStatus":"passed","projectName":"chromium","results":[
            {"workerIndex":0,"status":"failed","duration":20,"startTime":"2026-03-01T10:00:01Z","error":{"message":"no"}},
            {"workerIndex":2,"status":"passed","duration":30,"startTime":"2026-03-01T10:00:02Z"}]}]},
          {"title":"fails by design","tests":[{"expectedStatus":"failed","results":[{"status":"failed","duration":1}]}]},
          {"title":"should fail","tests":[{"expectedStatus":"failed","results":[{"status":"passed","duration":1}]}]},
          {"title":"later","tests":[{"expectedStatus":"skipped","results":[
            {"workerIndex":-1,"status":"skipped","duration":0,"startTime":"2026-03-01T10:00:03Z"}]}]},
          {"title":"cut short","tests":[{"results":[{"status":"interrupted","duration":5}]}]},
          {"title":"odd","tests":[{"results":[{"status":"dreamt","duration":-5,"startTime":"soon"}]}]},
          {"title":"local time","tests":[{"results":[{"status":"passed","duration":5,"startTime":"2026-03-01T10:00:03"}]}]},
          {"title":"never run","tests":[{"results":[]}]}]}]},
        {"title":7}],
       "errors":[],"stats":{"startTime":"2026-03-01T10:00:00.000Z","duration":4000}}
      """#
  }

  private func read(_ text: String) throws -> RecordingSink {
    try RecordingSink.reading(text, with: PlaywrightJSON.self)
  }

  @Test func readsTestsWithTheIdsOfThePlaywrightsJUnitReport() throws {
    let sink = try read(Self.report())
    #expect(sink.suites.map(\.name) == ["cart.spec.ts"])
    #expect(
      sink.results.map(\.id) == [
        "cart.spec.ts::opens", "cart.spec.ts::opens", "cart.spec.ts::checkout › pays",
        "cart.spec.ts::checkout › pays", "cart.spec.ts::checkout › fails by design",
        "cart.spec.ts::checkout › should fail", "cart.spec.ts::checkout › later",
        "cart.spec.ts::checkout › cut short", "cart.spec.ts::checkout › odd",
        "cart.spec.ts::checkout › local time",
      ])
    #expect(
      sink.results.map(\.outcome) == [
        .passed, .failed, .failed, .passed, .skipped, .failed, .skipped, .error, .error, .passed,
      ])
    #expect(sink.results.allSatisfy { $0.file == "cart.spec.ts" && $0.className == "cart.spec.ts" })
    #expect(sink.results[0].markers == ["smoke"])
    #expect(sink.results[1].message == "Test timeout of 30000ms exceeded.")
    #expect(sink.results.map(\.ordinal) == Array(0..<10))
  }

  @Test func eachAttemptHasItsTimesAndItsWorker() throws {
    let pays = try read(Self.report()).results.filter { $0.name == "checkout › pays" }
    #expect(pays.map(\.attempt) == [1, 2])
    #expect(pays.map(\.worker) == ["worker 0", "worker 2"])
    // 2026-03-01T10:00:02Z is 1,772,359,202 s after 1970.
    #expect(pays[1].start == Timestamp(nanoseconds: 1_772_359_202_000_000_000))
    // 30 ms, and a millisecond for the rounding of each figure.
    #expect(pays[1].stop == Timestamp(nanoseconds: 1_772_359_202_032_000_000))
    #expect(pays[1].duration == RecordedDuration(nanoseconds: 30_000_000, resolution: 1_000_000))
  }

  @Test func projectsAreToldApartWhereThereAreSeveral() throws {
    let ids = try read(Self.report(projects: ["chromium", "firefox"])).results.prefix(2).map(\.id)
    #expect(ids == ["cart.spec.ts::opens [chromium]", "cart.spec.ts::opens [firefox]"])
  }

  @Test func whatIsOddIsSaidAndNotBelieved() throws {
    let sink = try read(Self.report())
    // `later` was skipped: its time is that of nothing.
    #expect(sink.results.suffix(4).map(\.start) == [nil, nil, nil, nil])
    #expect(sink.results[8].duration == nil)
    #expect(
      sink.oddities.map(\.name) == [
        "playwright_status_unknown", "playwright_time_unusable", "playwright_suite_unreadable",
      ])
  }

  @Test(arguments: ["", "{}", "[]", #"{"config":{"rootDir":"/","forbidOnly":true},"suites":["#])
  func refusesWhatIsNoWholeReport(_ text: String) {
    #expect(throws: Problem.self) { try read(text) }
  }

  @Test func longTitlesAreNotRepeatedForEachAttempt() throws {
    let long = String(repeating: "n", count: 100_000)
    let attempts = [String](repeating: #"{"status":"failed","duration":1}"#, count: 100).joined(
      separator: ",")
    var suite =
      #"{"title":"\#(long)","specs":[{"title":"\#(long)","tags":["\#(long)"],"tests":[{"results":[\#(attempts)]}]}]}"#
    for _ in 0..<20 { suite = #"{"title":"\#(long)","suites":[\#(suite)]}"# }
    let report = #"{"config":{"rootDir":"/","forbidOnly":false},"suites":[\#(suite)]}"#
    let sink = try RecordingSink.reading(report, with: PlaywrightJSON.self)
    #expect(sink.results.map(\.attempt) == Array(1...100))
    for result in sink.results {
      let texts = [result.id, result.className, result.name, result.file ?? ""] + result.markers
      #expect(texts.allSatisfy { $0.utf8.count < 20_000 })
    }
  }
}
