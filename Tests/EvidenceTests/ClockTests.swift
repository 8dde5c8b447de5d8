import Evidence
import Records
import Testing

/// What a capture's clock is ahead, from events that the capture and the results both saw.
struct ClockTests {
  /// Twenty tests with a request each, at moments that no offset maps onto one another.
  private static let starts = (0..<20).map { (number: Int) -> Double in
    Double(number * 500 + number * number * 37 % 211)
  }

  /// The clock of the capture as the run's facts tell it: basis, offset and error in milliseconds.
  private func clock(
    ahead: Double, tests: Bool = true, afterwork: Double = 1, log: Bool = false, lookup: Double = 0,
    count: Int = 20,
    declared: Int64? = nil
  ) throws -> (basis: String?, offset: Double, error: Double, contacts: [String]) {
    let run = try PreparedRun()
    let starts = Array(Self.starts.prefix(count))
    try run.add { sink in
      for (number, start) in starts.enumerated() {
        try sink.receive(
          TestResult.exact(
            "t\(number)", start, start + 400, call: start + 5...start + lookup + 100 + afterwork))
        if log {
          try sink.receive(Exchange.told(by: .log, start: start + 5, end: start + lookup + 101))
        }
      }
    }
    try run.add(clockOffset: declared) { sink in
      for (number, start) in starts.enumerated() {
        let opened = start + ahead + lookup + 10
        try sink.receive(
          Connection.tcp(
            number, opened: opened, bursts: [.answered(opened + 2, start + ahead + lookup + 100)]))
      }
      try sink.receive(Lookup.answered("shop.test", at: ahead))
      try sink.receive(Capture.any(ahead - 1000, ahead + 20_000))
    }
    try run.attribute()
    let first = try run.store.runFacts().sources[1]
    // Attributed again, a run is as it was.
    let covered = try run.store.tests().map(\.isCovered)
    try run.attribute()
    let source = try run.store.runFacts().sources[1]
    #expect(first.clockOffsetMicroseconds == source.clockOffsetMicroseconds)
    #expect(first.clockErrorMicroseconds == source.clockErrorMicroseconds)
    #expect(try run.store.tests().map(\.isCovered) == covered)
    return (
      source.clockBasis, Double(source.clockOffsetMicroseconds) / 1000,
      Double(source.clockErrorMicroseconds) / 1000,
      try run.rows(
        "test_id share", "FROM contact WHERE phase = 'call' AND answered_requests = 1 ORDER BY test_id")
    )
  }

  private let everyTestItsOwn = (1...20).map { "\($0) 1.0" }

  @Test(arguments: [12_800.0, -12_800, 600_000, 3700]) func theEndsOfBodiesTellTheOffset(_ ahead: Double)
    throws
  {
    let clock = try clock(ahead: ahead)
    #expect(clock.basis == "estimated")
    // The bodies end 1 ms after the answers.
    #expect(abs(clock.offset - ahead) <= 1.001)
    #expect(clock.error >= abs(clock.offset - ahead))
    #expect(clock.contacts == everyTestItsOwn)
  }

  @Test func aClientsLogTellsASmallOffset() throws {
    let clock = try clock(ahead: 250, log: true)
    #expect(clock.basis == "estimated")
    #expect(abs(clock.offset - 250) <= 1.001)
    #expect(clock.contacts == everyTestItsOwn)
  }

  @Test func aClockThatIsRightIsLeftAlone() throws {
    let clock = try clock(ahead: 0)
    #expect(clock.basis == nil)
    #expect(clock.offset == 0)
    #expect(clock.contacts == everyTestItsOwn)
  }

  @Test(arguments: [true, false]) func aDelayByLookupsIsNoOffset(_ log: Bool) throws {
    #expect(try clock(ahead: 0, log: log, lookup: 60).basis == nil)
  }

  @Test(arguments: [50.0, 250]) func whatTestsDoAfterTheirAnswerIsNoOffset(_ afterwork: Double) throws {
    let clock = try clock(ahead: 0, afterwork: afterwork)
    #expect(clock.basis == nil)
    #expect(clock.contacts == everyTestItsOwn)
  }

  @Test func threeEventsTellNoOffset() throws {
    #expect(try clock(ahead: 12_800, count: 3).basis == nil)
  }

  @Test func aDeclaredOffsetIsTaken() throws {
    let clock = try clock(ahead: 12_800, declared: 12_800_000)
    #expect(clock.basis == "declared")
    #expect(clock.offset == 12_800)
    #expect(clock.error == 0)
    #expect(clock.contacts == everyTestItsOwn)
  }
}
