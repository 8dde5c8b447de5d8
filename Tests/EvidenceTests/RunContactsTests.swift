import Evidence
import Records
import Testing

/// What the traffic of tests comes to: tests a at 0 to 100 ms and b at 100.001 to 200 ms, unless said otherwise.
struct RunContactsTests {
  private static let two = [TestResult.exact("a", 0, 100), TestResult.exact("b", 100.001, 200)]

  private func contacts(
    of tests: [TestResult] = two, expect: [String] = [], _ connections: [Connection] = [],
    handshakes: [Handshake] = [], lookups: [Lookup] = [.answered("shop.test", at: -50)],
    exchanges: [Exchange] = []
  ) throws -> RunContacts {
    let run = try PreparedRun()
    try run.add { sink in for test in tests { try sink.receive(test) } }
    try run.add { sink in
      for connection in connections { try sink.receive(connection) }
      for lookup in lookups { try sink.receive(lookup) }
      for handshake in handshakes { try sink.receive(handshake) }
      for exchange in exchanges { try sink.receive(exchange) }
      try sink.receive(Capture.any(-1000, 100_000))
    }
    try run.attribute(expect: expect)
    return try run.store.contacts()
  }

  @Test func countsWhatATestHadWithTheTarget() throws {
    let contacts = try contacts(
      [.tcp(0, opened: 10, bursts: [.answered(12, 20), .answered(30, 31), .push(40, 41)])],
      handshakes: [.hello(0, "shop.test", at: 11)],
      lookups: [.answered("shop.test", at: 5), .answered("other.test", "192.0.2.99", at: 6)])
    var a = ContactFacts()
    a.target.lookups = .init(1)
    a.target.connections = .init(1)
    a.target.handshakes = .init(1)
    a.target.exchanges = .init(2)
    // Two turns of 100 and 200 bytes, and 50 bytes pushed.
    a.target.sentBytes = .init(200)
    a.target.receivedBytes = .init(450)
    a.elsewhere.lookups = .init(1)
    #expect(contacts.tests == [1: a])
    #expect(contacts.total == a)
  }

  @Test func aConnectionThatTwoTestsUseIsOneInTheTotal() throws {
    let contacts = try contacts([.tcp(0, opened: 10, bursts: [.answered(12, 20), .answered(110, 120)])])
    #expect(contacts.tests[1]?.target.connections == .init(1))
    #expect(contacts.tests[2]?.target.connections == .init(1))
    #expect(contacts.total.target.connections == .init(1))
    #expect(contacts.total.target.exchanges == .init(2))
    #expect(contacts.total.target.sentBytes == .init(200))
  }

  @Test func whatOtherTestsMayHaveCausedIsNoTestsForSure() throws {
    let tests = (1...4).map { TestResult.exact("t\($0)", 0, 100) }
    let contacts = try contacts(of: tests, [.tcp(0, opened: 10, bursts: [.answered(12, 20)])])
    #expect(contacts.tests.count == 4)
    for contact in contacts.tests.values {
      #expect(contact.target.connections == .init(0, most: 1))
      #expect(contact.target.exchanges == .init(0, most: 1))
      #expect(contact.target.receivedBytes == .init(0, most: 200))
      #expect(contact.target.isSeen)
    }
    #expect(contacts.total.target.connections == .init(1))
    #expect(contacts.total.target.receivedBytes == .init(200))
  }

  @Test func trafficOfTooManyTestsIsAnUpperBoundOfEachAndOfTheRun() throws {
    let tests = (1...40).map { TestResult.exact("t\($0)", 0, 100) }
    let contacts = try contacts(of: tests, [.tcp(0, opened: 10, bursts: [.answered(12, 20)])])
    #expect(contacts.tests.count == 40)
    #expect(contacts.tests[40]?.target.connections == .init(0, most: 1))
    #expect(contacts.total.target.connections == .init(0, most: 1))
    #expect(contacts.total.target.exchanges == .init(0, most: 1))
  }

  @Test func thisMachineIsElsewhereUnlessItIsExpected() throws {
    let local = [
      Connection.tcp(0, to: "127.0.0.1", from: "127.0.0.1", opened: 10, bursts: [.answered(12, 20)])
    ]
    let elsewhere = try contacts(local)
    #expect(elsewhere.tests[1]?.target.isSeen == false)
    #expect(elsewhere.tests[1]?.elsewhere.connections == .init(1))
    let expected = try contacts(expect: ["**=loopback"], local)
    #expect(expected.tests[1]?.target.connections == .init(1))
    #expect(expected.tests[1]?.elsewhere.isSeen == false)
  }

  @Test func theClientsWordIsCountedApart() throws {
    let contacts = try contacts(exchanges: [
      .told(by: .har, start: 10, end: 20), .told(by: .har, start: 30, end: 40),
      .told(by: .log, start: nil, end: 20), .told(by: .har, host: "other.test", start: 50, end: 60),
    ])
    #expect(contacts.tests[1]?.target.toldExchanges == .init(2))
    #expect(contacts.tests[1]?.target.exchanges == .init(0))
    #expect(contacts.tests[1]?.target.isSeen == false)
    #expect(contacts.tests[1]?.elsewhere.toldExchanges == .init(1))
  }

  @Test func headersOfGenuineServersAreListed() throws {
    func told(_ end: Double, _ trace: String, server: String = "Google Frontend") -> Exchange {
      var exchange = Exchange.told(by: .har, start: end - 5, end: end)
      exchange.responseHeaders = [
        Header(name: "X-Cloud-Trace-Context", value: trace), Header(name: "Server", value: server),
        Header(name: "X-Other", value: "1"),
      ]
      return exchange
    }
    let contacts = try contacts(exchanges: [
      told(20, "b"), told(40, String(repeating: "a", count: 300)), told(150, "b", server: "nginx"),
    ])
    #expect(
      contacts.frontHeaders == [
        .init(name: "server", value: "Google Frontend", values: 2, responses: 3, isOnTheWire: false),
        .init(
          name: "x-cloud-trace-context", value: String(repeating: "a", count: 200), values: 2, responses: 3,
          isOnTheWire: false),
      ])
    #expect(contacts.tests[1]?.servers == ["Google Frontend"])
    #expect(contacts.total.servers == ["Google Frontend", "nginx"])
  }

  @Test func whatPacketsShowOfAHeaderComesBeforeTheClientsWord() throws {
    func exchange(_ witness: Witness, _ server: String, _ end: Double) -> Exchange {
      var exchange = Exchange.told(by: witness, start: end - 5, end: end)
      exchange.responseHeaders = [Header(name: "server", value: server)]
      if witness == .packets { exchange.connection = 0 }
      return exchange
    }
    let contacts = try contacts(
      [.tcp(0, opened: 10, bursts: [.answered(12, 20)])],
      exchanges: [exchange(.packets, "seen", 20), exchange(.har, "told", 20), exchange(.har, "told", 40)])
    #expect(
      contacts.frontHeaders == [
        .init(name: "server", value: "seen", values: 1, responses: 1, isOnTheWire: true)
      ])
    #expect(contacts.tests[1]?.target.exchanges == .init(1))
    #expect(contacts.tests[1]?.target.toldExchanges == .init(2))
  }

  @Test func aRunWithoutTrafficHasNoContacts() throws {
    let contacts = try contacts(lookups: [])
    #expect(contacts.tests.isEmpty)
    #expect(contacts.total == ContactFacts())
    #expect(contacts.frontHeaders.isEmpty)
  }
}
