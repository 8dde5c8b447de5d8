import Records

/// Puts the messages of a handshake together, across records and segments (RFC 8446, 4).
struct TLSMessageReader {
  /// A message of the handshake.
  struct Message {
    /// The type (RFC 8446, B.3).
    var type: UInt8
    /// The body, or as much of it as was captured.
    var body: UnsafeRawBufferPointer
    /// When the record began in which the message does.
    var start: Timestamp
    /// Whether all of the body was captured.
    var isWhole: Bool
  }

  /// The most bytes of messages that are kept over a whole handshake: 256 KiB.
  static let mostBytes = 262_144

  /// Whether something was missing from the messages, so that later ones cannot be told apart.
  private(set) var isLost = false
  private let kept: [UInt8]
  private var header: UInt32 = 0
  private var headerCount = 0
  private var start = Timestamp(nanoseconds: 0)
  private var remaining = 0
  private var isCollecting = false
  private var body: [UInt8] = []
  private var total = 0

  /// A reader of the messages of some types; in the clear these are 1 ClientHello, 2 ServerHello and 11 Certificate.
  init(kept: [UInt8] = [1, 2, 11]) {
    self.kept = kept
  }

  /// Takes the next bytes of the messages; those that matter are handed to `handle`.
  ///
  /// - Returns: false where the handshake is longer than ``mostBytes``.
  mutating func consume(
    _ bytes: UnsafeRawBufferPointer, recordStart: Timestamp, _ handle: (Message) throws -> Void
  ) throws -> Bool {
    var position = 0
    while position < bytes.count, !isLost {
      if headerCount < 4 {
        if headerCount == 0 { start = recordStart }
        header = header << 8 | UInt32(bytes[position])
        headerCount += 1
        position += 1
        guard headerCount == 4 else { continue }
        remaining = Int(header & 0xff_ffff)
        isCollecting = kept.contains(type)
        if isCollecting {
          total += remaining
          guard total <= Self.mostBytes else { return false }
        }
      }
      let count = min(remaining, bytes.count - position)
      let part = UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
      position += count
      remaining -= count
      if isCollecting, body.isEmpty, remaining == 0 {
        try handle(Message(type: type, body: part, start: start, isWhole: true))
      } else if isCollecting {
        body.append(contentsOf: part)
        if remaining == 0 { try handOver(isWhole: true, handle) }
      }
      if remaining == 0 { headerCount = 0 }
    }
    return true
  }

  /// Takes note that some bytes of the messages are missing here: what there is of a message is handed over.
  mutating func cut(_ handle: (Message) throws -> Void) throws {
    guard !isLost else { return }
    isLost = true
    if headerCount > 0, headerCount < 4 {
      header <<= 8 * UInt32(4 - headerCount)
      isCollecting = kept.contains(type)
    }
    if headerCount > 0, isCollecting { try handOver(isWhole: false, handle) }
    headerCount = 0
    body = []
  }

  private var type: UInt8 { UInt8(truncatingIfNeeded: header >> 24) }

  private mutating func handOver(isWhole: Bool, _ handle: (Message) throws -> Void) throws {
    let message = body
    body = []
    try message.withUnsafeBytes {
      try handle(Message(type: type, body: $0, start: start, isWhole: isWhole))
    }
  }
}
