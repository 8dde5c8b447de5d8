import Records
import Testing
import Traffic

/// Expected values are counted by hand from the packets that each test writes.
struct HandshakeTests {
  private let syn = PacketBuilder.syn
  private let ack = PacketBuilder.ack
  private let fin = PacketBuilder.fin
  private let rst = PacketBuilder.rst

  @Test func aWholeConnectionHasItsTimesAndSizes() throws {
    var trace = PacketTrace()
    trace.client(0, syn, 1000, options: [2, 4, 0x05, 0xb4])
    trace.server(10, syn | ack, 5000, 1001, options: [1, 1, 1, 1, 2, 4, 0x05, 0x8c])
    trace.client(11, ack, 1001, 5001)
    trace.client(12, ack, 1001, 5001, [1, 2, 3, 4, 5])
    trace.server(22, ack, 5001, 1006, [1, 2, 3, 4, 5, 6, 7])
    trace.client(30, fin | ack, 1006, 5008)
    trace.server(31, fin | ack, 5008, 1007)
    trace.client(32, ack, 1007, 5009)
    let reading = try trace.read()
    let connection = try #require(reading.connections.first)
    #expect(reading.connections.count == 1)
    #expect(reading.oddities == [])
    #expect(connection.client == trace.client)
    #expect(connection.server == trace.server)
    #expect(connection.clientBasis == .syn)
    #expect(connection.first == PacketTrace.moment(0))
    #expect(connection.last == PacketTrace.moment(32))
    #expect(connection.syn == PacketTrace.moment(0))
    #expect(connection.synCount == 1)
    #expect(connection.synAck == PacketTrace.moment(10))
    #expect(connection.ack == PacketTrace.moment(11))
    #expect(connection.clientMSS == 1460)
    #expect(connection.serverMSS == 1420)
    #expect(connection.clientTTL == 64)
    #expect(connection.serverTTL == 50)
    #expect(connection.clientPackets == 5)
    #expect(connection.serverPackets == 3)
    // Five headers of 40 bytes, an option of 4, a payload of 5; three headers, an option of 8, a payload of 7.
    #expect(connection.clientBytes == 209)
    #expect(connection.serverBytes == 135)
    #expect(connection.clientPayload == 5)
    #expect(connection.serverPayload == 7)
    #expect(connection.retransmissions == 0)
    #expect(connection.missingBytes == 0)
    #expect(connection.clientFIN == PacketTrace.moment(30))
    #expect(connection.serverFIN == PacketTrace.moment(31))
    #expect(connection.clientRST == nil)
    #expect(connection.serverRST == nil)
  }

  @Test func aRefusedConnectionHasNoSynAckAndTheServersReset() throws {
    var trace = PacketTrace()
    trace.client(0, syn, 1000)
    trace.server(8, rst | ack, 0, 1001)
    let connection = try #require(trace.read().connections.first)
    #expect(connection.synAck == nil)
    #expect(connection.ack == nil)
    #expect(connection.serverRST == PacketTrace.moment(8))
  }

  @Test func ofAnUnansweredSynTheFirstCountsAndOfAnAnsweredOneTheLast() throws {
    var trace = PacketTrace()
    for time in [0, 1000, 3000] { trace.client(time, syn, 1000) }
    var connection = try #require(trace.read().connections.first)
    #expect(connection.synCount == 3)
    #expect(connection.syn == PacketTrace.moment(0))
    #expect(connection.last == PacketTrace.moment(3000))
    trace.server(3020, syn | ack, 5000, 1001)
    trace.client(3021, syn, 1000)
    connection = try #require(trace.read().connections.first)
    #expect(connection.synCount == 4)
    #expect(connection.syn == PacketTrace.moment(3000))
    #expect(connection.synAck == PacketTrace.moment(3020))
  }

  @Test func aNewSynOnTheSameEndsIsAnotherConnection() throws {
    var trace = PacketTrace()
    trace.open()
    trace.client(20, fin | ack, 1001, 5001)
    trace.server(21, fin | ack, 5001, 1002)
    trace.client(500, syn, 77_000)
    trace.server(510, syn | ack, 88_000, 77_001)
    let connections = try trace.read().connections
    #expect(connections.map(\.syn) == [PacketTrace.moment(0), PacketTrace.moment(500)])
    #expect(connections.map(\.last) == [PacketTrace.moment(21), PacketTrace.moment(510)])
    #expect(connections.map(\.ordinal) == [0, 1])
  }

  @Test func aSynAfterALateAcknowledgementOfAnEarlierConnectionOpensItsOwn() throws {
    var trace = PacketTrace()
    trace.client(0, ack, 900_000, 300_000)
    trace.client(100, syn, 1000)
    trace.server(110, syn | ack, 5000, 1001)
    trace.client(111, ack, 1001, 5001, [1, 2, 3])
    let connections = try trace.read().connections
    #expect(connections.count == 2)
    #expect(connections.last?.syn == PacketTrace.moment(100))
    #expect(connections.last?.clientPayload == 3)
    #expect(connections.last?.retransmissions == 0)
  }

  @Test func aSynCapturedAfterItsAnswerBelongsToTheSameConnection() throws {
    var trace = PacketTrace()
    trace.server(10, syn | ack, 5000, 1001)
    trace.client(0, syn, 1000)
    trace.client(11, ack, 1001, 5001)
    let connections = try trace.read().connections
    #expect(connections.count == 1)
    #expect(connections.first?.client == trace.client)
    #expect(connections.first?.syn == PacketTrace.moment(0))
    #expect(connections.first?.synAck == PacketTrace.moment(10))
    #expect(connections.first?.ack == PacketTrace.moment(11))
  }

  @Test func aSynAckWithAnotherNumberTakesThePlaceOfTheOneBefore() throws {
    var trace = PacketTrace()
    trace.client(0, syn, 1000)
    trace.server(10, syn | ack, 2_859_879_429, 1001)
    trace.server(20, syn | ack, 5000, 1001)
    trace.client(21, ack, 1001, 5001)
    trace.server(30, ack, 5001, 1001, Array("hello".utf8))
    let connection = try #require(trace.read().connections.first)
    #expect(connection.serverPayload == 5)
    #expect(connection.retransmissions == 0)
    #expect(connection.missingBytes == 0)
  }

  @Test func dataInTheSynIsCountedOnceThoughItIsSentAgain() throws {
    var trace = PacketTrace()
    let data = Array("GET / HTTP/1.1\r\nHost: a.test\r\n\r\n".utf8)
    trace.client(0, syn, 1000, 0, data)
    // The server takes none of it, and the client sends it again (RFC 7413, 4.2).
    trace.server(10, syn | ack, 5000, 1001)
    trace.client(11, ack, 1001, 5001, data)
    let reading = try trace.read()
    let connection = try #require(reading.connections.first)
    #expect(connection.clientPayload == data.count)
    #expect(connection.retransmissions == 1)
    #expect(reading.exchanges.map(\.url) == ["http://a.test/"])
    #expect(reading.exchanges.first?.start == PacketTrace.moment(0))
  }

  @Test func bothEndsMayCloseAtOnce() throws {
    var trace = PacketTrace()
    trace.open()
    trace.client(20, fin | ack, 1001, 5001)
    trace.server(20, fin | ack, 5001, 1001)
    trace.client(30, ack, 1002, 5002)
    trace.server(30, ack, 5002, 1002)
    let connection = try #require(trace.read().connections.first)
    #expect(connection.clientFIN == PacketTrace.moment(20))
    #expect(connection.serverFIN == PacketTrace.moment(20))
    #expect(connection.clientPackets + connection.serverPackets == 7)
  }

  @Test func withoutAHandshakeTheHigherPortIsTheClients() throws {
    var trace = PacketTrace()
    trace.server(0, ack, 5001, 1001, [0, 1, 2])
    trace.client(1, ack, 1001, 5004)
    let connection = try #require(trace.read().connections.first)
    #expect(connection.client == trace.client)
    #expect(connection.clientBasis == .port)
    #expect(connection.syn == nil)
    #expect(connection.serverPayload == 3)
  }

  @Test func aRequestShowsWhoTheClientIsAgainstThePorts() throws {
    let low = Endpoint(address: IPAddress(v4: 0x0a00_0001), port: 2000)
    let high = Endpoint(address: IPAddress(v4: 0xc000_0201), port: 50_000)
    var trace = PacketTrace(client: low, server: high)
    trace.client(0, ack, 1001, 5001, Array("GET /a HTTP/1.1\r\nHost: b.test\r\n\r\n".utf8))
    trace.server(9, ack, 5001, 1034, Array("HTTP/1.1 204 No Content\r\n\r\n".utf8))
    let reading = try trace.read()
    let connection = try #require(reading.connections.first)
    #expect(connection.client == low)
    #expect(connection.server == high)
    #expect(connection.clientBasis == .application)
    #expect(connection.clientPayload == 33)
    #expect(connection.serverPayload == 27)
    #expect(connection.bursts.map(\.clientBytes) == [33])
    #expect(reading.exchanges.map(\.status) == [204])
  }

  @Test func aRequestBearsOutWhatThePortsSay() throws {
    var trace = PacketTrace()
    trace.client(0, ack, 1001, 5001, Array("GET /a HTTP/1.1\r\nHost: b.test\r\n\r\n".utf8))
    let connection = try #require(trace.read().connections.first)
    #expect(connection.client == trace.client)
    #expect(connection.clientBasis == .application)
  }
}
