import Records
import Results
import Testing

struct CTRFReportTests {
  private static let report = #"""
    {"reportFormat":"CTRF","specVersion":"1.0.0","results":{"tool":{"name":"jest"},
     "summary":{"tests":7,"passed":3,"failed":1,"start":1772359200000,"stop":1772359209000},
     "tests":[
      {"name":"adds","status":"passed","duration":250,"start":1772359200100,"stop":1772359200350,"suite":["cart","add"],
       "filePath":"tests/cart.test.ts","tags":["fast"],"type":"integration","threadId":"4"},
      {"name":"pays","status":"passed","duration":30,"suite":"cart > pay","flaky":true,"retries":1,"retryAttempts":[
        {"attempt":1,"status":"failed","duration":20,"start":1772359201000,"stop":1772359201020,"message":"no\nmore"}],
       "start":1772359202000,"stop":1772359202030},
      {"name":"told twice","status":"failed","duration":9,"message":"m","retryAttempts":[
        {"attempt":1,"status":"failed","duration":8},{"attempt":2,"status":"failed","duration":9}]},
      {"name":"tests/test_a.py::test_b","suite":"tests/test_a.py","status":"pending","duration":0},
      {"name":"in seconds","status":"passed","duration":500,"start":1772359203,"stop":1772359204},
      {"name":"no stop","status":"other","duration":40,"start":1772359205000},
      {"name":"odd","status":"dreamt","duration":-1,"start":"noon","suite":7},
      {"status":"passed"}, 5
     ],"environment":{"appName":"x"}}}
    """#

  private func read(_ text: String = report) throws -> RecordingSink {
    try RecordingSink.reading(text, with: CTRFReport.self)
  }

  @Test func readsTestsWithTheirSuitesAndOutcomes() throws {
    let sink = try read()
    #expect(
      sink.results.map(\.id) == [
        "cart > add::adds", "cart > pay::pays", "cart > pay::pays", "told twice", "told twice",
        "tests/test_a.py::test_b", "in seconds", "no stop", "odd",
      ])
    #expect(
      sink.results.map(\.outcome) == [
        .passed, .failed, .passed, .failed, .failed, .skipped, .passed, .error, .error,
      ])
    #expect(sink.suites.map(\.name) == ["cart > add", "cart > pay", "", "tests/test_a.py"])
    #expect(sink.results.map(\.suite) == [0, 1, 1, 2, 2, 3, 2, 2, 2])
    #expect(sink.results.map(\.attempt) == [1, 1, 2, 1, 2, 1, 1, 1, 1])
    #expect(sink.results[0].file == "tests/cart.test.ts")
    #expect(sink.results[0].markers == ["fast", "integration"])
    #expect(sink.results[1].message == "no")
  }

  @Test func timesAreMillisecondsRoundedDown() throws {
    let results = try read().results
    #expect(results[0].start == Timestamp(nanoseconds: 1_772_359_200_100_000_000))
    #expect(results[0].stop == Timestamp(nanoseconds: 1_772_359_200_351_000_000))
    #expect(results[0].duration == RecordedDuration(nanoseconds: 250_000_000, resolution: 1_000_000))
    // Without a stop the duration tells it.
    #expect(results[7].stop == Timestamp(nanoseconds: 1_772_359_205_041_000_000))
  }

  @Test func aTimeInSecondsIsNoStart() throws {
    let sink = try read()
    #expect(sink.results[6].start == nil)
    #expect(
      sink.oddities.map(\.name) == [
        "ctrf_time_too_coarse", "ctrf_status_unknown", "ctrf_test_unreadable", "ctrf_test_unreadable",
      ])
  }

  @Test func aThreadIsNoWorkerProcess() throws {
    #expect(try read().results[0].worker == nil)
  }

  /// The format's own conformance tests have reports inside of them, and are none.
  @Test func aReportInsideOfAnotherDocumentIsNone() {
    let text = #"{"tests":[{"valid":true,"data":\#(Self.report)}]}"#
    #expect(!CTRFReport.recognises(FileHead(bytes: Array(text.utf8))))
    #expect(CTRFReport.recognises(FileHead(bytes: Array(Self.report.utf8))))
  }

  @Test(arguments: ["", "{}", "[]", #"{"results":{"tests":["#, #"{"results":{"tool":{}}}"#])
  func refusesWhatIsNoWholeReport(_ text: String) {
    #expect(throws: Problem.self) { try read(text) }
  }

  @Test func longNamesAreNotRepeatedForEachAttempt() throws {
    let long = String(repeating: "n", count: 100_000)
    let attempts = [String](repeating: #"{"status":"failed","duration":1}"#, count: 100).joined(
      separator: ",")
    let test =
      #"{"name":"\#(long)","suite":"\#(long)","filePath":"\#(long)","tags":["\#(long)"],"status":"passed","duration":2,"#
      + #""retryAttempts":[\#(attempts)]}"#
    let sink = try RecordingSink.reading(
      #"{"reportFormat":"CTRF","results":{"tests":[\#(test)]}}"#, with: CTRFReport.self)
    #expect(sink.results.count == 101)
    for result in sink.results {
      let texts = [result.id, result.className, result.name, result.file ?? ""] + result.markers
      #expect(texts.allSatisfy { $0.utf8.count < 20_000 })
    }
  }
}
