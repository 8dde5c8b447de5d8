import Records

/// A pcapng file, put together by hand after draft-ietf-opsawg-pcapng.
struct PcapngBuilder {
  private(set) var bytes: [UInt8] = []
  private var isBigEndian = false

  /// Begins a section.
  mutating func section(isBigEndian: Bool = false) {
    self.isBigEndian = isBigEndian
    block(0x0a0d_0d0a, long(0x1a2b_3c4d) + short(1) + short(0) + [UInt8](repeating: 0xff, count: 8))
  }

  /// Describes an interface; `resolution` and `offset` as `if_tsresol` and `if_tsoffset` have them.
  mutating func interface(
    linkType: Int = 101, name: String? = nil, resolution: UInt8? = nil, offset: Int64? = nil
  ) {
    var options: [UInt8] = []
    if let name { options += option(2, Array(name.utf8)) }
    if let resolution { options += option(9, [resolution]) }
    if let offset {
      let bits = UInt64(bitPattern: offset)
      let halves = [UInt32(truncatingIfNeeded: bits >> 32), UInt32(truncatingIfNeeded: bits)]
      options += option(14, (isBigEndian ? halves : halves.reversed()).flatMap { long($0) })
    }
    block(1, short(linkType) + [0, 0] + long(262_144) + options + [0, 0, 0, 0])
  }

  /// Adds a packet at so many ticks of its interface's clock.
  mutating func packet(_ packet: [UInt8], interface: UInt32 = 0, ticks: UInt64, wireLength: Int? = nil) {
    block(
      6,
      long(interface) + self.ticks(ticks) + long(UInt32(packet.count))
        + long(UInt32(wireLength ?? packet.count)) + padded(packet))
  }

  /// Adds a packet without a time.
  mutating func simplePacket(_ packet: [UInt8]) {
    block(3, long(UInt32(packet.count)) + padded(packet))
  }

  /// Adds the statistics of an interface; options by code, each of eight bytes: a time or a count.
  mutating func statistics(interface: UInt32 = 0, times: [Int: UInt64] = [:], counts: [(Int, UInt64)] = []) {
    var options: [UInt8] = []
    for (code, value) in times.sorted(by: { $0.key < $1.key }) { options += option(code, ticks(value)) }
    for (code, value) in counts {
      let halves = [UInt32(truncatingIfNeeded: value >> 32), UInt32(truncatingIfNeeded: value)]
      options += option(code, (isBigEndian ? halves : halves.reversed()).flatMap { long($0) })
    }
    block(5, long(interface) + ticks(0) + options + [0, 0, 0, 0])
  }

  /// Adds a block of any type.
  mutating func block(_ type: UInt32, _ body: [UInt8]) {
    let length = long(UInt32(body.count + 12))
    bytes += long(type) + length + body + length
  }

  func long(_ value: UInt32) -> [UInt8] {
    isBigEndian ? PacketBuilder.long(value) : PacketBuilder.long(value).reversed()
  }

  private func short(_ value: Int) -> [UInt8] {
    isBigEndian ? PacketBuilder.short(value) : PacketBuilder.short(value).reversed()
  }

  private func ticks(_ value: UInt64) -> [UInt8] {
    long(UInt32(truncatingIfNeeded: value >> 32)) + long(UInt32(truncatingIfNeeded: value))
  }

  private func option(_ code: Int, _ value: [UInt8]) -> [UInt8] {
    short(code) + short(value.count) + padded(value)
  }

  private func padded(_ bytes: [UInt8]) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
  }
}
