import Records

/// Follows every connection of a capture, from its packets in the order of the capture.
final class FlowTable {
  /// The most connections followed at a time; the longest silent are handed over beyond.
  static let capacity = 400_000
  /// The most connections with payload followed at a time: what decodes them takes a kilobyte or two of each.
  private static let streamCapacity = 65_536
  /// The most memory for segments that wait for those before them, over all connections: 64 MiB.
  private static let largestHold = 64 << 20
  /// A closed connection is handed over after 10 s, an idle UDP conversation after 60 s, when room is wanted.
  private static let lingering: Int64 = 10_000_000_000

  let sink: any RecordSink
  private let keys: KeyLog
  private let certificates = CertificateTable()
  var index = FlowIndex()
  var streams: ContiguousArray<FlowStream?> = []
  private var vacantStreams: [Int32] = []
  private var heldBytes = 0
  private var lookups = LookupTable()
  private var nextOrdinal: UInt32 = 0
  private var addedSinceSweep = 0
  /// Copies of packets that a capture of all interfaces holds twice.
  private var duplicates = 0
  /// Connections that were handed over although more of them may come.
  private var evicted = 0

  init(sink: any RecordSink, keys: KeyLog) {
    self.sink = sink
    self.keys = keys
  }

  deinit {
    index.deallocate()
  }

  /// Hands over everything that is still open; the capture has ended.
  func finish() throws {
    for number in index.numbers(where: { _ in true }) { try end(number) }
    try lookups.finish(into: sink)
    if duplicates > 0 {
      try sink.receive(
        Oddity(
          name: "capture_duplicate_packets",
          detail:
            "\(duplicates) packets were captured on more than one interface; one copy of each was counted"))
    }
    if evicted > 0 {
      try sink.receive(
        Oddity(
          name: "capture_connections_split",
          detail:
            "\(evicted) idle connections were ended early to bound memory; later packets count as new ones"))
    }
  }

  // MARK: - UDP

  /// Takes a UDP datagram (RFC 768).
  func udp(
    _ ip: InternetPacket, _ packet: Packet, datagram: UnsafeRawPointer, available: Int, copy: UInt32
  ) throws {
    if isFull { try sweep(now: packet.time) }
    let sourcePort = datagram.big16(0)
    let destinationPort = datagram.big16(2)
    let found = index.find(ip.source, sourcePort, ip.destination, destinationPort, isTCP: false)
    let isFromServer = found == nil && sourcePort < 1024 && destinationPort >= 1024
    let (number, side) =
      try found
      ?? add(
        ip, packet, sourcePort, destinationPort, sourceIsClient: !isFromServer, isTCP: false,
        basis: isFromServer ? .port : .first)
    let flow = index.flow(number)
    let mark = UInt32(ip.identification) << 16 | UInt32(truncatingIfNeeded: ip.payloadLength & 0xffff)
    if copy != 0, flow.pointee.copy[side] != 0, flow.pointee.copy[side] != copy,
      flow.pointee.lastDatagram[side] == mark
    {
      duplicates += 1
      return
    }
    flow.pointee.copy[side] = copy
    flow.pointee.lastDatagram[side] = mark
    count(flow, side, packet, ip)
    let length = max(0, Int(datagram.big16(4)) - 8)
    guard length > 0 else { return }
    flow.pointee.payload[side] += Int64(length)
    let payload = UnsafeRawBufferPointer(start: datagram + 8, count: min(length, available - 8))
    if sourcePort == 53 || destinationPort == 53 {
      try lookups.consume(
        payload, connection: Int(flow.pointee.ordinal), client: flow.pointee.client,
        server: flow.pointee.server,
        fromClient: side == .client, at: Timestamp(nanoseconds: packet.time), into: sink)
      return
    }
    let stream = stream(of: flow, application: false)
    let isLong = payload.first.map { $0 & 0x80 != 0 } ?? false
    if stream.applicationProtocol == .unknown, Self.isQUIC(payload, destinationPort) {
      stream.applicationProtocol = .quic
    }
    let content: Burst.Content = stream.applicationProtocol == .quic && isLong ? .handshake : .application
    stream.note(length, from: side, at: packet.time, content: content)
  }

  /// Whether a datagram has QUIC's long header with a version that is in use, or its fixed bit on the way to port 443
  /// (RFC 9000, 17.2 and 17.3; RFC 9369).
  private static func isQUIC(_ payload: UnsafeRawBufferPointer, _ destinationPort: UInt16) -> Bool {
    guard let first = payload.first, first & 0x40 != 0 else { return false }
    if destinationPort == 443 { return true }
    guard payload.count >= 7, first & 0x80 != 0 else { return false }
    let version = payload[1...4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return version == 1 || version == 0x6b33_43cf || version >> 8 == 0xff0000
  }

  // MARK: - Flows

  @inline(__always)
  func count(_ flow: UnsafeMutablePointer<Flow>, _ side: Side, _ packet: Packet, _ ip: InternetPacket) {
    flow.pointee.last = max(flow.pointee.last, packet.time)
    flow.pointee.packets[side] &+= 1
    flow.pointee.bytes[side] &+= Int64(packet.wireLength)
    if flow.pointee.timeToLive[side] == 0 { flow.pointee.timeToLive[side] = UInt16(ip.timeToLive) + 1 }
  }

  func countDuplicate() {
    duplicates += 1
  }

  func add(
    _ ip: InternetPacket, _ packet: Packet, _ sourcePort: UInt16, _ destinationPort: UInt16,
    sourceIsClient: Bool,
    isTCP: Bool, basis: Connection.ClientBasis
  ) throws -> (number: Int, side: Side) {
    addedSinceSweep += 1
    let flow = Flow(
      client: sourceIsClient ? ip.source : ip.destination,
      clientPort: sourceIsClient ? sourcePort : destinationPort,
      server: sourceIsClient ? ip.destination : ip.source,
      serverPort: sourceIsClient ? destinationPort : sourcePort,
      isTCP: isTCP, basis: basis, ordinal: nextOrdinal, interface: packet.interface, time: packet.time)
    nextOrdinal &+= 1
    return (index.add(flow), sourceIsClient ? .client : .server)
  }

  @inline(__always)
  func stream(of flow: UnsafeMutablePointer<Flow>, application: Bool) -> FlowStream {
    if flow.pointee.stream >= 0, let stream = streams[Int(flow.pointee.stream)] { return stream }
    let decoder =
      application
      ? ApplicationStream(
        connection: Int(flow.pointee.ordinal), client: flow.pointee.client, server: flow.pointee.server,
        keys: keys, certificates: certificates) : nil
    let stream = FlowStream(application: decoder, isClientGuessed: flow.pointee.basis != .syn)
    if let place = vacantStreams.popLast() {
      streams[Int(place)] = stream
      flow.pointee.stream = place
    } else {
      flow.pointee.stream = Int32(streams.count)
      streams.append(stream)
    }
    return stream
  }

  /// Keeps a segment until those before it come; false where there is no more room.
  func hold(_ segment: FlowStream.Segment, in stream: FlowStream, from side: Side) -> Bool {
    guard heldBytes + segment.footprint <= Self.largestHold, stream.hold(segment, from: side) else {
      return false
    }
    heldBytes += segment.footprint
    return true
  }

  /// Takes the first segment that waits.
  func takeFirst(of stream: FlowStream, from side: Side) -> FlowStream.Segment {
    let segment = stream.takeFirst(from: side)
    heldBytes -= segment.footprint
    return segment
  }

  /// Hands a connection over and forgets it.
  func end(_ number: Int) throws {
    let flow = index.flow(number)
    var connection = Connection(flow.pointee)
    if flow.pointee.stream >= 0, let stream = streams[Int(flow.pointee.stream)] {
      if flow.pointee.isTCP { try flush(flow, stream) }
      try stream.finish(into: sink)
      connection.clientPayload = Int(flow.pointee.payload[.client])
      connection.serverPayload = Int(flow.pointee.payload[.server])
      connection.missingBytes = Int(flow.pointee.missingBytes)
      connection.applicationProtocol = stream.applicationProtocol
      if stream.areSidesExchanged { connection.exchangeSides() }
      if stream.application?.provenClient != nil, connection.clientBasis != .syn {
        connection.clientBasis = .application
      }
      connection.bursts = stream.bursts.bursts
      streams[Int(flow.pointee.stream)] = nil
      vacantStreams.append(flow.pointee.stream)
    } else if flow.pointee.serverPort == 53, !flow.pointee.isTCP {
      connection.applicationProtocol = .dns
    }
    index.remove(number)
    try sink.receive(connection)
  }

  /// Whether room is wanted. To be asked before a packet's connection is looked up, as a sweep may end any.
  @inline(__always)
  var isFull: Bool {
    index.count >= Self.capacity || addedSinceSweep >= max(2048, index.count / 2)
      || streams.count - vacantStreams.count >= Self.streamCapacity
  }

  /// Makes room: hands over what is closed or silent, and the longest silent where that is not enough.
  func sweep(now: Int64) throws {
    addedSinceSweep = 0
    let finished = index.numbers { flow in
      let silence = now &- flow.pointee.last
      guard silence > Self.lingering else { return false }
      return flow.pointee.isTCP
        ? flow.pointee.isClosed : flow.pointee.serverPort == 53 || silence > 6 * Self.lingering
    }
    for number in finished { try end(number) }
    guard
      index.count >= Self.capacity * 3 / 4
        || streams.count - vacantStreams.count >= Self.streamCapacity * 3 / 4
    else { return }
    let byAge = index.numbers(where: { _ in true }).sorted {
      index.flow($0).pointee.last < index.flow($1).pointee.last
    }
    let surplus = byAge.prefix(index.count / 2)
    evicted += surplus.count
    for number in surplus { try end(number) }
  }
}
