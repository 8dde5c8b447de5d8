import Records

/// Decodes packets down to their transport layer and hands them to the flow table.
final class PacketDecoder {
  private let flows: FlowTable
  private var fragments = FragmentTable()

  init(flows: FlowTable) {
    self.flows = flows
  }

  /// Decodes one packet; false where nothing in it could be decoded (no IP, or cut before the ports).
  @inline(__always)
  func decode(_ packet: Packet, linkType: LinkType) throws -> Bool {
    guard let link = linkType.header(packet.bytes, packet.captured) else { return false }
    return try internet(packet, start: link.offset, copy: link.copy, depth: 0)
  }

  private func internet(_ packet: Packet, start: Int, copy: UInt32, depth: Int) throws -> Bool {
    guard
      let ip = InternetPacket(
        packet.bytes, start: start, count: packet.captured, wireLength: packet.wireLength)
    else { return false }
    guard let fragment = ip.fragment else {
      return try transport(ip, packet, copy: copy, depth: depth)
    }
    let available = max(0, min(ip.payloadLength, packet.captured - ip.payloadOffset))
    let payload = UnsafeRawBufferPointer(
      start: packet.bytes + min(ip.payloadOffset, packet.captured), count: available)
    guard let whole = fragments.add(ip, fragment, payload) else { return true }
    return try whole.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return false }
      var joined = ip
      joined.fragment = nil
      joined.payloadOffset = 0
      joined.payloadLength = bytes.count
      let rebuilt = Packet(
        bytes: base, captured: bytes.count, wireLength: packet.wireLength, time: packet.time,
        interface: packet.interface)
      return try transport(joined, rebuilt, copy: copy, depth: depth)
    }
  }

  @inline(__always)
  private func transport(_ ip: InternetPacket, _ packet: Packet, copy: UInt32, depth: Int) throws -> Bool {
    let start = ip.payloadOffset
    let available = min(packet.captured, start + ip.payloadLength) - start
    let bytes = packet.bytes + start
    switch ip.nextProtocol {
    case 6:
      guard available >= 20 else { return false }
      let headerLength = Int(bytes.byte(12) >> 4) * 4
      guard headerLength >= 20, headerLength <= ip.payloadLength else { return false }
      try flows.tcp(
        ip, packet, segment: bytes, headerLength: headerLength, available: available, copy: copy)
      return true
    case 17:
      guard available >= 8 else { return false }
      try flows.udp(ip, packet, datagram: bytes, available: available, copy: copy)
      return true
    case 4, 41:
      // IP in IP (RFC 2003, RFC 4213).
      guard depth < 4 else { return false }
      return try internet(packet, start: start, copy: copy, depth: depth + 1)
    default:
      return false
    }
  }
}
