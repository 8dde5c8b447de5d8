import Records
import Results
import Testing

/// The lines are what `swift test` of Swift 6.3 printed on Linux, shortened.
struct XCTestConsoleTests {
  private static let failure =
    #"/w/A.swift:4: error: OrdersTests.testFails : XCTAssertEqual failed: ("1") is not equal to ("2") - mine"#

  /// XCTest writes local times, and keeps its lines back until the end.
  private static let sequential = [
    "Test Suite 'All tests' started at 2026-11-23 15:05:05.047",
    "Test Case 'AccessTests.testOther' started at 2026-11-23 15:05:05.049",
    "Test Case 'AccessTests.testOther' passed (0.101 seconds)",
    "Test Case 'OrdersTests.testFails' started at 2026-11-23 15:05:05.150",
    failure,
    "Test Case 'OrdersTests.testFails' failed (0.0 seconds)",
    "Test Case 'OrdersTests.testSkips' started at 2026-11-23 15:05:05.151",
    "/w/A.swift:5: OrdersTests.testSkips : Test skipped - quota",
    "Test Case 'OrdersTests.testSkips' skipped (0.0 seconds)",
    "Test Case 'OrdersTests.testSleeps' started at 2026-11-23 15:05:05.151",
    "Test Case 'OrdersTests.testSleeps' passed (0.3 seconds)",
    "\t Executed 4 tests, with 1 test skipped and 1 failure (0 unexpected) in 0.301 (0.301) seconds",
  ]

  /// `--parallel`: one line as each test ends, and what failed once more at the end.
  private static let parallel = [
    ("04.262", "[0/1] Planning build"), ("04.390", "[1/4] Testing E2ETests.OrdersTests/testFails"),
    ("04.390", "[2/4] Testing E2ETests.AccessTests/testOther"),
    ("04.402", "[3/4] Testing E2ETests.OrdersTests/testQuick"),
    ("04.714", "[4/4] Testing E2ETests.OrdersTests/testSleeps"),
    ("04.736", "Test Case 'OrdersTests.testFails' started at 2026-11-23 15:05:04.287"), ("04.736", failure),
    ("04.736", "Test Case 'OrdersTests.testFails' failed (0.001 seconds)"),
    ("04.736", "◇ Test run started."),
  ]

  private func read(_ lines: [String]) throws -> RecordingSink {
    try RecordingSink.reading(lines.joined(separator: "\n") + "\n", with: XCTestConsole.self)
  }

  /// So many milliseconds after 2026-11-23 15:05:00 (`date -u -d '2026-11-23 15:05:00' +%s`).
  private func moment(_ milliseconds: Int64) -> Timestamp? {
    Timestamp(nanoseconds: (1_795_446_300_000 + milliseconds) * 1_000_000)
  }

  @Test func readsTestsThatRanOneAfterAnother() throws {
    let sink = try read(Self.sequential)
    #expect(
      sink.results.map(\.id) == [
        "AccessTests::testOther", "OrdersTests::testFails", "OrdersTests::testSkips",
        "OrdersTests::testSleeps",
      ])
    #expect(sink.results.map(\.outcome) == [.passed, .failed, .skipped, .passed])
    #expect(
      sink.results.map(\.message) == [
        nil, #"XCTAssertEqual failed: ("1") is not equal to ("2") - mine"#, "quota", nil,
      ])
    #expect(sink.results.map(\.start) == [5049, 5150, 5151, 5151].map(moment))
    #expect(sink.results.map(\.duration?.nanoseconds) == [101_000_000, 0, 0, 300_000_000])
    #expect(sink.results.map(\.duration?.resolution) == Array(repeating: 1_000_000, count: 4))
    #expect(sink.results.map(\.worker) == [nil, nil, nil, nil])
    #expect(sink.suites.map(\.zone) == [.unknown])
    #expect(sink.oddities == [])
  }

  @Test(arguments: [
    ("2026-11-23T15:05:05.479Z", 0), ("2026-11-23T13:05:05.4791234Z", -7200),
    ("2026-11-23T20:35:06Z 00O", 19_800),
  ])
  func theTimesOfArrivalTellTheZone(arrival: String, offset: Int64) throws {
    let sink = try read(Self.sequential.map { "\(arrival) \($0)" })
    #expect(sink.results.map(\.start) == [5049, 5150, 5151, 5151].map { moment($0 + offset * 1000) })
    #expect(sink.suites.map(\.zone) == [.written])
  }

  @Test(arguments: ["2026-11-22T05:00:00Z", "1678-01-01T00:00:00Z", "2262-01-01T00:00:00Z"])
  func timesThatAreNoZoneApartTellNone(arrival: String) throws {
    let sink = try read(Self.sequential.map { "\(arrival) \($0)" })
    #expect(sink.suites.map(\.zone) == [.unknown])
    #expect(sink.results.first?.start == moment(5049))
  }

  @Test func readsTestsThatRanSideBySide() throws {
    let sink = try read(Self.parallel.map { "2026-11-23T15:05:\($0.0)Z \($0.1)" })
    #expect(
      sink.results.map(\.id) == [
        "E2ETests.OrdersTests::testFails", "E2ETests.AccessTests::testOther",
        "E2ETests.OrdersTests::testQuick",
        "E2ETests.OrdersTests::testSleeps",
      ])
    #expect(sink.results.map(\.className)[0] == "E2ETests.OrdersTests")
    #expect(sink.results.map(\.outcome) == [.failed, .passed, .passed, .passed])
    #expect(sink.results.map(\.start) == [nil, nil, nil, nil])
    #expect(sink.results.map(\.stop) == [4390, 4390, 4402, 4714].map(moment))
    #expect(Set(sink.results.map(\.worker)).count == 4)
    #expect(sink.oddities == [])
  }

  @Test func withoutTimesOfArrivalTheLauncherTellsNoEnd() throws {
    let sink = try read(Self.parallel.map(\.1))
    #expect(sink.results.map(\.outcome) == [.failed, .passed, .passed, .passed])
    #expect(sink.results.map(\.stop) == [nil, nil, nil, nil])
  }

  @Test func readsWhatApplesSystemsPrint() throws {
    let sink = try read([
      "2026-11-23T15:05:01.500Z Test Case '-[M.OrdersTests testA]' started.",
      "2026-11-23T15:05:01.750Z Test Case '-[M.OrdersTests testA]' passed (0.249 seconds).",
      "2026-11-23T15:05:01.751Z Test Case '-[M.OrdersTests testB]' started.",
    ])
    #expect(sink.results.map(\.id) == ["M.OrdersTests::testA", "M.OrdersTests::testB"])
    #expect(sink.results.map(\.start) == [1500, 1751].map(moment))
    #expect(sink.results.map(\.outcome) == [.passed, .error])
    #expect(sink.results.last?.message == "the output ends before the test does")
  }

  @Test func linesThatWereKeptBackTellNoStarts() throws {
    let sink = try read([
      "2026-11-23T15:05:01.500Z Test Case '-[M.OrdersTests testA]' started.",
      "2026-11-23T15:05:01.501Z Test Case '-[M.OrdersTests testA]' passed (0.249 seconds).",
      "2026-11-23T15:05:01.501Z Test Case '-[M.OrdersTests testB]' started.",
      "2026-11-23T15:05:01.502Z Test Case '-[M.OrdersTests testB]' passed (0.001 seconds).",
    ])
    #expect(sink.results.map(\.start) == [nil, nil])
    #expect(sink.oddities.map(\.name) == ["xctest_console_late"])
  }

  @Test func aRepeatedTestHasAttempts() throws {
    let sink = try read(Self.sequential + Self.sequential)
    #expect(sink.results.map(\.attempt) == [1, 1, 1, 1, 2, 2, 2, 2])
  }

  @Test func outputWithoutTestsIsAProblem() throws {
    let build = "Building for debugging...\n[1/9] Compiling A a.swift\nBuild complete! (2.1s)\n"
    #expect(XCTestConsole.recognises(FileHead(bytes: Array(build.utf8))))
    #expect(throws: Problem.self) { try read([build]) }
  }

  @Test(arguments: [
    "[1/2] Testing", "[a/b] Testing M.A/b", "[1/2] Testing M/b", "Test Case 'A' passed",
    "x Test Case 'A.b' passed (1 s)",
    "{\"Output\":\"Test Case 'A.b' passed (0.1 seconds)\"}",
  ])
  func otherLinesAreNoTests(line: String) {
    #expect(throws: Problem.self) { try read([line]) }
  }
}
