import Evidence
import Records
import Testing

/// Windows that activity narrows: five tests of 100, 300, 50, 200 and 100 ms in a suite of 850 ms, so that the runner
/// took 100 ms in all. It is made to take 60 ms before the first test and 1 ms between tests: the tests begin at 60, 161,
/// 462, 513 and 714 ms.
struct AlignmentTests {
  private static let durations: [Double] = [100, 300, 50, 200, 100]

  /// - Parameter ahead: what the capture's clock is ahead of the suite's, in milliseconds.
  private func prepared(
    _ connections: [Connection], lookups: [Lookup] = [.answered("shop.test", at: -50)], ahead: Double = 0
  ) throws -> PreparedRun {
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
      try sink.receive(Capture.any(ahead - 1000, ahead + 100_000))
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

  /// test3 is tried twice: at 473 ms for 40 ms, and at 514 ms. The other tests begin at 20, 121, 422 and 715 ms.
  private func retried(isFirstAttemptTold: Bool) throws -> PreparedRun {
    let run = try PreparedRun()
    try run.add { sink in
      try sink.receive(TestSuite.lasting(850))
      var ordinal = 0
      for (number, duration) in Self.durations.enumerated() {
        for attempt in number == 3 ? [1, 2] : [1] where isFirstAttemptTold || number != 3 || attempt == 2 {
          var result = TestResult.timed(
            "test\(number)", attempt == 1 && number == 3 ? 40 : duration, ordinal: ordinal)
          result.attempt = attempt
          try sink.receive(result)
          ordinal += 1
        }
      }
    }
    try run.add { sink in
      // The first attempt asks at 474 ms, 2 ms after test2 ended.
      for connection in [
        Self.filling(0, from: 20, for: 100), Self.filling(1, from: 121, for: 300),
        .tcp(2, opened: 474, bursts: [.answered(474.5, 511)]), Self.filling(3, from: 715, for: 100),
      ] {
        try sink.receive(connection)
      }
      try sink.receive(Capture.any(-1000, 100_000))
    }
    try run.attribute()
    return run
  }

  @Test(arguments: [true, false])
  func whatAnEarlierAttemptDidIsNotItsNeighboursAlone(isTold: Bool) throws {
    let run = try retried(isFirstAttemptTold: isTold)
    #expect(try run.store.tests().map(\.attempts) == [1, 1, 1, 2, 1])
    // test2 is the third: no connection is for certain its own.
    #expect(
      try run.rows("test_id", "FROM contact WHERE share = 1 AND connection_id & 0xff = 2 AND test_id = 3")
        == [])
    let windows = try run.store.tests().map { test in
      (
        Double(try #require(test.windowStart).offset) / 1000,
        Double(try #require(test.windowStop).offset) / 1000
      )
    }
    for ((start, stop), truth) in zip(
      windows, [(20.0, 120.0), (121, 421), (422, 472), (514, 714), (715, 815)])
    {
      #expect(start <= truth.0 + 1 && stop >= truth.1 - 1)
    }
  }

  /// Like ``three``, with a pause in the second test, on a clock that is ahead.
  private static func shifted(_ ahead: Double) -> [Connection] {
    [
      filling(0, from: ahead + 60, for: 100),
      .tcp(
        1, opened: ahead + 163,
        bursts: [.answered(ahead + 165, ahead + 280), .answered(ahead + 300, ahead + 459)]),
      filling(2, from: ahead + 714, for: 100),
    ]
  }

  @Test(arguments: [12_800.0, -12_800, 300_000])
  func trafficOutsideOfTheSuiteTellsThatTheClocksDiffer(_ ahead: Double) throws {
    let run = try prepared(Self.shifted(ahead), ahead: ahead)
    let clock = try run.store.runFacts().sources[1]
    #expect(clock.clockBasis == "estimated")
    // The traffic spans 750 ms, from 62 to 812 ms, in a suite of 850 ms: 100 ms are left open.
    #expect(abs(Double(clock.clockOffsetMicroseconds) / 1000 - ahead) <= 60)
    #expect(abs(clock.clockErrorMicroseconds - 50_000) <= 1000)
    // Each connection is its test's alone.
    let certain = try run.rows(
      "test_id ordinal", "FROM (SELECT test_id, connection_id & 0xff AS ordinal FROM contact WHERE share = 1)"
    )
    #expect(certain.sorted() == ["1 0", "2 1", "5 2"])
  }

  @Test func someTrafficBeforeTheSuiteDoesNotMoveTheClock() throws {
    let early = [Connection.tcp(9, opened: -400, bursts: [.answered(-398, -300)])]
    let run = try prepared(early + Self.shifted(0))
    #expect(try run.store.runFacts().sources[1].clockBasis == nil)
  }

  @Test func trafficThatFitsTheSuiteNowhereDoesNotMoveTheClock() throws {
    // It spans more than the suite's 850 ms.
    let run = try prepared(
      Self.shifted(20_000) + [.tcp(9, opened: 21_800, bursts: [.answered(21_802, 21_900)])], ahead: 20_000)
    #expect(try run.store.runFacts().sources[1].clockBasis == nil)
  }
}
