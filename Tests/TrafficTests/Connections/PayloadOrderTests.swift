import Records
import Testing
import Traffic

/// Expected values are counted by hand from the packets that each test writes.
struct PayloadOrderTests {
  private let ack = PacketBuilder.ack
  /// 33 bytes.
  private let request = Array("GET /a HTTP/1.1\r\nHost: b.test\r\n\r\n".utf8)
  /// 63 bytes.
  private let response = Array("HTTP/1.1 200 OK\r\nServer: x/12\r\nContent-Length: 10\r\n\r\n0123456789".utf8)

  /// The response's segments as (offset, count, time), after the handshake and the request.
  private func trace(_ segments: [(Int, Int, Int)], base: UInt32 = 5001) -> PacketTrace {
    var trace = PacketTrace()
    trace.client(0, PacketBuilder.syn, 1000)
    trace.server(10, PacketBuilder.syn | ack, base &- 1, 1001)
    trace.client(11, ack, 1001, base)
    trace.client(12, ack, 1001, base, request)
    for (offset, count, time) in segments {
      trace.server(time, ack, base &+ UInt32(offset), 1034, Array(response[offset..<offset + count]))
    }
    return trace
  }

  @Test func aSegmentSentTwiceCountsOnce() throws {
    let reading = try trace([(0, 30, 20), (0, 30, 25), (30, 33, 30)]).read()
    let connection = try #require(reading.connections.first)
    #expect(response.count == 63)
    #expect(connection.serverPayload == 63)
    #expect(connection.retransmissions == 1)
    #expect(connection.missingBytes == 0)
    #expect(reading.exchanges.map(\.status) == [200])
    #expect(reading.exchanges.first?.responseBodyBytes == 10)
    #expect(connection.bursts.map(\.serverPackets) == [2])
  }

  @Test func segmentsOutOfOrderAreReadInOrder() throws {
    let reading = try trace([(40, 23, 20), (20, 20, 21), (0, 20, 22)]).read()
    let connection = try #require(reading.connections.first)
    #expect(connection.serverPayload == 63)
    #expect(connection.retransmissions == 0)
    #expect(connection.missingBytes == 0)
    #expect(reading.exchanges.first?.responseHeader("server") == "x/12")
    #expect(reading.exchanges.first?.responseBodyBytes == 10)
    #expect(reading.oddities == [])
  }

  @Test func segmentsThatOverlapAreReadOnce() throws {
    let reading = try trace([(0, 40, 20), (20, 43, 21)]).read()
    let connection = try #require(reading.connections.first)
    #expect(connection.serverPayload == 63)
    #expect(connection.retransmissions == 1)
    #expect(reading.exchanges.first?.responseBodyBytes == 10)
  }

  @Test func aSegmentThatWaitsMayOverlapTheOneThatFillsTheGap() throws {
    let reading = try trace([(30, 33, 20), (0, 40, 21)]).read()
    let connection = try #require(reading.connections.first)
    #expect(connection.serverPayload == 63)
    #expect(connection.missingBytes == 0)
    #expect(reading.exchanges.first?.responseBodyBytes == 10)
  }

  @Test func sequenceNumbersGoOnPastTheirEnd() throws {
    let reading = try trace([(30, 33, 20), (0, 30, 21)], base: .max - 20).read()
    let connection = try #require(reading.connections.first)
    #expect(connection.serverPayload == 63)
    #expect(connection.missingBytes == 0)
    #expect(connection.retransmissions == 0)
    #expect(reading.exchanges.map(\.status) == [200])
  }

  @Test func aGapThatThePeerAcknowledgedWasLostByTheCaptureAlone() throws {
    var trace = trace([(0, 20, 20), (40, 23, 22)])
    // The client has all 63 bytes, of which 20 were not captured.
    trace.client(23, ack, 1034, 5001 + 63)
    trace.server(40, ack, 5001 + 63, 1034, [1, 2, 3])
    let connection = try #require(trace.read().connections.first)
    #expect(connection.missingBytes == 20)
    #expect(connection.serverPayload == 20 + 23 + 3)
    #expect(connection.bursts.last?.stop == PacketTrace.moment(40))
  }

  @Test func aGapThatStaysIsMissingAtTheEnd() throws {
    let connection = try #require(trace([(0, 20, 20), (40, 23, 22)]).read().connections.first)
    #expect(connection.missingBytes == 20)
    #expect(connection.serverPayload == 43)
  }

  @Test func moreSegmentsThanCanWaitCostTheGapAndNothingElse() throws {
    var trace = PacketTrace()
    trace.open()
    for index in 0..<200 {
      trace.server(20 + index, ack, 5011 + UInt32(index) * 2, 1001, [1, 2])
    }
    let connection = try #require(trace.read().connections.first)
    #expect(connection.missingBytes == 10)
    #expect(connection.serverPayload == 400)
    #expect(connection.bursts.map(\.serverPackets) == [200])
  }

  @Test func aSegmentTooLongToWaitCostsTheGapAndNothingElse() throws {
    // As a network card that cuts segments itself shows them: the IP header's total length is 0.
    let count = 20 * 65_536 - 40
    var trace = PacketTrace(snapLength: 4 << 20)
    trace.open()
    trace.client(12, ack, 1011, 5001, [UInt8](repeating: 7, count: count))
    trace.client(13, ack, 1011 + UInt32(count), 5001, [8])
    let connection = try #require(trace.read().connections.first)
    #expect(connection.missingBytes == 10)
    #expect(connection.clientPayload == count + 1)
    #expect(connection.bursts.map(\.start) == [PacketTrace.moment(12)])
  }

  @Test func aKeepAliveProbeIsNoPayload() throws {
    var trace = trace([(0, 63, 20)])
    for time in [1000, 2000] {
      trace.client(time, ack, 1033, 5064, [0])
      trace.server(time + 10, ack, 5064, 1034)
    }
    let connection = try #require(trace.read().connections.first)
    #expect(connection.clientPayload == 33)
    #expect(connection.retransmissions == 0)
    #expect(connection.clientPackets == 5)
    #expect(connection.bursts.count == 1)
    #expect(connection.bursts.first?.stop == PacketTrace.moment(20))
  }

  @Test func whatTheSnapLengthCutCountsAsSent() throws {
    var trace = PacketTrace(snapLength: 60)
    trace.open()
    trace.client(12, ack, 1001, 5001, [UInt8](repeating: 7, count: 500))
    trace.client(13, ack, 1501, 5001, [UInt8](repeating: 7, count: 300))
    let reading = try trace.read()
    let connection = try #require(reading.connections.first)
    #expect(connection.clientPayload == 800)
    #expect(connection.retransmissions == 0)
    #expect(connection.bursts.map(\.clientBytes) == [800])
    #expect(reading.captures.first?.truncatedPackets == 2)
    #expect(reading.captures.first?.snapLength == 60)
  }

  @Test func onAllInterfacesOneCopyOfEachPacketCounts() throws {
    var capture = PcapBuilder(linkType: 276)
    let client = Endpoint(address: IPAddress(v4: 0x0a00_0001), port: 40_000)
    let server = Endpoint(address: IPAddress(v4: 0xc000_0201), port: 8080)
    func send(_ time: Int, _ fromClient: Bool, _ flags: UInt8, _ sequence: UInt32, _ payload: [UInt8] = []) {
      let (source, destination) = fromClient ? (client, server) : (server, client)
      let segment = PacketBuilder.tcp(
        from: source, to: destination, flags: flags, sequence: sequence, payload: payload)
      let packet = PacketBuilder.ip(from: source.address, to: destination.address, next: 6, segment)
      // A container's packet: on its bridge, and on the interface that leads out.
      for interface in [UInt32(3), 2] {
        capture.add(
          PacketBuilder.cooked2(packet, interface: interface, type: interface == 2 ? 4 : 0),
          at: PacketTrace.moment(time).nanoseconds)
      }
    }
    send(0, true, PacketBuilder.syn, 1000)
    send(10, false, PacketBuilder.syn | ack, 5000)
    send(11, true, ack, 1001)
    send(12, true, ack, 1001, [1, 2, 3])
    send(22, false, ack, 5001, [4, 5])
    send(30, true, PacketBuilder.fin | ack, 1004)
    let reading = try ReadingOfCapture(capture.bytes)
    let connection = try #require(reading.connections.first)
    #expect(reading.connections.count == 1)
    #expect(connection.synCount == 1)
    #expect(connection.clientPackets == 4)
    #expect(connection.serverPackets == 2)
    #expect(connection.clientPayload == 3)
    #expect(connection.retransmissions == 0)
    #expect(reading.captures.first?.packets == 12)
    #expect(reading.oddityNames == ["capture_duplicate_packets"])
    #expect(reading.oddities.first?.detail.hasPrefix("6 packets") == true)
  }
}
