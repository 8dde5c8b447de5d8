#if canImport(Glibc)
  import Glibc
#endif

/// Turns the pcap stream of a capture tool into a pcapng file, which, unlike pcap, can say when the capture began and
/// ended and what it lost (draft-ietf-opsawg-pcapng).
struct PcapngWriter {
  /// The file.
  let file: OutputFile
  /// How many packets it holds.
  private(set) var packets = 0
  /// Whether the tool's header has come: from then on it captures.
  private(set) var hasBegun = false
  /// Why no more packets are taken, where that is so.
  private(set) var problem: String?

  private let interface: String
  private let limit: Int
  private var rest: [UInt8] = []
  private var start: Int64 = 0
  private var isNano = false

  private static let fileHeader = 24
  private static let packetHeader = 16
  private static let piece = 1 << 16
  /// The longest packet that is believed: libpcap's own limit.
  private static let longestPacket = 262_144

  /// A capture of an interface in a file of at most `limit` bytes.
  init(path: String, interface: String, limit: Int) {
    file = OutputFile(path: path)
    self.interface = interface
    self.limit = limit
    problem = file.problem
  }

  /// Takes what the tool wrote next.
  mutating func take(_ bytes: [UInt8]) {
    guard problem == nil else { return }
    if rest.isEmpty { rest = bytes } else { rest += bytes }
    var blocks = Blocks()
    var used = 0
    if !hasBegun {
      guard rest.count >= Self.fileHeader else { return }
      guard begin(into: &blocks) else {
        problem = "the capture tool does not write pcap"
        return
      }
      used = Self.fileHeader
    }
    var taken = 0
    while problem == nil, rest.count - used >= Self.packetHeader {
      let captured = Int(integer(used + 8))
      guard captured <= Self.longestPacket else {
        problem = "the capture tool wrote a packet of \(captured) bytes"
        break
      }
      let end = used + Self.packetHeader + captured
      guard end <= rest.count else { break }
      guard file.length + blocks.bytes.count + captured + 256 <= limit else {
        problem = "the capture has reached its limit of \(limit / 1_000_000) MB"
        break
      }
      let unit: Int64 = isNano ? 1 : 1000
      blocks.packet(
        time: Int64(integer(used)) * 1_000_000_000 + Int64(integer(used + 4)) * unit,
        rest[(used + Self.packetHeader)..<end], wireLength: integer(used + 12))
      taken += 1
      used = end
      // In pieces, so that a disk that becomes full keeps what it has room for.
      if blocks.bytes.count >= Self.piece { write(&blocks, &taken) }
    }
    write(&blocks, &taken)
    rest.removeFirst(used)
  }

  private mutating func write(_ blocks: inout Blocks, _ taken: inout Int) {
    if file.append(blocks.bytes) {
      packets += taken
    } else {
      problem = problem ?? file.problem
    }
    (blocks, taken) = (Blocks(), 0)
  }

  /// Ends the file with what is known of the capture as a whole.
  ///
  /// - Parameters:
  ///   - stop: until when every packet was waited for, nanoseconds since 1970; nil where that is not known.
  ///   - dropped: what the kernel says that it dropped; nil where that is not known.
  mutating func finish(stop: Int64?, dropped: Int?) {
    if hasBegun {
      var blocks = Blocks()
      // A capture that ended before its time covers no more than its packets do.
      blocks.statistics(start: start, stop: problem == nil ? stop : nil, dropped: dropped)
      file.append(blocks.bytes)
    }
    file.close()
  }

  /// Takes the tool's file header. The tool runs on this machine, and writes in its byte order.
  private mutating func begin(into blocks: inout Blocks) -> Bool {
    switch integer(0) {
    case 0xa1b2_c3d4: isNano = false
    case 0xa1b2_3c4d: isNano = true
    default: return false
    }
    start = Clock.wall.now
    blocks.section()
    blocks.interface(
      linkType: UInt16(truncatingIfNeeded: integer(20)), snapLength: integer(16), name: interface)
    blocks.statistics(start: start, stop: nil, dropped: nil)
    hasBegun = true
    return true
  }

  private func integer(_ offset: Int) -> UInt32 {
    rest.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self) }
  }
}

/// Blocks of a pcapng section with one interface, whose clock counts nanoseconds.
private struct Blocks {
  private(set) var bytes: [UInt8] = []

  /// A section header block.
  mutating func section() {
    block(0x0a0d_0d0a) { body in
      body.add(0x1a2b_3c4d as UInt32)
      body.add(1 as UInt16)
      body.add(0 as UInt16)
      body.add(UInt64.max)
    }
  }

  /// An interface description block.
  mutating func interface(linkType: UInt16, snapLength: UInt32, name: String) {
    block(1) { body in
      body.add(linkType)
      body.add(0 as UInt16)
      body.add(snapLength)
      body.option(2, Array(name.utf8.prefix(255)))
      body.option(9, [9])
      body.option(0, [])
    }
  }

  /// An interface statistics block.
  mutating func statistics(start: Int64, stop: Int64?, dropped: Int?) {
    block(5) { body in
      body.add(0 as UInt32)
      body.time(stop ?? start)
      body.option(2) { $0.time(start) }
      if let stop { body.option(3) { $0.time(stop) } }
      if let dropped { body.option(7) { $0.add(UInt64(max(0, dropped))) } }
      body.option(0, [])
    }
  }

  /// An enhanced packet block.
  mutating func packet(time: Int64, _ packet: ArraySlice<UInt8>, wireLength: UInt32) {
    block(6) { body in
      body.add(0 as UInt32)
      body.time(time)
      body.add(UInt32(packet.count))
      body.add(wireLength)
      body.bytes += packet
      body.pad()
    }
  }

  private mutating func block(_ type: UInt32, _ fill: (inout Blocks) -> Void) {
    let begin = bytes.count
    add(type)
    add(0 as UInt32)
    fill(&self)
    let length = UInt32(bytes.count - begin + 4)
    add(length)
    withUnsafeBytes(of: length) { bytes.replaceSubrange((begin + 4)..<(begin + 8), with: $0) }
  }

  private mutating func option(_ code: UInt16, _ value: [UInt8]) {
    add(code)
    add(UInt16(value.count))
    bytes += value
    pad()
  }

  private mutating func option(_ code: UInt16, _ fill: (inout Blocks) -> Void) {
    add(code)
    add(8 as UInt16)
    fill(&self)
  }

  /// A time is written with its upper half first.
  private mutating func time(_ nanoseconds: Int64) {
    let ticks = UInt64(max(0, nanoseconds))
    add(UInt32(truncatingIfNeeded: ticks >> 32))
    add(UInt32(truncatingIfNeeded: ticks))
  }

  private mutating func add(_ integer: some FixedWidthInteger) {
    withUnsafeBytes(of: integer) { bytes += $0 }
  }

  private mutating func pad() {
    while bytes.count % 4 != 0 { bytes.append(0) }
  }
}
