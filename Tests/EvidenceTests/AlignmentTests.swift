import Evidence
import Records
import Testing

/// Windows that activity narrows: five tests of 100, 300, 50, 200 and 100 ms in a suite of 850 ms, so that the runner
/// took 100 ms in all. It is made to take 60 ms before the first test and 1 ms between tests: the tests begin at 60, 161,
/// 462, 513 and 714 ms.
struct AlignmentTests {
  private static let durations: [Double] = [100, 300, 50, 200, 100]

  private func prepared(_ connections: [Connection], lookups: [Lookup] = [.answered("shop.test", at: -50)])
    throws
    -> PreparedRun
  {
    let run = try PreparedRun()
    try run.add { sink in
      try sink.receive(TestSuite.lasting(850))
      for (ordinal, duration) in Self.durations.enumerated() {
        try sink.receive(TestResult.timed("test\(ordinal)", duration, ordinal: ordinal))
      }
    }
    try run.add { sink in
      for connection in connections { try sink.receive(connection) }
      for lookup in lookups { try sink.receive(lookup) }
      try sink.receive(Capture.any(-1000, 100_000))
    }
    try run.attribute()
    return run
  }

  /// A connection that fills a test: opened 2 ms after its start, answered until 2 ms before its end.
  private static func filling(_ ordinal: Int, from start: Double, for duration: Double) -> Connection {
    .tcp(ordinal, opened: start + 2, bursts: [.answered(start + 4, start + duration - 2)])
  }

  private static let three = [
    filling(0, from: 60, for: 100), filling(1, from: 161, for: 300), filling(2, from: 714, for: 100),
  ]

  @Test func activityThatFillsTestsTellsWhenTheyRan() throws {
    let windows = try prepared(Self.three).store.tests()
    // The true starts, in order; a window reaches a few milliseconds to both sides of the test.
    for (test, start) in zip(windows, [60.0, 161, 462, 513, 714]) {
      let duration = Self.durations[Int(test.testID) - 1]
      let found = try #require(test.windowStart.map { Double($0.offset) / 1000 })
      let stop = try #require(test.windowStop.map { Double($0.offset) / 1000 })
      #expect(test.windowKind == .bounded)
      #expect(found <= start && start - found < 12)
      #expect(stop >= start + duration && stop - start - duration < 12)
    }
  }

  @Test func eachConnectionIsItsTestsAlone() throws {
    let contacts = try prepared(Self.three).rows(
      "test_id connection_id share", "FROM contact ORDER BY test_id")
    #expect(contacts.map { $0.split(separator: " ")[0] } == ["1", "2", "5"])
    #expect(contacts.allSatisfy { $0.hasSuffix(" 1.0") })
  }

  @Test func withoutActivityTheBoundsStay() throws {
    // Between 0 and the 100 ms that no test accounts for, test0 may have begun at any time.
    #expect(try prepared([]).windows().first == "bounded 0 200001")
  }

  @Test func activityThatFitsTwoTestsIsNotOneTestsAlone() throws {
    // 20 ms in the middle of what may be the end of test0 or the beginning of test1.
    let contacts = try prepared([.tcp(0, opened: 140, bursts: [.answered(142, 160)])])
      .rows("test_id share", "FROM contact ORDER BY test_id")
    #expect(contacts.count > 1)
    #expect(contacts.allSatisfy { !$0.hasSuffix(" 1.0") })
  }
}
