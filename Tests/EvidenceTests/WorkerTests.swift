import Evidence
import Records
import Testing

/// Whose a connection is in a run of two workers: gw0 sleeps in one long test while gw1 runs ten short real ones.
struct WorkerTests {
  private static let short = (0..<10).map { number in
    let start = Double(number) * 100
    return TestResult.exact("short\(number)", start, start + 95, call: start + 1...start + 90, worker: "gw1")
  }
  /// The same tests at the same times, of the other worker.
  private static let twins = short.map { test in
    var twin = test
    twin.id += "-twin"
    twin.worker = "gw0"
    return twin
  }
  private static let long = TestResult.exact("long", -500, 1500, call: -499...1495, worker: "gw0")

  /// Connections that are opened 1 ms into each short test's body and answered just before it ends.
  private static let connections = (0..<10).map { number in
    let start = Double(number) * 100
    return Connection.tcp(number, opened: start + 2, bursts: [.answered(start + 4, start + 89)])
  }

  private func contacts(
    _ tests: [TestResult], _ connections: [Connection] = connections, log: [Exchange] = [],
    columns: String = "test_id share"
  ) throws -> [String] {
    let run = try PreparedRun()
    try run.add { sink in for test in tests { try sink.receive(test) } }
    try run.add { sink in
      for connection in connections { try sink.receive(connection) }
      try sink.receive(Lookup.answered("shop.test", at: -50))
      try sink.receive(Capture.any(-1000, 10_000))
    }
    try run.add { sink in for line in log { try sink.receive(line) } }
    try run.attribute()
    return try run.rows(columns, "FROM contact ORDER BY test_id, connection_id")
  }

  @Test func theSleepersTestHasNoneOfTheOthersConnections() throws {
    #expect(
      try contacts([Self.long] + Self.short) == (2...11).map { "\($0) 1.0" })
  }

  @Test func aConnectionThatFitsBothWorkersAlikeIsShared() throws {
    // Twice the same tests at the same times: nothing tells the workers apart.
    let rows = try contacts(Self.short + Self.twins)
    #expect(rows == (1...20).map { "\($0) 0.5" })
  }

  @Test func aWorkersLogTellsItsConnectionsFromTheOthers() throws {
    let log = (0..<10).map { number in
      var line = Exchange.told(by: .log, start: nil, end: Double(number) * 100 + 89.5)
      line.worker = "gw1"
      return line
    }
    // One connection for all ten tests: every line about it says again whose it is.
    let shared = Connection.tcp(
      0, opened: 2, bursts: (0..<10).map { .answered(Double($0) * 100 + 4, Double($0) * 100 + 89) })
    #expect(try contacts(Self.short + Self.twins, [shared], log: log) == (1...10).map { "\($0) 1.0" })
  }

  @Test func aLogLineTellsOfOneAnswerOnly() throws {
    let log = (0..<10).map { number in
      var line = Exchange.told(by: .log, start: nil, end: Double(number) * 100 + 89.3)
      line.worker = "gw1"
      return line
    }
    // Answers on two connections at nearly the same time, and a line about one of them: the other one is the other
    // worker's, which writes no log.
    let both = [(2.0, 88.0), (12, 89)].enumerated().map { number, turn in
      Connection.tcp(
        number, opened: 2,
        bursts: (0..<10).map { .answered(Double($0) * 100 + turn.0, Double($0) * 100 + turn.1) })
    }
    #expect(try contacts(Self.short + Self.twins, both, log: log) == (1...20).map { "\($0) 1.0" })
  }

  /// A test that is content with the first of an answer ends while the rest is under way.
  @Test(arguments: [(firstServer: 89.0, isOpen: true), (firstServer: 97, isOpen: false)])
  func theEndOfAnAnswerMayComeAfterItsTest(firstServer: Double, isOpen: Bool) throws {
    let connections = (0..<10).map { number in
      let start = Double(number) * 100
      var turn = Burst.answered(start + 4, start + 97)
      turn.firstServer = .at(start + firstServer)
      return Connection.tcp(number, opened: start + 2, bursts: [turn])
    }
    let certain = try contacts([Self.long] + Self.short, connections).filter { $0.hasSuffix(" 1.0") }
    #expect(certain == (isOpen ? [] : Array(repeating: "1 1.0", count: 10)))
  }

  @Test func aWorkerWithoutExactTimesMayHaveMadeAnyConnection() throws {
    // What gw2 ran has a bounded window only: it stays among the candidates.
    let run = try PreparedRun()
    var bounded = (0..<2).map { TestResult.timed("bounded\($0)", 100, ordinal: $0) }
    for index in bounded.indices { bounded[index].worker = "gw2" }
    let late = bounded
    try run.add { sink in for test in [Self.long] + Self.short { try sink.receive(test) } }
    try run.add { sink in
      try sink.receive(TestSuite.lasting(1000))
      for test in late { try sink.receive(test) }
    }
    try run.add { sink in
      for connection in Self.connections { try sink.receive(connection) }
      try sink.receive(Lookup.answered("shop.test", at: -50))
      try sink.receive(Capture.any(-1000, 10_000))
    }
    try run.attribute()
    let rows = try run.rows(
      "name window_kind", "FROM judged JOIN contact USING (test_id) WHERE share < 1 GROUP BY name")
    #expect(rows.contains("bounded0 bounded"))
    #expect(rows.contains("bounded1 bounded"))
  }

  @Test func aTestWithoutAWorkerStaysACandidate() throws {
    let stray = TestResult.exact("stray", 0, 1000)
    let rows = try contacts([Self.long, stray] + Self.short)
    #expect(rows.filter { $0.hasPrefix("2 ") }.count == 10)
    #expect(rows.filter { $0.hasPrefix("1 ") }.isEmpty)
  }

  @Test func aLogLineOfAWorkerIsOfItsTest() throws {
    let run = try PreparedRun()
    try run.add { sink in for test in [Self.long] + Self.short { try sink.receive(test) } }
    try run.add { sink in
      var exchange = Exchange.told(by: .log, start: nil, end: 50)
      exchange.worker = "gw1"
      try sink.receive(exchange)
      var line = LogLine(
        time: .at(150), resolution: 1_000_000, logger: "urllib3",
        claim: .connecting(host: "shop.test", port: 443))
      line.worker = "gw0"
      try sink.receive(line)
      line.worker = nil
      line.time = .at(250)
      try sink.receive(line)
      line.testID = "tests.a::short5"
      try sink.receive(line)
    }
    try run.attribute()
    #expect(try run.rows("test_id share role", "FROM test_exchange") == ["2 1.0 target"])
    #expect(
      try run.rows("test_id share claim role", "FROM test_log_line ORDER BY log_line_id, test_id") == [
        "1 1.0 connecting target", "1 0.5 connecting target", "4 0.5 connecting target",
        "7 1.0 connecting target",
      ])
  }

  /// Two workers that look the name up at nearly the same time, each just after its test began.
  @Test func aConnectionFollowsTheLookupThatWasAnsweredLast() throws {
    let tests = [
      TestResult.exact("slow", 0, 400, call: 1...399, worker: "gw0"),
      TestResult.exact("first", 100, 145, call: 101...144, worker: "gw1"),
      TestResult.exact("second", 112, 160, call: 113...159, worker: "gw2"),
    ]
    let run = try PreparedRun()
    try run.add { sink in for test in tests { try sink.receive(test) } }
    try run.add { sink in
      try sink.receive(Lookup.answered("shop.test", at: 103))
      try sink.receive(Lookup.answered("shop.test", at: 115))
      // Refused at once: all there is of it lies in the second test's window.
      var refused = Connection.tcp(0, opened: 116.5)
      refused.synAck = nil
      refused.serverRST = .at(130)
      try sink.receive(refused)
      try sink.receive(Capture.any(-1000, 10_000))
    }
    try run.attribute()
    // It may be the second test's, although a lookup of the first was answered shortly before.
    let names = try run.rows("name", "FROM judged JOIN contact USING (test_id) ORDER BY test_id")
    #expect(names.contains("second"))
  }
}
