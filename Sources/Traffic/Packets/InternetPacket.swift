import Records

/// The IP header of a packet, and where its payload lies (RFC 791, RFC 8200).
struct InternetPacket {
  /// The sender.
  var source: IPAddress
  /// The receiver.
  var destination: IPAddress
  /// TTL or hop limit.
  var timeToLive: UInt8
  /// The protocol of the payload: 6 TCP, 17 UDP.
  var nextProtocol: UInt8
  /// IPv4's identification, 0 for IPv6.
  var identification: UInt16
  /// Offset of the payload.
  var payloadOffset: Int
  /// Length of the payload on the wire.
  var payloadLength: Int
  /// The fragment that the payload is; nil where it is whole.
  var fragment: Fragment?

  /// The place of a fragment in its datagram.
  struct Fragment {
    var identification: UInt32
    var offset: Int
    var isLast: Bool
  }

  /// Reads the header at `start`; nil where there is none or it is cut.
  ///
  /// - Parameters:
  ///   - count: captured bytes, from the beginning of the packet.
  ///   - wireLength: bytes on the wire, from the beginning of the packet.
  @inline(__always)
  init?(_ bytes: UnsafeRawPointer, start: Int, count: Int, wireLength: Int) {
    guard start < count else { return nil }
    switch bytes.byte(start) >> 4 {
    case 4: self.init(v4: bytes, start: start, count: count, wireLength: wireLength)
    case 6: self.init(v6: bytes, start: start, count: count, wireLength: wireLength)
    default: return nil
    }
  }

  @inline(__always)
  private init?(v4 bytes: UnsafeRawPointer, start: Int, count: Int, wireLength: Int) {
    guard count - start >= 20 else { return nil }
    let headerLength = Int(bytes.byte(start) & 0x0f) * 4
    guard headerLength >= 20 else { return nil }
    // Zero where the network card segments: the rest of the frame is the packet.
    let written = Int(bytes.big16(start + 2))
    let totalLength = written == 0 ? wireLength - start : written
    guard totalLength >= headerLength else { return nil }
    source = IPAddress(v4: bytes.big32(start + 12))
    destination = IPAddress(v4: bytes.big32(start + 16))
    timeToLive = bytes.byte(start + 8)
    nextProtocol = bytes.byte(start + 9)
    identification = bytes.big16(start + 4)
    payloadOffset = start + headerLength
    payloadLength = totalLength - headerLength
    let fragmentWord = bytes.big16(start + 6)
    if fragmentWord & 0x3fff != 0 {
      fragment = Fragment(
        identification: UInt32(identification), offset: Int(fragmentWord & 0x1fff) * 8,
        isLast: fragmentWord & 0x2000 == 0)
    }
  }

  private init?(v6 bytes: UnsafeRawPointer, start: Int, count: Int, wireLength: Int) {
    guard count - start >= 40 else { return nil }
    source = IPAddress(high: bytes.big64(start + 8), low: bytes.big64(start + 16))
    destination = IPAddress(high: bytes.big64(start + 24), low: bytes.big64(start + 32))
    timeToLive = bytes.byte(start + 7)
    identification = 0
    let written = Int(bytes.big16(start + 4))
    // Zero for jumbograms (RFC 2675) and where the network card segments.
    let end = start + 40 + (written == 0 ? max(0, wireLength - start - 40) : written)
    var next = bytes.byte(start + 6)
    var offset = start + 40
    for _ in 0..<16 {
      switch next {
      case 0, 43, 60, 135, 139, 140:
        guard offset + 8 <= count else { return nil }
        next = bytes.byte(offset)
        offset += (Int(bytes.byte(offset + 1)) + 1) * 8
      case 51:
        guard offset + 8 <= count else { return nil }
        next = bytes.byte(offset)
        offset += (Int(bytes.byte(offset + 1)) + 2) * 4
      case 44:
        guard offset + 8 <= count else { return nil }
        let word = bytes.big16(offset + 2)
        next = bytes.byte(offset)
        // An atomic fragment (RFC 6946) is a whole packet.
        if word & 0xfff9 != 0 {
          fragment = Fragment(
            identification: bytes.big32(offset + 4), offset: Int(word & 0xfff8), isLast: word & 1 == 0)
        }
        offset += 8
      default:
        guard offset <= end else { return nil }
        nextProtocol = next
        payloadOffset = offset
        payloadLength = end - offset
        return
      }
      if let fragment, fragment.offset > 0 {
        nextProtocol = next
        payloadOffset = offset
        payloadLength = max(0, end - offset)
        return
      }
    }
    return nil
  }
}
