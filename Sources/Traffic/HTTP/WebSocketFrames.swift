import Records

/// Walks the frames of one direction of a WebSocket by their headers (RFC 6455, 5.2).
struct WebSocketFrames {
  private var length: UInt64 = 0
  private var headerCount = 0
  private var headerLength = 2
  private var lengthEnd = 2
  private var remaining = 0
  private var content = Burst.Content.application
  private var isLost = false

  /// At the first frame.
  init() {}

  /// Takes the next bytes, and returns what they are.
  ///
  /// Pings and pongs count as ``Burst/Content/closing``, like close frames: libraries send them by themselves,
  /// so they never prove that a test exchanged anything.
  mutating func consume(_ bytes: UnsafeRawBufferPointer) -> Burst.Content {
    guard !isLost else { return .application }
    var strongest = Burst.Content.closing
    var position = 0
    while position < bytes.count, !isLost {
      if remaining > 0 {
        let count = min(remaining, bytes.count - position)
        remaining -= count
        position += count
      } else {
        take(bytes[position])
        position += 1
      }
      if content.rawValue < strongest.rawValue { strongest = content }
    }
    return strongest
  }

  /// Takes note of `count` bytes that passed unseen.
  mutating func skip(_ count: Int) -> Burst.Content {
    guard !isLost, count <= remaining else {
      isLost = true
      content = .application
      return .application
    }
    remaining -= count
    return content
  }

  /// Takes a byte of a header: opcode, length of 7, 16 or 64 bits, and four bytes of mask.
  private mutating func take(_ byte: UInt8) {
    headerCount += 1
    switch headerCount {
    case 1:
      headerLength = 2
      length = 0
      content = [8, 9, 10].contains(byte & 0x0f) ? .closing : .application
    case 2:
      let short = byte & 0x7f
      let lengthBytes = short == 126 ? 2 : short == 127 ? 8 : 0
      headerLength = 2 + lengthBytes + (byte & 0x80 != 0 ? 4 : 0)
      lengthEnd = 2 + lengthBytes
      length = lengthBytes == 0 ? UInt64(short) : 0
    case _ where headerCount <= lengthEnd:
      length = length << 8 | UInt64(byte)
    default: break
    }
    guard headerCount >= 2, headerCount == headerLength else { return }
    headerCount = 0
    guard let count = Int(exactly: length) else {
      isLost = true
      content = .application
      return
    }
    remaining = count
  }
}
