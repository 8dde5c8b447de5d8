import Records

/// TCP: who called, what the handshake took, and the payload in order (RFC 9293).
extension FlowTable {
  private static let fin: UInt8 = 0x01
  private static let syn: UInt8 = 0x02
  private static let rst: UInt8 = 0x04
  private static let ack: UInt8 = 0x10

  /// Takes a TCP segment.
  ///
  /// - Parameters:
  ///   - segment: the TCP header.
  ///   - headerLength: its length with options.
  ///   - available: how many bytes of header and payload were captured.
  ///   - copy: which copy of the packet it is, on a capture of all interfaces.
  @inline(__always)
  func tcp(
    _ ip: InternetPacket, _ packet: Packet, segment: UnsafeRawPointer, headerLength: Int, available: Int,
    copy: UInt32
  ) throws {
    if isFull { try sweep(now: packet.time) }
    let sourcePort = segment.big16(0)
    let destinationPort = segment.big16(2)
    let sequence = segment.big32(4)
    let flags = segment.byte(13)
    let isSYN = flags & Self.syn != 0
    var found = index.find(ip.source, sourcePort, ip.destination, destinationPort, isTCP: true)
    if isSYN, flags & Self.ack == 0, let known = found, reopens(known.number, known.side, sequence) {
      try end(known.number)
      found = nil
    }
    let (number, side) =
      try found
      ?? addTCP(ip, packet, sourcePort, destinationPort, flags)
    let flow = index.flow(number)
    let wireLength = ip.payloadLength - headerLength
    let dataSequence = isSYN ? sequence &+ 1 : sequence

    if copy != 0 {
      if flow.pointee.copy[side] == 0 { flow.pointee.copy[side] = copy }
      if flow.pointee.copy[side] != copy {
        let reach = dataSequence &+ UInt32(truncatingIfNeeded: wireLength)
        if flow.pointee.isSequenceKnown[side],
          Int32(bitPattern: reach &- flow.pointee.nextSequence[side]) <= 0
        {
          countDuplicate()
          return
        }
        flow.pointee.copy[side] = copy
      }
    }

    count(flow, side, packet, ip)
    if isSYN {
      handshake(flow, side, packet.time, flags, sequence, segment, min(headerLength, available))
    } else if side == .client, flow.pointee.ack == Flow.never, flow.pointee.synAck != Flow.never,
      flags & Self.ack != 0, flags & Self.rst == 0
    {
      flow.pointee.ack = packet.time
    }
    // A SYN or SYN-ACK with another number takes the place of the one before, as long as nothing followed on it.
    if !flow.pointee.isSequenceKnown[side] || (isSYN && flow.pointee.payload[side] == 0) {
      flow.pointee.isSequenceKnown[side] = true
      flow.pointee.nextSequence[side] = dataSequence
    }
    if flags & Self.ack != 0 { try acknowledge(flow, side, segment.big32(8)) }
    if wireLength > 0, flags & Self.rst == 0 {
      try receive(
        flow, side, dataSequence, wireLength,
        UnsafeRawBufferPointer(
          start: segment + headerLength, count: max(0, min(wireLength, available - headerLength))),
        packet.time)
    }
    if flags & Self.fin != 0, flow.pointee.fin[side] == Flow.never { flow.pointee.fin[side] = packet.time }
    if flags & Self.rst != 0, flow.pointee.rst[side] == Flow.never { flow.pointee.rst[side] = packet.time }
  }

  /// Whether a SYN on a known pair of ends opens another connection: unless it is sent again, or was captured after
  /// the SYN-ACK that answers it.
  private func reopens(_ number: Int, _ side: Side, _ sequence: UInt32) -> Bool {
    let flow = index.flow(number)
    guard side == .client else { return true }
    if flow.pointee.syn != Flow.never { return flow.pointee.initialSequence != sequence }
    return flow.pointee.synAck == Flow.never || flow.pointee.acknowledged[.server] != sequence &+ 1
  }

  private func addTCP(
    _ ip: InternetPacket, _ packet: Packet, _ sourcePort: UInt16, _ destinationPort: UInt16, _ flags: UInt8
  ) throws -> (number: Int, side: Side) {
    let basis: Connection.ClientBasis
    let sourceIsClient: Bool
    if flags & Self.syn != 0 {
      sourceIsClient = flags & Self.ack == 0
      basis = sourceIsClient ? .syn : .synAck
    } else {
      sourceIsClient = sourcePort >= destinationPort
      basis = sourcePort == destinationPort ? .first : .port
    }
    return try add(
      ip, packet, sourcePort, destinationPort, sourceIsClient: sourceIsClient, isTCP: true, basis: basis)
  }

  private func handshake(
    _ flow: UnsafeMutablePointer<Flow>, _ side: Side, _ time: Int64, _ flags: UInt8, _ sequence: UInt32,
    _ segment: UnsafeRawPointer, _ headerLength: Int
  ) {
    let segmentSize = Self.maximumSegmentSize(segment, headerLength)
    if flags & Self.ack == 0 {
      guard side == .client else { return }
      if flow.pointee.synCount < .max { flow.pointee.synCount += 1 }
      flow.pointee.initialSequence = sequence
      if flow.pointee.synAck == Flow.never || (flow.pointee.syn == Flow.never && time <= flow.pointee.synAck)
      {
        flow.pointee.syn = time
      }
      flow.pointee.clientMSS = segmentSize
    } else if side == .server, flow.pointee.synAck == Flow.never {
      flow.pointee.synAck = time
      flow.pointee.serverMSS = segmentSize
    }
  }

  /// The MSS option of a SYN (RFC 9293, 3.7.1); 0 where there is none.
  private static func maximumSegmentSize(_ segment: UnsafeRawPointer, _ headerLength: Int) -> UInt16 {
    var offset = 20
    while offset + 1 < headerLength {
      switch segment.byte(offset) {
      case 0: return 0
      case 1: offset += 1
      case 2 where offset + 4 <= headerLength: return segment.big16(offset + 2)
      default:
        let length = Int(segment.byte(offset + 1))
        guard length >= 2 else { return 0 }
        offset += length
      }
    }
    return 0
  }

  // MARK: - Payload in order

  /// Notes an acknowledgement: what the other side sent before it has arrived, captured or not.
  @inline(__always)
  private func acknowledge(_ flow: UnsafeMutablePointer<Flow>, _ side: Side, _ number: UInt32) throws {
    if !flow.pointee.hasAcknowledged[side]
      || Int32(bitPattern: number &- flow.pointee.acknowledged[side]) > 0
    {
      flow.pointee.acknowledged[side] = number
      flow.pointee.hasAcknowledged[side] = true
    }
    guard flow.pointee.hasHeldSegments, let stream = streams[Int(flow.pointee.stream)] else { return }
    let sender: Side = side == .client ? .server : .client
    while let first = stream.queue[sender].first,
      Int32(bitPattern: number &- first.sequence) > 0
    {
      try passGap(flow, stream, sender, to: first.sequence, at: first.time)
      try drain(flow, stream, sender)
    }
  }

  @inline(__always)
  private func receive(
    _ flow: UnsafeMutablePointer<Flow>, _ side: Side, _ sequence: UInt32, _ wireLength: Int,
    _ bytes: UnsafeRawBufferPointer, _ time: Int64
  ) throws {
    let stream = stream(of: flow, application: true)
    let distance = Int(Int32(bitPattern: sequence &- flow.pointee.nextSequence[side]))
    if distance == 0 {
      try deliver(flow, stream, side, wireLength, bytes, time)
      if flow.pointee.hasHeldSegments { try drain(flow, stream, side) }
    } else if distance < 0 {
      try receiveAgain(flow, stream, side, -distance, wireLength, bytes, time)
    } else {
      try receiveEarly(flow, stream, side, sequence, wireLength, bytes, time)
    }
  }

  private func receiveAgain(
    _ flow: UnsafeMutablePointer<Flow>, _ stream: FlowStream, _ side: Side, _ seen: Int, _ wireLength: Int,
    _ bytes: UnsafeRawBufferPointer, _ time: Int64
  ) throws {
    // One byte before the next is a keep-alive probe (RFC 9293, 3.8.4).
    if seen == 1, wireLength == 1 { return }
    flow.pointee.retransmissions &+= 1
    guard seen < wireLength else { return }
    try deliver(
      flow, stream, side, wireLength - seen, UnsafeRawBufferPointer(rebasing: bytes.dropFirst(seen)), time)
    try drain(flow, stream, side)
  }

  private func receiveEarly(
    _ flow: UnsafeMutablePointer<Flow>, _ stream: FlowStream, _ side: Side, _ sequence: UInt32,
    _ wireLength: Int,
    _ bytes: UnsafeRawBufferPointer, _ time: Int64
  ) throws {
    let receiver: Side = side == .client ? .server : .client
    let isGapAcknowledged =
      flow.pointee.hasAcknowledged[receiver]
      && Int32(bitPattern: flow.pointee.acknowledged[receiver] &- sequence) >= 0
    if isGapAcknowledged, stream.queue[side].isEmpty {
      try passGap(flow, stream, side, to: sequence, at: time)
      try deliver(flow, stream, side, wireLength, bytes, time)
      return
    }
    let segment = FlowStream.Segment(
      sequence: sequence, wireLength: wireLength, bytes: Array(bytes), time: time)
    flow.pointee.hasHeldSegments = true
    while !hold(segment, in: stream, from: side) {
      guard let first = stream.queue[side].first else {
        // Nothing waits, so that there is room for nothing: the gap is given up, or was filled by what waited.
        try passGap(flow, stream, side, to: sequence, at: time)
        return try receive(flow, side, sequence, wireLength, bytes, time)
      }
      try passGap(flow, stream, side, to: first.sequence, at: first.time)
      try drain(flow, stream, side)
    }
    // What waited before may have reached it.
    try drain(flow, stream, side)
  }

  /// Delivers what waits, as far as it follows on.
  private func drain(_ flow: UnsafeMutablePointer<Flow>, _ stream: FlowStream, _ side: Side) throws {
    while let first = stream.queue[side].first {
      let distance = Int(Int32(bitPattern: first.sequence &- flow.pointee.nextSequence[side]))
      guard distance <= 0 else { return }
      let segment = takeFirst(of: stream, from: side)
      guard -distance < segment.wireLength else {
        flow.pointee.retransmissions &+= 1
        continue
      }
      try segment.bytes.withUnsafeBytes { bytes in
        try deliver(
          flow, stream, side, segment.wireLength + distance,
          UnsafeRawBufferPointer(rebasing: bytes.dropFirst(-distance)), segment.time)
      }
    }
  }

  /// Delivers what waits at the connection's end, gaps and all.
  func flush(_ flow: UnsafeMutablePointer<Flow>, _ stream: FlowStream) throws {
    for side in [Side.client, .server] {
      while let first = stream.queue[side].first {
        try passGap(flow, stream, side, to: first.sequence, at: first.time)
        try drain(flow, stream, side)
      }
    }
  }

  private func passGap(
    _ flow: UnsafeMutablePointer<Flow>, _ stream: FlowStream, _ side: Side, to sequence: UInt32,
    at time: Int64
  ) throws {
    let gap = Int(Int32(bitPattern: sequence &- flow.pointee.nextSequence[side]))
    guard gap > 0 else { return }
    flow.pointee.missingBytes += Int64(gap)
    flow.pointee.nextSequence[side] = sequence
    _ = try stream.application?.skip(gap, from: side, at: Timestamp(nanoseconds: time), into: sink)
  }

  @inline(__always)
  private func deliver(
    _ flow: UnsafeMutablePointer<Flow>, _ stream: FlowStream, _ side: Side, _ wireLength: Int,
    _ bytes: UnsafeRawBufferPointer, _ time: Int64
  ) throws {
    flow.pointee.nextSequence[side] =
      flow.pointee.nextSequence[side] &+ UInt32(truncatingIfNeeded: wireLength)
    flow.pointee.payload[side] += Int64(wireLength)
    try stream.deliver(bytes, wireLength: wireLength, from: side, at: time, into: sink)
  }
}
