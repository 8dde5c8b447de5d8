import Records

/// One section of a pcapng file: its byte order, its interfaces and its packets.
struct PcapngSection {
  static let sectionHeader: UInt32 = 0x0a0d_0d0a
  private static let interfaceDescription: UInt32 = 1
  private static let obsoletePacket: UInt32 = 2
  private static let simplePacket: UInt32 = 3
  private static let interfaceStatistics: UInt32 = 5
  private static let enhancedPacket: UInt32 = 6
  private static let decryptionSecrets: UInt32 = 10
  /// The type of secrets that are a key log of TLS: "TLSK".
  private static let tlsKeyLog: UInt32 = 0x544c_534b
  /// The most interfaces of a file.
  private static let mostInterfaces = 4096

  /// How an interface counts time.
  private struct Clock {
    /// The interface's number among all of the file's; nil where it was not described so that it can be read.
    var ordinal: Int?
    var snapLength: Int
    /// Ticks of a second.
    var ticks: UInt64
    /// Seconds to add.
    var offset: Int64
  }

  private let intake: PacketIntake
  private var clocks: [Clock] = []
  /// Whether integers are in the other byte order than this machine's.
  private(set) var swapped = false

  init(intake: PacketIntake) {
    self.intake = intake
  }

  /// Whether blocks of this type are looked into; all others are passed over.
  static func isRead(_ type: UInt32) -> Bool {
    [
      interfaceDescription, obsoletePacket, simplePacket, interfaceStatistics, enhancedPacket,
      decryptionSecrets,
    ]
    .contains(type)
  }

  /// Begins a new section at its header: interfaces are numbered afresh. False without a byte-order magic.
  mutating func begin(_ header: UnsafeRawPointer) -> Bool {
    switch header.big32(8) {
    case 0x1a2b_3c4d: swapped = true
    case 0x4d3c_2b1a: swapped = false
    default: return false
    }
    clocks = []
    return true
  }

  /// Takes a block of `length` bytes, headers and trailer included.
  @inline(__always)
  mutating func take(_ type: UInt32, _ block: UnsafeRawPointer, _ length: Int) throws {
    switch type {
    case Self.enhancedPacket:
      guard length >= 32 else {
        return intake.note("pcapng_packet_block_short", "a packet block of \(length) bytes")
      }
      try packet(
        block, interface: Int(integer32(block, 8)), ticksAt: 12, capturedAt: 20, bytesAt: 28, end: length - 4)
    case Self.obsoletePacket:
      guard length >= 32 else {
        return intake.note("pcapng_packet_block_short", "a packet block of \(length) bytes")
      }
      let interface = Int(block.integer(8, as: UInt16.self, swapped: swapped))
      try packet(block, interface: interface, ticksAt: 12, capturedAt: 20, bytesAt: 28, end: length - 4)
    case Self.simplePacket:
      try simple(block, length)
    case Self.interfaceDescription:
      addInterface(block, length)
    case Self.interfaceStatistics:
      statistics(block, length)
    case Self.decryptionSecrets:
      secrets(block, length)
    default: break
    }
  }

  @inline(__always)
  private func integer32(_ block: UnsafeRawPointer, _ offset: Int) -> UInt32 {
    block.integer(offset, as: UInt32.self, swapped: swapped)
  }

  @inline(__always)
  private func packet(
    _ block: UnsafeRawPointer, interface: Int, ticksAt: Int, capturedAt: Int, bytesAt: Int, end: Int
  ) throws {
    guard interface < clocks.count, let ordinal = clocks[interface].ordinal else {
      return intake.note(
        "pcapng_interface_unknown", "a packet of interface \(interface), which is not described")
    }
    let captured = Int(integer32(block, capturedAt))
    guard captured <= end - bytesAt else {
      return intake.note("pcapng_packet_length", "a packet of \(captured) bytes in a block of \(end + 4)")
    }
    let ticks = UInt64(integer32(block, ticksAt)) << 32 | UInt64(integer32(block, ticksAt + 4))
    let time = Self.nanoseconds(ticks, clocks[interface])
    if time == nil {
      intake.note(
        "pcapng_time_out_of_range", "a time of \(ticks) ticks is not between the years 1970 and 2262")
    }
    try intake.take(
      Packet(
        bytes: block + bytesAt, captured: captured,
        wireLength: max(captured, Int(integer32(block, capturedAt + 4))), time: time ?? 0,
        interface: ordinal), hasTime: time != nil)
  }

  /// A simple packet block has no time and belongs to the first interface.
  private func simple(_ block: UnsafeRawPointer, _ length: Int) throws {
    guard length >= 16, let clock = clocks.first, let ordinal = clock.ordinal else {
      return intake.note(
        "pcapng_packet_block_short", "a simple packet block of \(length) bytes, or before any interface")
    }
    let wireLength = Int(integer32(block, 8))
    let kept = clock.snapLength == 0 ? wireLength : min(wireLength, clock.snapLength)
    try intake.take(
      Packet(
        bytes: block + 12, captured: min(kept, length - 16), wireLength: wireLength, time: 0,
        interface: ordinal), hasTime: false)
  }

  private mutating func addInterface(_ block: UnsafeRawPointer, _ length: Int) {
    guard length >= 20, intake.interfaceCount < Self.mostInterfaces else {
      if length < 20 {
        intake.note("pcapng_interface_block_short", "an interface block of \(length) bytes")
      } else {
        intake.note(
          "pcapng_interfaces_too_many",
          "more than \(Self.mostInterfaces) interfaces; the packets of the rest were not read")
      }
      // It keeps its number, so that the packets of those after it stay theirs.
      if clocks.count < Self.mostInterfaces { clocks.append(Clock(snapLength: 0, ticks: 1, offset: 0)) }
      return
    }
    var name: String?
    var ticks: UInt64 = 1_000_000
    var offset: Int64 = 0
    options(block, from: 16, to: length - 4) { code, value in
      switch (code, value.count) {
      case (2, 1...): name = String(decoding: value.prefix(256), as: UTF8.self)
      case (9, 1...): ticks = Self.ticks(value[0]) ?? ticks
      case (14, 8):
        offset = value.baseAddress.map { $0.integer(0, as: Int64.self, swapped: swapped) } ?? 0
      default: break
      }
    }
    let snapLength = Int(integer32(block, 12))
    let linkType = Int(block.integer(8, as: UInt16.self, swapped: swapped))
    let ordinal = intake.addInterface(linkType: linkType, snapLength: snapLength, name: name)
    clocks.append(Clock(ordinal: ordinal, snapLength: snapLength, ticks: ticks, offset: offset))
  }

  /// Takes the secrets of the connections that follow.
  private func secrets(_ block: UnsafeRawPointer, _ length: Int) {
    guard length >= 20, integer32(block, 8) == Self.tlsKeyLog else {
      return intake.note(
        "pcapng_secrets_kept_aside", "secrets that are none of TLS are in the capture; they were not read")
    }
    let count = min(Int(integer32(block, 12)), length - 20)
    let malformed = intake.keys.malformedLines
    intake.keys.read(UnsafeRawBufferPointer(start: block + 16, count: count))
    if intake.keys.malformedLines > malformed {
      intake.note(
        "tls_key_log_malformed", "lines in the capture's secrets are none of a key log, and left out")
    }
  }

  private func statistics(_ block: UnsafeRawPointer, _ length: Int) {
    guard length >= 24 else { return }
    let interface = Int(integer32(block, 8))
    guard interface < clocks.count, let ordinal = clocks[interface].ordinal else { return }
    let clock = clocks[interface]
    var droppedByInterface: Int?
    var droppedBySystem: Int?
    var start: Int64?
    var end: Int64?
    options(block, from: 20, to: length - 4) { code, value in
      guard value.count == 8, let bytes = value.baseAddress else { return }
      switch code {
      case 2, 3:
        let ticks =
          UInt64(bytes.integer(0, as: UInt32.self, swapped: swapped)) << 32
          | UInt64(bytes.integer(4, as: UInt32.self, swapped: swapped))
        if code == 2 { start = Self.nanoseconds(ticks, clock) } else { end = Self.nanoseconds(ticks, clock) }
      case 5: droppedByInterface = Int(min(bytes.integer(0, as: UInt64.self, swapped: swapped), 1 << 50))
      case 7: droppedBySystem = Int(min(bytes.integer(0, as: UInt64.self, swapped: swapped), 1 << 50))
      default: break
      }
    }
    let isCounted = droppedByInterface != nil || droppedBySystem != nil
    intake.setStatistics(
      ordinal, dropped: isCounted ? (droppedByInterface ?? 0) + (droppedBySystem ?? 0) : nil, start: start,
      end: end)
  }

  private func options(
    _ block: UnsafeRawPointer, from start: Int, to end: Int, _ take: (UInt16, UnsafeRawBufferPointer) -> Void
  ) {
    var offset = start
    while offset + 4 <= end {
      let code = block.integer(offset, as: UInt16.self, swapped: swapped)
      let length = Int(block.integer(offset + 2, as: UInt16.self, swapped: swapped))
      guard code != 0, offset + 4 + length <= end else { return }
      take(code, UnsafeRawBufferPointer(start: block + offset + 4, count: length))
      offset += 4 + (length + 3) / 4 * 4
    }
  }

  /// Ticks of a second by `if_tsresol`: a power of ten, or of two where the top bit is set.
  private static func ticks(_ resolution: UInt8) -> UInt64? {
    let exponent = Int(resolution & 0x7f)
    if resolution & 0x80 != 0 { return exponent < 64 ? 1 << UInt64(exponent) : nil }
    guard exponent <= 19 else { return nil }
    return (0..<exponent).reduce(1) { power, _ in power * 10 }
  }

  /// Nanoseconds since 1970; nil beyond the range of ``Timestamp``, and before 1970: no packet was captured then,
  /// and differences of times that are not negative cannot overflow.
  @inline(__always)
  private static func nanoseconds(_ ticks: UInt64, _ clock: Clock) -> Int64? {
    if clock.ticks == 1_000_000, clock.offset == 0, ticks < 9_000_000_000_000_000 {
      return Int64(ticks) * 1000
    }
    let (seconds, rest) = ticks.quotientAndRemainder(dividingBy: clock.ticks)
    guard seconds < 9_000_000_000, clock.offset.magnitude < 9_000_000_000 else { return nil }
    let whole = Int64(seconds) + clock.offset
    guard (0..<9_200_000_000).contains(whole) else { return nil }
    let wide = rest.multipliedFullWidth(by: 1_000_000_000)
    return whole * 1_000_000_000 + Int64(clock.ticks.dividingFullWidth(wide).quotient)
  }
}
