import Records

/// Bursts of a connection as the bytes of one column: a row each would cost more than all the rest of a capture.
///
/// Each burst is nine variable-length integers (LEB128): start since the one before, its length, lastClient and
/// firstServer since start plus one (0: none), bytes and packets of each side, content. Times are microseconds.
enum BurstCoding {
  /// A burst on the microsecond grid of the store.
  struct StoredBurst {
    var start: Int64
    var stop: Int64
    var lastClient: Int64?
    var firstServer: Int64?
    var clientBytes: Int64
    var serverBytes: Int64
    var clientPackets: Int64
    var serverPackets: Int64
    var content: Burst.Content
    /// Whether it is a ping for the connection's own sake; found out by attribution, and not kept.
    var isKeepAlive = false
  }

  static func encode(_ bursts: [Burst], base: Timestamp) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(bursts.count * 16)
    var previous = base.microseconds
    for burst in bursts {
      let start = burst.start.microseconds
      append(zigzag(start - previous), to: &bytes)
      append(UInt64(clamping: burst.stop.microseconds - start), to: &bytes)
      append(burst.lastClient.map { UInt64(clamping: $0.microseconds - start) &+ 1 } ?? 0, to: &bytes)
      append(burst.firstServer.map { UInt64(clamping: $0.microseconds - start) &+ 1 } ?? 0, to: &bytes)
      append(UInt64(clamping: burst.clientBytes), to: &bytes)
      append(UInt64(clamping: burst.serverBytes), to: &bytes)
      append(UInt64(clamping: burst.clientPackets), to: &bytes)
      append(UInt64(clamping: burst.serverPackets), to: &bytes)
      bytes.append(burst.content.rawValue)
      previous = start
    }
    return bytes
  }

  /// The bursts of a column; what a damaged store cut off is left out.
  static func decode(_ bytes: [UInt8], base: Int64) -> [StoredBurst] {
    var bursts: [StoredBurst] = []
    var position = 0
    var previous = base
    func next() -> UInt64? {
      var value: UInt64 = 0
      var shift: UInt64 = 0
      while position < bytes.count, shift < 64 {
        let byte = bytes[position]
        position += 1
        value |= UInt64(byte & 0x7f) << shift
        if byte & 0x80 == 0 { return value }
        shift += 7
      }
      return nil
    }
    while let step = next(), let length = next(), let lastClient = next(), let firstServer = next(),
      let clientBytes = next(), let serverBytes = next(), let clientPackets = next(),
      let serverPackets = next(),
      position < bytes.count, let content = Burst.Content(rawValue: bytes[position])
    {
      position += 1
      let start = previous &+ unzigzag(step)
      bursts.append(
        StoredBurst(
          start: start, stop: start &+ Int64(clamping: length),
          lastClient: lastClient == 0 ? nil : start &+ Int64(clamping: lastClient - 1),
          firstServer: firstServer == 0 ? nil : start &+ Int64(clamping: firstServer - 1),
          clientBytes: Int64(clamping: clientBytes), serverBytes: Int64(clamping: serverBytes),
          clientPackets: Int64(clamping: clientPackets), serverPackets: Int64(clamping: serverPackets),
          content: content))
      previous = start
    }
    return bursts
  }

  private static func append(_ value: UInt64, to bytes: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private static func zigzag(_ value: Int64) -> UInt64 { UInt64(bitPattern: value << 1 ^ value >> 63) }

  private static func unzigzag(_ value: UInt64) -> Int64 { Int64(value >> 1) ^ -Int64(value & 1) }
}
