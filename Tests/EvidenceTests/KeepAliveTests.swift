import Evidence
import Records
import Testing

/// Pings of an open connection, and answers that an earlier test left: what looks like contact and is not.
struct KeepAliveTests {
  /// Ten tests of 90 ms with 37 ms between them, at moments in which no ping's rhythm lies.
  private static let tests = (0..<10).map { number in
    let start = Double(number) * 127
    return TestResult.exact("t\(number)", start, start + 90, call: start + 1...start + 89)
  }

  private func contacts(
    _ connections: [Connection], of tests: [TestResult] = tests, columns: String = "requests keep_alives"
  ) throws -> [String] {
    let run = try PreparedRun()
    try run.add { sink in for test in tests { try sink.receive(test) } }
    try run.add { sink in
      for connection in connections { try sink.receive(connection) }
      try sink.receive(Lookup.answered("shop.test", at: -50))
      try sink.receive(Capture.any(-1000, 100_000))
    }
    try run.attribute()
    return try run.rows(columns, "FROM contact ORDER BY test_id, connection_id, phase")
  }

  /// A turn of so many bytes there and back.
  private static func turn(at time: Double, _ there: Int = 32, _ back: Int = 28) -> Burst {
    var burst = Burst.answered(time, time + 13)
    burst.clientBytes = there
    burst.serverBytes = back
    return burst
  }

  /// A connection that was open before the tests, with turns at these moments.
  private static func open(_ bursts: [Burst]) -> Connection { .tcp(0, opened: -500, bursts: bursts) }

  @Test func smallTurnsAtARegularIntervalArePings() throws {
    let rows = try contacts([Self.open((0..<12).map { Self.turn(at: 20 + Double($0) * 100) })])
    #expect(!rows.isEmpty)
    #expect(rows.allSatisfy { $0.hasPrefix("0 ") && !$0.hasSuffix(" 0") })
  }

  @Test func aTimerThatIsAFewMillisecondsLateIsRegular() throws {
    let late = [0.0, 3, 1, 4, 0, 2, 4, 1, 3, 0, 2, 1]
    let rows = try contacts([
      Self.open(late.enumerated().map { Self.turn(at: 20 + Double($0.offset) * 100 + $0.element) })
    ])
    #expect(!rows.isEmpty)
    #expect(rows.allSatisfy { $0.hasPrefix("0 ") })
  }

  @Test func aSmallRequestOfEachTestIsNoPing() throws {
    // As regular as the tests, and always 2 ms after their bodies begin.
    let rows = try contacts([Self.open((0..<10).map { Self.turn(at: Double($0) * 127 + 3) })])
    #expect(rows == Array(repeating: "1 0", count: 10))
  }

  @Test func testsThatPollAtIntervalsAreNoPings() throws {
    // Each asks three times, 30 ms apart, from 5 ms after its body begins: the pause to the next test's first is 66 ms.
    let polls = (0..<10).flatMap { test in
      (0..<3).map { Self.turn(at: Double(test) * 127 + 6 + Double($0) * 30) }
    }
    let rows = try contacts([Self.open(polls)])
    #expect(rows == Array(repeating: "3 0", count: 10))
  }

  @Test func pollsThatGoOnIntoTheNextTestsRhythmAreNoPings() throws {
    // Tests of 120 ms that follow at once: four polls each, 30 ms apart, without a break between tests.
    let tests = (0..<10).map { number in
      let start = Double(number) * 120
      return TestResult.exact("t\(number)", start, start + 119, call: start + 1...start + 118)
    }
    let polls = (0..<10).flatMap { test in
      (0..<4).map { Self.turn(at: Double(test) * 120 + 8 + Double($0) * 30) }
    }
    #expect(try contacts([Self.open(polls)], of: tests) == Array(repeating: "4 0", count: 10))
  }

  @Test func irregularTurnsAreRequests() throws {
    let times = [20.0, 60, 210, 300, 560, 590, 830, 1180]
    let rows = try contacts([Self.open(times.map { Self.turn(at: $0) })])
    #expect(!rows.isEmpty)
    #expect(rows.allSatisfy { $0.hasSuffix(" 0") })
  }

  @Test func largerTurnsAreRequestsHoweverRegular() throws {
    let rows = try contacts([Self.open((0..<12).map { Self.turn(at: 20 + Double($0) * 100, 180, 400) })])
    #expect(!rows.isEmpty)
    #expect(rows.allSatisfy { $0.hasSuffix(" 0") })
  }

  @Test func theRequestOfOneTestAmongPingsStays() throws {
    let pings = (0..<12).map { Self.turn(at: 20 + Double($0) * 100) }
    let rows = try contacts(
      [Self.open((pings + [Self.turn(at: 145, 90, 300)]).sorted { $0.start < $1.start })],
      columns: "test_id requests largest_turn_bytes")
    #expect(rows.filter { !$0.contains(" 0 ") } == ["2 1 300"])
  }

  private static let stream = Connection.tcp(
    0, opened: 5, bursts: [.answered(10, 30), .push(140, 180), .push(270, 300)])

  @Test func whatAnEarlierTestsConnectionGoesOnToSendIsLeftOver() throws {
    let rows = try contacts([Self.stream], columns: "test_id requests pushes is_leftover")
    #expect(rows == ["1 1 0 0", "2 0 1 1", "3 0 1 1"])
  }

  @Test func whatComesOnAConnectionOfTheSessionIsNot() throws {
    // Opened in the setup of the first test, as a fixture does.
    var first = Self.tests[0]
    first = .exact("t0", 0, 90, call: 40...89)
    let rows = try contacts(
      [Self.stream], of: [first] + Self.tests.dropFirst(), columns: "test_id pushes is_leftover")
    #expect(rows.filter { !$0.contains(" 0 ") } == ["2 1 0", "3 1 0"])
  }

  @Test func whatATestAskedForItselfIsNot() throws {
    let connection = Connection.tcp(
      0, opened: 5, bursts: [.answered(10, 30), .answered(130, 135), .push(140, 180)])
    let rows = try contacts([connection], columns: "test_id requests is_leftover")
    #expect(rows == ["1 1 0", "2 1 0"])
  }
}
