import Evidence
import Records
import Testing

/// Tests that ran side by side in one process, which nothing but their windows tells apart: `long` from 0 to 300 ms and
/// `short` from 100 to 200 ms.
struct TurnTests {
  private func contacts(
    _ connections: [Connection], _ handshakes: [Handshake] = [], exchanges: [Exchange] = [],
    group: Bool = false
  ) throws -> [String] {
    let run = try PreparedRun()
    try run.add { sink in
      var long = TestResult.exact("long", 0, 300)
      long.isGroup = group
      try sink.receive(long)
      try sink.receive(TestResult.exact("short", 100, 200))
    }
    try run.add { sink in
      for connection in connections { try sink.receive(connection) }
      for handshake in handshakes { try sink.receive(handshake) }
      for exchange in exchanges { try sink.receive(exchange) }
      try sink.receive(Lookup.answered("shop.test", at: -50))
      try sink.receive(Capture.any(-1000, 1000))
    }
    try run.attribute()
    return try run.rows("test_id share answered_requests", "FROM contact ORDER BY test_id")
  }

  private static func secured(opened: Double, ready: Double, _ bursts: Burst...) -> Connection {
    var handshake = Burst.answered(opened + 2, ready)
    handshake.content = .handshake
    return .tcp(0, opened: opened, bursts: [handshake] + bursts)
  }

  @Test func aTurnThatOnlyOneTestRanThroughIsItsOwn() throws {
    // Opened at 150 ms as both ran, and answered at 250 ms when only one did.
    #expect(try contacts([.tcp(0, opened: 150, bursts: [.answered(152, 250)])]) == ["1 1.0 1"])
  }

  @Test func aTurnThatBothRanThroughIsOfEither() throws {
    #expect(try contacts([.tcp(0, opened: 150, bursts: [.answered(152, 190)])]) == ["1 0.5 1", "2 0.5 1"])
  }

  @Test func aConnectionBelongsToTheTestThatAlreadyRanWhenItWasOpened() throws {
    #expect(
      try contacts(
        [Self.secured(opened: 50, ready: 120, .answered(121, 180))],
        exchanges: [
          Self.exchange
        ]) == ["1 1.0 1"])
  }

  private static var exchange: Exchange {
    var exchange = Exchange.told(by: .packets, start: 121, end: 180)
    exchange.connection = 0
    return exchange
  }

  @Test func onASecuredConnectionAnotherTestMayHaveAskedInTheSameTurn() throws {
    // Without the TLS secrets nobody knows how many requests there were: HTTP/2 carries several at once.
    #expect(
      try contacts([Self.secured(opened: 50, ready: 120, .answered(121, 180))]) == ["1 1.0 1", "2 0.5 1"])
  }

  @Test func aLaterTurnIsNotTiedToTheOpening() throws {
    #expect(
      try contacts([.tcp(0, opened: 50, bursts: [.answered(52, 80), .answered(120, 180)])])
        == ["1 1.0 2", "2 0.5 1"])
  }

  @Test func whatAGroupsTestsDoIsTheirs() throws {
    #expect(
      try contacts([.tcp(0, opened: 150, bursts: [.answered(152, 190)])], group: true) == ["2 1.0 1"])
  }
}
