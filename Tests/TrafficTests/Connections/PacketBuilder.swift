import Records

/// Packets put together by hand after RFC 791, RFC 8200, RFC 9293, RFC 768, IEEE 802.1Q and the tcpdump project's
/// link types. Checksums stay zero: nothing reads them.
enum PacketBuilder {
  static let fin: UInt8 = 0x01
  static let syn: UInt8 = 0x02
  static let rst: UInt8 = 0x04
  static let ack: UInt8 = 0x10

  /// The place of a fragment in its datagram.
  struct Fragment {
    var identification: Int
    var offset: Int
    var isLast: Bool
  }

  static func short(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 0xff), UInt8(value & 0xff)] }

  static func long(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  static func tcp(
    from source: Endpoint, to destination: Endpoint, flags: UInt8, sequence: UInt32,
    acknowledgement: UInt32 = 0, options: [UInt8] = [], payload: [UInt8] = []
  ) -> [UInt8] {
    let ports = short(Int(source.port)) + short(Int(destination.port))
    let length = UInt8((20 + options.count) / 4) << 4
    return ports + long(sequence) + long(acknowledgement) + [length, flags] + short(1024) + [0, 0, 0, 0]
      + options + payload
  }

  static func udp(from source: Endpoint, to destination: Endpoint, payload: [UInt8]) -> [UInt8] {
    short(Int(source.port)) + short(Int(destination.port)) + short(8 + payload.count) + [0, 0] + payload
  }

  /// An IP packet of the version that the addresses have.
  static func ip(
    from source: IPAddress, to destination: IPAddress, next: UInt8, _ payload: [UInt8],
    timeToLive: UInt8 = 64, identification: Int = 0, fragment: Fragment? = nil
  ) -> [UInt8] {
    if source.isIPv4 {
      let word = fragment.map { $0.offset / 8 | ($0.isLast ? 0 : 0x2000) } ?? 0x4000
      return [0x45, 0] + short(20 + payload.count) + short(fragment?.identification ?? identification)
        + short(word) + [timeToLive, next, 0, 0] + long(UInt32(truncatingIfNeeded: source.low))
        + long(UInt32(truncatingIfNeeded: destination.low)) + payload
    }
    var body = payload
    if let fragment {
      let word = fragment.offset | (fragment.isLast ? 0 : 1)
      body = [next, 0] + short(word) + long(UInt32(fragment.identification)) + payload
    }
    return [0x60, 0, 0, 0] + short(body.count) + [fragment == nil ? next : 44, timeToLive] + bytes(source)
      + bytes(destination) + body
  }

  /// A frame of Ethernet with these tags (their EtherTypes) before the packet.
  static func ethernet(_ packet: [UInt8], tags: [Int] = []) -> [UInt8] {
    [UInt8](repeating: 2, count: 12) + tags.flatMap { short($0) + [0, 7] } + etherType(packet) + packet
  }

  /// A packet of the link type "Linux cooked".
  static func cooked(_ packet: [UInt8], type: Int = 0) -> [UInt8] {
    short(type) + [0, 1, 0, 6, 2, 2, 2, 2, 2, 2, 0, 0] + etherType(packet) + packet
  }

  /// A packet of the link type "Linux cooked v2".
  static func cooked2(_ packet: [UInt8], interface: UInt32 = 2, type: UInt8 = 0) -> [UInt8] {
    etherType(packet) + [0, 0] + long(interface) + [0, 1, type, 6, 2, 2, 2, 2, 2, 2, 0, 0] + packet
  }

  /// A packet of the link types "null" (the family in the writer's byte order) and "loop" (in network byte order).
  static func family(_ packet: [UInt8], isBigEndian: Bool) -> [UInt8] {
    let family = packet.first.map { $0 >> 4 } == 4 ? 2 : 30
    return (isBigEndian ? long(UInt32(family)) : long(UInt32(family)).reversed()) + packet
  }

  private static func etherType(_ packet: [UInt8]) -> [UInt8] {
    packet.first.map { $0 >> 4 } == 6 ? [0x86, 0xdd] : [0x08, 0x00]
  }

  private static func bytes(_ address: IPAddress) -> [UInt8] {
    [address.high, address.low].flatMap { half in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: half >> UInt64($0)) }
    }
  }
}
