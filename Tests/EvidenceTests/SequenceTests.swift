import Evidence
import Records
import Testing

/// Windows of suites of which only the order of the tests is known.
struct SequenceTests {
  /// Suites of two tests each, of 100 and 50 ms unless said otherwise, with a moment for each suite.
  private func prepared(_ moments: [Double?], lengths: [[Double]] = []) throws -> PreparedRun {
    let run = try PreparedRun()
    try run.add { sink in
      for (ordinal, moment) in moments.enumerated() {
        var suite = TestSuite(ordinal: ordinal, name: "suite \(ordinal)")
        suite.start = moment.map(Timestamp.at)
        let lengths = ordinal < lengths.count ? lengths[ordinal] : [100, 50]
        if moment != nil { suite.duration = .milliseconds(lengths.reduce(0, +)) }
        try sink.receive(suite)
        for (number, length) in lengths.enumerated() {
          var result = TestResult.timed("t\(ordinal)\(number)", length, ordinal: ordinal * 2 + number)
          result.suite = ordinal
          try sink.receive(result)
        }
      }
    }
    return run
  }

  private func windows(_ moments: [Double?], lengths: [[Double]] = []) throws -> [String] {
    let run = try prepared(moments, lengths: lengths)
    try run.attribute()
    return try run.windows()
  }

  @Test func momentsThatCanOnlyBeEndsAreEnds() throws {
    // The first suite's 350 ms do not fit between its moment and the next, so that it began at 500 - 350 / 0.7 ms at the
    // earliest, as at most 30 % of a suite is no test's. The second began after the first. 2 ms are for rounding.
    #expect(
      try windows([500, 651, 810], lengths: [[300, 50]]).prefix(4)
        == ["bounded 0 452000", "bounded 300000 502000", "bounded 500000 603000", "bounded 600000 653000"])
  }

  @Test func momentsTooCloseForAnySequenceBoundNothing() throws {
    #expect(try windows([500, 520]) == Array(repeating: "none", count: 4))
  }

  @Test func momentsThatMayBeBothBoundBothWays() throws {
    // The second suite ran after the first moment, and as it may begin at its own, until 214.285 ms after it.
    #expect(try windows([500, 2000])[2] == "bounded 1785715 2166285")
  }

  @Test func oneMomentAloneBoundsNothingWithoutPackets() throws {
    #expect(try windows([500]) == ["none", "none"])
  }

  /// A connection that a test opened 3 ms after its start and closed 2 ms before its end.
  private static func filling(_ ordinal: Int, from start: Double, for length: Double) -> Connection {
    .tcp(ordinal, opened: start + 3, bursts: [.answered(start + 5, start + length - 2)])
  }

  /// Three suites without any time, which began at 200, 450 and 700 ms; the packets of their tests, and a capture.
  private func untimed(_ connections: [Connection]) throws -> PreparedRun {
    let run = try prepared([nil, nil, nil], lengths: [[120, 50], [70, 90], [160, 40]])
    try run.add { sink in
      for connection in connections { try sink.receive(connection) }
      try sink.receive(Lookup.answered("shop.test", at: 1))
      try sink.receive(Capture.any(0, 1000))
    }
    try run.attribute()
    return run
  }

  @Test func packetsPlaceTestsOfWhichOnlyTheDurationIsKnown() throws {
    let run = try untimed([
      Self.filling(0, from: 200, for: 120), Self.filling(1, from: 321, for: 50),
      Self.filling(2, from: 450, for: 70), Self.filling(3, from: 521, for: 90),
      Self.filling(4, from: 700, for: 160),
    ])
    #expect(
      try run.rows("test_id share answered_requests", "FROM contact ORDER BY test_id")
        == ["1 1.0 1", "2 1.0 1", "3 1.0 1", "4 1.0 1", "5 1.0 1"])
    // The runner took 1 ms between the tests of a suite; nothing tells how long before the last, which was quiet.
    let starts = try run.store.tests().compactMap { $0.windowStart.map { Double($0.offset) / 1000 } }
    for (found, start) in zip(starts, [200.0, 321, 450, 521, 700]) {
      #expect(found <= start && found > start - 12, "\(found), and began at \(start)")
    }
  }

  @Test func packetsInAnotherOrderPlaceNothing() throws {
    // Three tests of 310 ms are none of the results'.
    let foreign = [0.0, 320, 640].enumerated().map { Self.filling($0, from: $1, for: 310) }
    #expect(try untimed(foreign).windows() == Array(repeating: "none", count: 6))
  }

  @Test func withoutPacketsNothingIsPlaced() throws {
    #expect(try untimed([]).windows() == Array(repeating: "none", count: 6))
  }

  @Test func aRequestThatStaysWithoutAnswerLastsUntilTheClientGivesUp() throws {
    // Only the test of 160 ms can have waited from 703 to 858 ms.
    var asking = Burst.answered(706, 706)
    asking.firstServer = nil
    asking.serverBytes = 0
    var abandoned = Connection.tcp(3, opened: 703, bursts: [asking])
    abandoned.clientFIN = .at(858)
    let run = try untimed([
      Self.filling(0, from: 200, for: 120), Self.filling(1, from: 450, for: 70),
      Self.filling(2, from: 521, for: 90), abandoned,
    ])
    #expect(
      try run.rows("test_id share requests", "FROM contact ORDER BY test_id")
        == ["1 1.0 1", "3 1.0 1", "4 1.0 1", "5 1.0 1"])
  }
}
