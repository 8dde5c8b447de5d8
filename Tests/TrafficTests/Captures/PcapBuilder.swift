import Records

/// A pcap file, put together by hand after draft-ietf-opsawg-pcap.
struct PcapBuilder {
  private(set) var bytes: [UInt8]
  private let isBigEndian: Bool
  private let isNanosecond: Bool
  private let snapLength: Int

  init(linkType: Int = 101, isBigEndian: Bool = false, isNanosecond: Bool = false, snapLength: Int = 262_144)
  {
    self.isBigEndian = isBigEndian
    self.isNanosecond = isNanosecond
    self.snapLength = snapLength
    bytes = []
    add(isNanosecond ? 0xa1b2_3c4d : 0xa1b2_c3d4)
    bytes += isBigEndian ? [0, 2, 0, 4] : [2, 0, 4, 0]
    for field in [0, 0, UInt32(snapLength), UInt32(linkType)] { add(field) }
  }

  /// Adds a packet at a time in nanoseconds since 1970, cut to the snap length.
  mutating func add(_ packet: [UInt8], at time: Int64) {
    add(UInt32(time / 1_000_000_000))
    add(UInt32(time % 1_000_000_000 / (isNanosecond ? 1 : 1000)))
    add(UInt32(min(packet.count, snapLength)))
    add(UInt32(packet.count))
    bytes += packet.prefix(snapLength)
  }

  private mutating func add(_ value: UInt32) {
    let big = PacketBuilder.long(value)
    bytes += isBigEndian ? big : big.reversed()
  }
}
