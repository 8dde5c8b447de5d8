import Records
import Testing
import Traffic

/// Packets of every link type, with the same datagram in each.
struct LinkTypeTests {
  private static let client = Endpoint(address: IPAddress(v4: 0x0a00_0001), port: 40_000)
  private static let server = Endpoint(address: IPAddress(v4: 0xc000_0201), port: 5000)
  private static let client6 = Endpoint(
    address: IPAddress(high: 0x2001_0db8_0000_0000, low: 1), port: 40_000)
  private static let server6 = Endpoint(
    address: IPAddress(high: 0x2001_0db8_0000_0000, low: 2), port: 5000)

  /// Reads one frame that holds a datagram from the client to the server.
  private func read(_ linkType: Int, _ frame: ([UInt8]) -> [UInt8], isIPv6: Bool = false) throws
    -> ReadingOfCapture
  {
    let (client, server) = isIPv6 ? (Self.client6, Self.server6) : (Self.client, Self.server)
    let datagram = PacketBuilder.udp(from: client, to: server, payload: [1, 2, 3])
    let packet = PacketBuilder.ip(from: client.address, to: server.address, next: 17, datagram)
    var capture = PcapBuilder(linkType: linkType)
    capture.add(frame(packet), at: PacketTrace.start)
    return try ReadingOfCapture(capture.bytes)
  }

  @Test(arguments: [false, true])
  func everyLinkTypeLeadsToTheSameConnection(isIPv6: Bool) throws {
    let frames: [(Int, ([UInt8]) -> [UInt8])] = [
      (0, { PacketBuilder.family($0, isBigEndian: false) }),
      (0, { PacketBuilder.family($0, isBigEndian: true) }),
      (108, { PacketBuilder.family($0, isBigEndian: true) }),
      (1, { PacketBuilder.ethernet($0) }),
      (1, { PacketBuilder.ethernet($0, tags: [0x8100]) }),
      (1, { PacketBuilder.ethernet($0, tags: [0x88a8, 0x8100]) }),
      (12, { $0 }), (14, { $0 }), (101, { $0 }), (isIPv6 ? 229 : 228, { $0 }),
      (113, { PacketBuilder.cooked($0) }),
      (276, { PacketBuilder.cooked2($0) }),
    ]
    for (linkType, frame) in frames {
      let reading = try read(linkType, frame, isIPv6: isIPv6)
      let connection = try #require(reading.connections.first, "link type \(linkType)")
      #expect(connection.client == (isIPv6 ? Self.client6 : Self.client))
      #expect(connection.server == (isIPv6 ? Self.server6 : Self.server))
      #expect(connection.clientPayload == 3)
      #expect(connection.clientBytes == frame([UInt8](repeating: 0x40, count: isIPv6 ? 51 : 31)).count)
      #expect(reading.captures.map(\.undecodedPackets) == [0])
      #expect(reading.captures.map(\.linkType) == [linkType])
      #expect(reading.oddities == [])
    }
  }

  @Test func anUnknownLinkTypeIsSaidAndCounted() throws {
    let reading = try read(147, { $0 })
    #expect(reading.connections.isEmpty)
    #expect(reading.captures.map(\.undecodedPackets) == [1])
    #expect(reading.oddityNames == ["capture_link_type_unknown"])
  }

  @Test func framesThatHoldNoInternetPacketCountAsUndecoded() throws {
    // ARP, and more tags than anybody sets.
    for frame in [
      [UInt8](repeating: 2, count: 12) + [8, 6] + [UInt8](repeating: 0, count: 28),
      PacketBuilder.ethernet([0x45], tags: [Int](repeating: 0x8100, count: 40)),
    ] {
      let reading = try read(1, { _ in frame })
      #expect(reading.captures.map(\.undecodedPackets) == [1])
      #expect(reading.connections.isEmpty)
    }
  }

  @Test func anyInterfaceIndexAndPacketTypeIsACopyOfItsOwn() throws {
    let reading = try read(276, { PacketBuilder.cooked2($0, interface: .max, type: .max) })
    #expect(reading.connections.count == 1)
  }

  @Test func extensionHeadersAreWalkedToTheTransport() throws {
    // Hop-by-hop options and destination options, eight bytes each (RFC 8200, 4.3 and 4.6).
    let datagram = PacketBuilder.udp(from: Self.client6, to: Self.server6, payload: [1, 2, 3])
    let extensions: [UInt8] = [60, 0, 1, 4, 0, 0, 0, 0, 17, 0, 1, 4, 0, 0, 0, 0]
    let packet = PacketBuilder.ip(
      from: Self.client6.address, to: Self.server6.address, next: 0, extensions + datagram)
    let reading = try read(101, { _ in packet })
    #expect(reading.connections.map(\.client) == [Self.client6])
    #expect(reading.connections.map(\.clientPayload) == [3])
  }

  @Test func fragmentsOfIPv6ArePutTogether() throws {
    let datagram = PacketBuilder.udp(
      from: Self.client6, to: Self.server6, payload: [UInt8](repeating: 5, count: 40))
    var capture = PcapBuilder()
    for (offset, end) in [(24, 48), (0, 24)] {
      let packet = PacketBuilder.ip(
        from: Self.client6.address, to: Self.server6.address, next: 17, Array(datagram[offset..<end]),
        fragment: PacketBuilder.Fragment(identification: 70_000, offset: offset, isLast: offset > 0))
      capture.add(packet, at: PacketTrace.start)
    }
    let reading = try ReadingOfCapture(capture.bytes)
    #expect(reading.connections.map(\.clientPayload) == [40])
    #expect(reading.connections.map(\.clientPackets) == [1])
    #expect(reading.captures.map(\.undecodedPackets) == [0])
  }

  @Test func packetsInPacketsAreTakenOutAFewLevelsDeep() throws {
    let inner = PacketBuilder.ip(
      from: Self.client6.address, to: Self.server6.address, next: 17,
      PacketBuilder.udp(from: Self.client6, to: Self.server6, payload: [1]))
    func wrap(_ packet: [UInt8], _ next: UInt8) -> [UInt8] {
      PacketBuilder.ip(from: Self.client.address, to: Self.server.address, next: next, packet)
    }
    #expect(try read(101, { _ in wrap(wrap(inner, 41), 4) }).connections.map(\.client) == [Self.client6])
    let deep = (0..<20).reduce(wrap(inner, 41)) { packet, _ in wrap(packet, 4) }
    #expect(try read(101, { _ in deep }).captures.map(\.undecodedPackets) == [1])
  }
}
