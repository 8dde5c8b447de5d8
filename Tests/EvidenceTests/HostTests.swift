import Evidence
import Records
import Testing

/// With whom a connection is, and by what that is known.
struct HostTests {
  private func roles(
    to targets: [String] = ["https://shop.test"], ignoring ignored: Set<String> = [],
    _ records: @escaping @Sendable (any RecordSink) throws -> Void
  ) throws -> [String] {
    let run = try PreparedRun()
    try run.add { try $0.receive(TestResult.exact("a", 0, 100)) }
    try run.add { sink in
      try records(sink)
      try sink.receive(Capture.any(-1000, 1000))
    }
    try run.attribute(to: targets, ignoring: ignored)
    return try run.rows("role host", "FROM contact ORDER BY connection_id")
  }

  private static func http(
    _ connection: Int, host: String, method: String = "GET"
  ) -> Exchange {
    var exchange = Exchange.told(by: .packets, host: host, start: 12, end: 20)
    exchange.method = method
    exchange.connection = connection
    return exchange
  }

  @Test func theRootsDotAtTheEndOfATargetIsNoPartOfItsName() throws {
    #expect(
      try roles(to: ["https://shop.test."]) { sink in
        try sink.receive(Connection.tcp(0, opened: 10))
        try sink.receive(Handshake.hello(0, "shop.test", at: 12))
      } == ["target shop.test"])
  }

  @Test func theServerNameIndicationTells() throws {
    #expect(
      try roles { sink in
        try sink.receive(Connection.tcp(0, opened: 10))
        try sink.receive(Handshake.hello(0, "shop.test", at: 12))
      } == ["target shop.test"])
  }

  @Test func theAddressOfALookupTellsAlsoByAnAlias() throws {
    #expect(
      try roles { sink in
        try sink.receive(Lookup.answered("shop.test", by: "edge.cdn.test", at: -100))
        try sink.receive(Connection.tcp(0, opened: 10))
      } == ["target shop.test"])
    #expect(
      try roles { sink in
        try sink.receive(Lookup.answered("www.shop.test", by: "shop.test", at: -100))
        try sink.receive(Connection.tcp(0, opened: 10))
      } == ["target shop.test"])
  }

  @Test func theAddressInAHARTells() throws {
    var exchange = Exchange.told(by: .har, start: 12, end: 20)
    exchange.serverAddress = IPAddress(Connection.target)
    let entry = exchange
    #expect(
      try roles { sink in
        try sink.receive(entry)
        try sink.receive(Connection.tcp(0, opened: 10))
      } == ["target shop.test"])
  }

  @Test func anotherNameOnTheTargetsAddressIsAnotherHost() throws {
    #expect(
      try roles { sink in
        try sink.receive(Lookup.answered("shop.test", at: -100))
        try sink.receive(Connection.tcp(0, opened: 10))
        try sink.receive(Handshake.hello(0, "tracker.test", at: 12))
      } == ["other tracker.test"])
  }

  @Test(arguments: ["http://192.0.2.10", "http://[2001:DB8:0::10]:8080"])
  func aTargetMayBeAnAddress(_ target: String) throws {
    #expect(
      try roles(to: [target]) { sink in
        try sink.receive(
          Connection.tcp(0, to: target.contains("[") ? "2001:db8::10" : "192.0.2.10", opened: 10))
      } == ["target \(target.contains("[") ? "2001:db8:0::10" : "192.0.2.10")"])
  }

  @Test func anAddressInTheHostHeaderIsNoOtherHost() throws {
    #expect(
      try roles { sink in
        try sink.receive(Lookup.answered("shop.test", at: -100))
        try sink.receive(Connection.tcp(0, port: 80, opened: 10))
        try sink.receive(Self.http(0, host: Connection.target))
      } == ["target shop.test"])
  }

  @Test func aProxysConnectionIsTheTargetsWhereAnyRequestNamesIt() throws {
    #expect(
      try roles { sink in
        try sink.receive(Connection.tcp(0, to: "198.51.100.3", port: 3128, opened: 10))
        try sink.receive(Self.http(0, host: "cdn.test"))
        try sink.receive(Self.http(0, host: "shop.test"))
      } == ["target shop.test"])
  }

  @Test func aTunnelToTheTargetThroughThisMachineIsNotSeenToItsEnd() throws {
    let rows = try roles { sink in
      try sink.receive(Connection.tcp(0, to: "127.0.0.1", port: 3128, from: "127.0.0.1", opened: 10))
      try sink.receive(Self.http(0, host: "shop.test", method: "CONNECT"))
      try sink.receive(Connection.tcp(1, to: "127.0.0.1", port: 3128, from: "127.0.0.1", opened: 11))
      try sink.receive(Self.http(1, host: "cdn.test", method: "CONNECT"))
    }
    #expect(rows == ["unidentified shop.test", "loopback cdn.test"])
  }

  @Test func theTargetsNameOnThisMachineIsNotTheTarget() throws {
    #expect(
      try roles { sink in
        try sink.receive(Lookup.answered("shop.test", "127.0.0.1", at: -100))
        try sink.receive(Connection.tcp(0, to: "127.0.0.1", from: "127.0.0.1", opened: 10))
        try sink.receive(Handshake.hello(0, "shop.test", at: 12))
      } == ["loopback shop.test"])
  }

  @Test(arguments: ["http://localhost:8080", "tcp://127.0.0.1:8080"])
  func aTargetOnThisMachineIsContacted(_ target: String) throws {
    let run = try PreparedRun()
    try run.add { sink in
      try sink.receive(TestResult.exact("a", 0, 100))
      try sink.receive(
        Connection.tcp(
          0, to: "127.0.0.1", port: 8080, from: "127.0.0.1", opened: 10, bursts: [.answered(12, 13)]))
      try sink.receive(Self.http(0, host: "127.0.0.1"))
      try sink.receive(Capture.any(-100, 200))
    }
    try run.attribute(to: [target])
    #expect(try run.rows("role", "FROM contact") == ["target"])
    #expect(try run.rows("connections answered_requests is_loopback", "FROM target") == ["1 1 1"])
    #expect(try run.rows("role", "FROM test_exchange") == ["target"])
  }

  @Test func ignoredHostsAreSaidToBe() throws {
    #expect(
      try roles(ignoring: ["telemetry.test"]) { sink in
        try sink.receive(Connection.tcp(0, opened: 10))
        try sink.receive(Handshake.hello(0, "telemetry.test", at: 12))
        try sink.receive(Lookup.answered("telemetry.test", "198.51.100.7", at: -100))
        try sink.receive(Connection.tcp(1, to: "198.51.100.7", opened: 20))
      } == ["ignored telemetry.test", "ignored telemetry.test"])
  }

  @Test func anAddressWithoutANameIsUnidentified() throws {
    let rows = try roles { sink in
      try sink.receive(Connection.tcp(0, opened: 10))
      var quic = Connection.tcp(1, opened: nil, bursts: [.answered(12, 13)])
      quic.transport = .udp
      try sink.receive(quic)
      quic.ordinal = 2
      quic.server.port = 123
      try sink.receive(quic)
    }
    #expect(rows == ["unidentified -", "unidentified -", "other -"])
  }

  @Test func nameServersAreNoContact() throws {
    let rows = try roles { sink in
      for (ordinal, port) in [UInt16(53), 853, 5353].enumerated() {
        var connection = Connection.tcp(
          ordinal, to: "9.9.9.9", port: port, opened: nil, bursts: [.answered(12, 13)])
        connection.transport = port == 853 ? .tcp : .udp
        try sink.receive(connection)
      }
      var overTCP = Connection.tcp(3, to: "9.9.9.9", port: 53, opened: 20)
      overTCP.applicationProtocol = .dns
      try sink.receive(overTCP)
    }
    #expect(rows.isEmpty)
  }

  @Test func aTargetOnANameServersPortIsATarget() throws {
    #expect(
      try roles(to: ["tcp://9.9.9.9:53"]) { sink in
        var connection = Connection.tcp(0, to: "9.9.9.9", port: 53, opened: 10)
        connection.applicationProtocol = .dns
        try sink.receive(connection)
      } == ["target 9.9.9.9"])
  }

  /// A connection that was open before the capture began has no name in it: the port is all there is.
  private static func open(port: UInt16, opened: Double? = nil) -> Connection {
    .tcp(0, port: port, opened: opened, bursts: [.answered(20, 40)])
  }

  @Test func anOpenConnectionOnTheOnlyPortOfAnUnresolvedTargetIsWithIt() throws {
    let targets = ["https://shop.test", "tcp://ledger.test:7878"]
    #expect(try roles(to: targets) { try $0.receive(Self.open(port: 7878)) } == ["target ledger.test"])
    // One that was opened in the capture would have been looked up in it.
    #expect(
      try roles(to: targets) { try $0.receive(Self.open(port: 7878, opened: 10)) } == ["unidentified -"])
  }

  @Test func anOpenConnectionOnAPortOfEverybodysIsWithNobodyKnown() throws {
    #expect(try roles { try $0.receive(Self.open(port: 443)) } == ["unidentified -"])
  }

  @Test func anOpenConnectionElsewhereThanTheTargetsAddressIsWithNobodyKnown() throws {
    #expect(
      try roles(to: ["tcp://ledger.test:7878"]) { sink in
        try sink.receive(Lookup.answered("ledger.test", "192.0.2.99", at: -100))
        try sink.receive(Self.open(port: 7878))
      } == ["unidentified -"])
  }
}
