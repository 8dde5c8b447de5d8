import Records
import Testing
import Traffic

/// Expected values are counted by hand from the packets that each test writes.
struct BurstTests {
  private let ack = PacketBuilder.ack

  @Test func theClientsNextWordBeginsANewTurn() throws {
    var trace = PacketTrace()
    trace.open()
    trace.client(20, ack, 1001, 5001, [0, 1])
    trace.client(21, ack, 1003, 5001, [2])
    trace.server(40, ack, 5001, 1004, [3, 4, 5])
    trace.server(45, ack, 5004, 1004, [6])
    trace.client(46, ack, 1004, 5005, [7])
    let bursts = try #require(trace.read().connections.first).bursts
    #expect(bursts.count == 2)
    #expect(bursts.first?.start == PacketTrace.moment(20))
    #expect(bursts.first?.lastClient == PacketTrace.moment(21))
    #expect(bursts.first?.firstServer == PacketTrace.moment(40))
    #expect(bursts.first?.stop == PacketTrace.moment(45))
    #expect(bursts.map(\.clientBytes) == [3, 1])
    #expect(bursts.map(\.serverBytes) == [4, 0])
    #expect(bursts.map(\.clientPackets) == [2, 1])
    #expect(bursts.map(\.serverPackets) == [2, 0])
    #expect(bursts.last?.lastClient == PacketTrace.moment(46))
    #expect(bursts.last?.firstServer == nil)
  }

  @Test func aPauseOfOneSideBeginsABurstAndAWaitForTheAnswerDoesNot() throws {
    var trace = PacketTrace()
    trace.open()
    trace.client(20, ack, 1001, 5001, [0])
    // The answer takes 300 ms; the server goes on after 50 ms, and once more after 51.
    trace.server(320, ack, 5001, 1002, [1])
    trace.server(370, ack, 5002, 1002, [2])
    trace.server(421, ack, 5003, 1002, [3])
    let bursts = try #require(trace.read().connections.first).bursts
    #expect(bursts.map(\.start) == [PacketTrace.moment(20), PacketTrace.moment(421)])
    #expect(bursts.map(\.serverPackets) == [2, 1])
  }

  @Test func handshakeDataAndEndOfTLSAreBurstsOfTheirOwn() throws {
    var trace = PacketTrace()
    trace.server.port = 443
    trace.open()
    let hello = TLSBytes.record(
      22, TLSBytes.clientHello(sessionID: [], fields: TLSBytes.serverName("A.test")))
    let answer = TLSBytes.record(22, TLSBytes.serverHello(sessionID: [], suite: [0xc0, 0x2f], fields: []))
    let finished = TLSBytes.record(20, [1]) + TLSBytes.data(40, type: 22)
    var client: UInt32 = 1001
    var server: UInt32 = 5001
    func say(_ time: Int, _ bytes: [UInt8]) {
      trace.client(time, ack, client, server, bytes)
      client += UInt32(bytes.count)
    }
    func hear(_ time: Int, _ bytes: [UInt8]) {
      trace.server(time, ack, server, client, bytes)
      server += UInt32(bytes.count)
    }
    say(12, hello)
    hear(22, answer)
    say(23, finished)
    hear(33, finished)
    say(34, TLSBytes.data(100))
    hear(44, TLSBytes.data(200))
    say(50, TLSBytes.data(26, type: 21))
    let reading = try trace.read()
    let connection = try #require(reading.connections.first)
    #expect(connection.applicationProtocol == .tls)
    #expect(connection.bursts.map(\.content) == [.handshake, .handshake, .application, .closing])
    #expect(connection.bursts.map(\.start) == [12, 23, 34, 50].map { PacketTrace.moment($0) })
    // A record's header of five bytes comes on top.
    #expect(connection.bursts.map(\.clientBytes) == [hello.count, finished.count, 105, 31])
    #expect(connection.bursts.map(\.serverBytes) == [answer.count, finished.count, 205, 0])
    #expect(reading.handshakes.first?.serverName == "a.test")
    #expect(reading.handshakes.first?.version == 0x0303)
    #expect(reading.handshakes.first?.clientHello == PacketTrace.moment(12))
  }

  @Test func quicIsToldByItsHeaderAndItsHandshakeFromItsData() throws {
    var trace = PacketTrace()
    trace.server.port = 4433
    let long: [UInt8] = [0xc3, 0, 0, 0, 1, 8] + [UInt8](repeating: 1, count: 1194)
    let short: [UInt8] = [0x43] + [UInt8](repeating: 2, count: 99)
    trace.datagram(0, fromClient: true, long)
    trace.datagram(20, fromClient: false, long)
    trace.datagram(21, fromClient: true, short)
    trace.datagram(41, fromClient: false, short)
    let connection = try #require(trace.read().connections.first)
    #expect(connection.transport == .udp)
    #expect(connection.applicationProtocol == .quic)
    #expect(connection.clientPayload == 1300)
    #expect(connection.bursts.map(\.content) == [.handshake, .application])
    #expect(connection.bursts.map(\.serverBytes) == [1200, 100])
  }

  @Test(arguments: [(UInt8(0x16), Connection.ApplicationProtocol.unknown), (0x40, .quic)])
  func onPort443ADatagramIsQUICByItsFixedBit(first: UInt8, expected: Connection.ApplicationProtocol) throws {
    var trace = PacketTrace()
    trace.server.port = 443
    trace.datagram(0, fromClient: true, [first, 0xfe, 0xfd] + [UInt8](repeating: 0, count: 30))
    let connection = try #require(trace.read().connections.first)
    #expect(connection.applicationProtocol == expected)
  }

  @Test func burstsStayFewHoweverTheContentChanges() throws {
    var trace = PacketTrace()
    trace.server.port = 443
    let count = 40_000
    for index in 0..<count { trace.datagram(index, fromClient: true, [index % 2 == 0 ? 0xc0 : 0x40, 0]) }
    let connection = try #require(trace.read().connections.first)
    #expect(connection.bursts.count <= 16_384)
    #expect(connection.bursts.reduce(0) { $0 + $1.clientPackets } == count)
    #expect(connection.bursts.first?.start == PacketTrace.moment(0))
    #expect(connection.bursts.last?.stop == PacketTrace.moment(count - 1))
  }
}
