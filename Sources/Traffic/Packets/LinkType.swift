/// The link types that are decoded (LINKTYPE_ numbers of the tcpdump project).
enum LinkType: Int {
  case null = 0
  case ethernet = 1
  case rawBSD = 12
  case rawOpenBSD = 14
  case raw = 101
  case loop = 108
  case linuxCooked = 113
  case ipv4 = 228
  case ipv6 = 229
  case linuxCooked2 = 276
}

/// Where the network layer of a packet begins, and how the packet was met.
struct LinkHeader {
  /// Offset of the IP header.
  var offset: Int
  /// Which copy of a packet this is on a capture of all interfaces: interface index and packet type, with the
  /// top bit set; 0 elsewhere.
  var copy: UInt32 = 0
}

extension LinkType {
  private static let etherIPv4: UInt16 = 0x0800
  private static let etherIPv6: UInt16 = 0x86dd
  private static let isCopy: UInt32 = 0x8000_0000

  /// Finds the IP header, or nil where the packet carries none (or is cut before it).
  @inline(__always)
  func header(_ bytes: UnsafeRawPointer, _ count: Int) -> LinkHeader? {
    switch self {
    case .ethernet:
      guard count >= 14 else { return nil }
      return Self.ethernetPayload(bytes, count, typeAt: 12)
    case .linuxCooked:
      guard count >= 16, var header = Self.ethernetPayload(bytes, count, typeAt: 14) else { return nil }
      header.copy = Self.isCopy | UInt32(bytes.big16(0))
      return header
    case .linuxCooked2:
      guard count >= 20 else { return nil }
      let copy = Self.isCopy | bytes.big32(4) << 8 | UInt32(bytes.byte(10))
      switch bytes.big16(0) {
      case Self.etherIPv4, Self.etherIPv6: return LinkHeader(offset: 20, copy: copy)
      case 0x8100, 0x88a8, 0x9100:
        // A tagged frame keeps its tag's last two bytes before the inner type.
        guard count >= 24, var header = Self.ethernetPayload(bytes, count, typeAt: 22) else { return nil }
        header.copy = copy
        return header
      default: return nil
      }
    case .raw, .rawBSD, .rawOpenBSD, .ipv4, .ipv6:
      return count >= 1 ? LinkHeader(offset: 0) : nil
    case .null, .loop:
      // The address family is in the byte order of the machine that captured; only the IP version below matters.
      guard count >= 5 else { return nil }
      let version = bytes.byte(4) >> 4
      return version == 4 || version == 6 ? LinkHeader(offset: 4) : nil
    }
  }

  @inline(__always)
  private static func ethernetPayload(_ bytes: UnsafeRawPointer, _ count: Int, typeAt: Int) -> LinkHeader? {
    var offset = typeAt
    var tags = 0
    while offset + 2 <= count {
      switch bytes.big16(offset) {
      case etherIPv4, etherIPv6: return LinkHeader(offset: offset + 2)
      case 0x8100, 0x88a8, 0x9100, 0x9200:
        tags += 1
        guard tags <= 8 else { return nil }
        offset += 4
      default: return nil
      }
    }
    return nil
  }
}
