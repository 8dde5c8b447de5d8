import Evidence
import Foundation
import Records
import Testing

struct MergeTests {
  /// A JUnit result, as the JUnit reader names it.
  private func junit(_ className: String, _ name: String, milliseconds: Double, ordinal: Int = 0)
    -> TestResult
  {
    var result = TestResult(id: "\(className)::\(name)", className: className, name: name, outcome: .passed)
    result.duration = .milliseconds(milliseconds, resolution: 1)
    result.ordinal = ordinal
    return result
  }

  private func pytest(_ id: String, start: Double = 0) -> TestResult {
    let name = id.components(separatedBy: "::").last ?? id
    var result = TestResult.exact(name, start, start + 10, call: start + 2...start + 7)
    result.id = id
    result.className = ""
    return result
  }

  @Test(arguments: [
    ("tests/a/test_b.py::test_c", "tests.a.test_b", "test_c"),
    ("tests/a/test_b.py::TestD::test_c", "tests.a.test_b.TestD", "test_c"),
    ("tests/test_b.py::test_c[x::y]", "tests.test_b", "test_c[x::y]"),
    ("tests/test_b.py::test_c[[1]-a/b.py]", "tests.test_b", "test_c[[1]-a/b.py]"),
    (#"tests\unit\test_b.py::test_c"#, "tests.unit.test_b", "test_c"),
    (#"App\Tests\ShopTest::testBuy"#, "App.Tests.ShopTest", "testBuy"),
  ]) func oneTestOfTwoFilesIsOneTest(_ id: String, _ className: String, _ name: String) throws {
    let run = try PreparedRun()
    let (log, report) = (pytest(id), junit(className, name, milliseconds: 12))
    try run.add { try $0.receive(report) }
    try run.add { try $0.receive(log) }
    try run.attribute()
    // The log's phases are finer than the report's milliseconds: 2 + 5 + 3 ms.
    #expect(
      try run.rows(
        "setup_us call_us teardown_us duration_us resolution_us call_most_us window_kind", "FROM judged")
        == ["2000 5000 3000 10000 0 5000 exact"])
    #expect(try run.store.tests().map(\.className) == [className])
    #expect(try run.rows("name", "FROM oddity").isEmpty)
  }

  @Test(arguments: ["tests/test_b.py::test_c[a/b]", "tests/test_b.py::test_c[<b>x</b>]"])
  func pytestsOwnIdIsKept(_ id: String) throws {
    let run = try PreparedRun()
    let (log, report) = (pytest(id), junit("tests.test_b", String(id.dropFirst(17)), milliseconds: 12))
    // JUnit's id holds a slash too, in the parameter.
    try run.add { try $0.receive(report) }
    try run.add { try $0.receive(log) }
    try run.attribute()
    #expect(try run.store.tests().map(\.id) == [id])
  }

  /// XCTest's console says when a test ended, and its xUnit file how long it lasted at most.
  @Test func anEndAndALimitMakeAWindow() throws {
    let run = try PreparedRun()
    var ended = TestResult(id: "M.A::testB", className: "M.A", name: "testB", outcome: .passed)
    ended.stop = .at(500)
    var limited = junit("M.A", "testB", milliseconds: 120)
    limited.durationScope = .limit
    let (console, report) = (ended, limited)
    try run.add { try $0.receive(console) }
    try run.attribute()
    #expect(try run.windows() == ["none"])
    try run.add { try $0.receive(report) }
    try run.attribute()
    // Half of the millisecond in which durations are counted belongs to it.
    #expect(try run.windows() == ["exact 379500 500000"])
  }

  /// Two workers, six tests of 100 ms: told in time, told in two bursts, and all at once.
  @Test(arguments: [
    ([100.0, 104, 200, 200, 300, 307], 6), ([200, 200, 200, 200, 360, 360], 0),
    ([400, 400, 400, 400, 400, 400], 0),
  ])
  func endsThatWereToldLateAreLeftOut(ends: [Double], windows: Int) throws {
    let run = try PreparedRun()
    let console = ends.enumerated().map { number, end in
      var result = TestResult(id: "M.A::t\(number)", className: "M.A", name: "t\(number)", outcome: .passed)
      result.stop = .at(end)
      result.ordinal = number
      return result
    }
    let report = ends.indices.map { number in
      var result = junit("M.A", "t\(number)", milliseconds: 100, ordinal: number)
      result.durationScope = .limit
      return result
    }
    try run.add { sink in for result in console { try sink.receive(result) } }
    try run.add { sink in for result in report { try sink.receive(result) } }
    try run.attribute()
    #expect(try run.windows().count { $0.hasPrefix("exact") } == windows)
    #expect(try run.rows("name", "FROM oddity") == (windows == 0 ? ["result_ends_late"] : []))
  }

  @Test func theOrderOfTheFilesDoesNotMatter() throws {
    let results = [pytest("tests/b.py::t"), junit("tests.b", "t", milliseconds: 12)]
    let rows = try [results, results.reversed()].map { results in
      let run = try PreparedRun()
      for result in results { try run.add { try $0.receive(result) } }
      try run.attribute()
      return try run.rows("call_us setup_us total_most_us window_start_us window_stop_us", "FROM judged")
    }
    #expect(rows[0] == rows[1])
  }

  @Test func differentParametersAreDifferentTests() throws {
    let run = try PreparedRun()
    let results = ["tests/b.py::t[a]", "tests/b.py::t[b]", "tests/b.py::t"].map { pytest($0) }
    try run.add { sink in for result in results { try sink.receive(result) } }
    try run.attribute()
    #expect(try run.store.tests().map(\.id) == results.map(\.id))
  }

  @Test func twoTestsOfOneFileWhoseNamesRunTogetherStayTwo() throws {
    let run = try PreparedRun()
    let results = [
      junit("shop.A", "B.t", milliseconds: 1), junit("shop.A.B", "t", milliseconds: 2, ordinal: 1),
    ]
    try run.add { sink in for result in results { try sink.receive(result) } }
    try run.attribute()
    #expect(
      try run.rows("id duration_us attempts", "FROM judged") == ["shop.A::B.t 1000 1", "shop.A.B::t 2000 1"])
  }

  @Test func aDisagreementIsAnOddityAndTheWorseOutcomeCounts() throws {
    let run = try PreparedRun()
    let log = pytest("tests/b.py::t")
    var report = junit("tests.b", "t", milliseconds: 12)
    report.outcome = .failed
    report.message = "assert 1 == 2"
    let failed = report
    try run.add { try $0.receive(log) }
    try run.add { try $0.receive(failed) }
    for _ in 0..<2 {
      try run.attribute()
      #expect(
        try run.rows("name detail", "FROM oddity") == [
          "result_outcome_disagrees tests/b.py::t is passed in one file and failed in another; taken as failed"
        ])
    }
    let test = try #require(try run.store.tests().first)
    #expect(test.outcome == .failed)
    #expect(test.message == "assert 1 == 2")
  }

  @Test func theLastAttemptSpeaksForTheTest() throws {
    let run = try PreparedRun()
    var first = pytest("tests/b.py::t")
    first.outcome = .failed
    var second = pytest("tests/b.py::t", start: 20)
    second.attempt = 2
    second.ordinal = 1
    let attempts = [first, second]
    try run.add { sink in for attempt in attempts { try sink.receive(attempt) } }
    try run.attribute()
    #expect(try run.rows("attempts", "FROM judged") == ["2"])
    #expect(try run.windows() == ["exact 20000 30000"])
  }

  @Test func aCoarseFigureIsAnInterval() throws {
    let run = try PreparedRun()
    // 0.01 s in steps of 0.01 s: 5 ms to 15 ms.
    let result = TestResult.timed("t", 10, resolution: 10, ordinal: 0)
    try run.add { try $0.receive(result) }
    try run.attribute()
    #expect(
      try run.rows(
        "total_least_us total_most_us call_most_us setup_most_us resolution_us window_kind", "FROM judged")
        == ["5000 15000 15000 - 10000 none"])
  }
}
