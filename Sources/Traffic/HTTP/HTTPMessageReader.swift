import Crypto
import Records

/// Finds the heads and the ends of the messages in one direction of HTTP/1 (RFC 9112, 6 and 7). Bodies are counted.
final class HTTPMessageReader {
  /// What stopped the reading.
  enum Event {
    /// The bytes are used up.
    case more
    /// The first line of a head is complete.
    case startLine
    /// A head is complete; how its body is framed must be said next.
    case head
    /// A message is complete.
    case end
    /// The head is longer than ``HTTPMessageReader/longestHead``.
    case headTooLong
    /// What should be the size of a chunk is none: the body is read until the connection closes.
    case badChunkSize
  }

  /// How a body is framed.
  enum Framing {
    /// By its length in bytes.
    case counted(Int)
    /// By chunks.
    case chunked
    /// By the end of the connection.
    case untilClose
  }

  /// What a gap in the bytes did.
  enum Gap {
    /// It lies within the body.
    case inside
    /// It is the last of the body.
    case end
    /// It goes on after the end of the body.
    case pastEnd
    /// It hides what must be seen.
    case lost
  }

  /// What is read next.
  enum State {
    case head, counted, chunkSize, chunkData, chunkEnd, trailers, untilClose
    /// Where the next message begins is not known.
    case lost
  }

  /// The longest head: 64 KiB.
  static let longestHead = 65_536
  /// The longest body that is hashed: 8 KiB, which holds the answers of most APIs. Longer ones would cost more than the
  /// rest of the decoding.
  static let longestHashed = 8192

  /// Where the reading is.
  private(set) var state = State.head
  /// The head, as far as it came, empty lines before it left out.
  private(set) var head: [UInt8] = []
  /// When the first byte of the message came.
  private(set) var start = Timestamp(nanoseconds: 0)
  /// How many bytes of the body came, without the framing of chunks.
  private(set) var bodyBytes = 0

  private var lineStart = 0
  private var remaining = 0
  private var hash: SHA256?
  private var chunkSize = 0
  private var hasChunkDigit = false
  private var isInExtension = false
  private var isInTrailer = false

  /// Reads on from `position`, to the next event.
  func advance(_ bytes: UnsafeRawBufferPointer, _ position: inout Int, at time: Timestamp) -> Event {
    while position < bytes.count {
      switch state {
      case .head:
        if let event = readHead(bytes, &position, at: time) { return event }
      case .counted, .chunkData, .untilClose:
        if readBody(bytes, &position) { return .end }
      case .chunkSize, .chunkEnd:
        let isRight = state == .chunkSize ? readChunkSize(bytes[position]) : readChunkEnd(bytes[position])
        guard isRight else {
          state = .untilClose
          hash = nil
          return .badChunkSize
        }
        position += 1
      case .trailers:
        if readTrailer(bytes[position]) {
          position += 1
          return .end
        }
        position += 1
      case .lost:
        position = bytes.count
      }
    }
    return .more
  }

  /// Says how the body after the head is framed; the hash is of use for bodies that are compared.
  ///
  /// - Returns: whether the message is complete, as the body is empty.
  func beginBody(_ framing: Framing, hashing: Bool) -> Bool {
    bodyBytes = 0
    hash = nil
    switch framing {
    case .counted(let count):
      remaining = count
      if hashing, count <= Self.longestHashed { hash = SHA256() }
      state = .counted
      return count == 0
    case .chunked:
      if hashing { hash = SHA256() }
      beginChunkSize()
    case .untilClose:
      state = .untilClose
    }
    return false
  }

  /// Goes on to the next message.
  func beginMessage() {
    state = .head
    head.removeAll(keepingCapacity: true)
    lineStart = 0
    bodyBytes = 0
    hash = nil
  }

  /// Gives up the place in the stream, until the next message begins.
  func lose() {
    beginMessage()
    state = .lost
  }

  /// Takes note of `count` bytes that passed unseen.
  func skip(_ count: Int) -> Gap {
    hash = nil
    switch state {
    case .untilClose:
      bodyBytes += count
      return .inside
    case .counted where count <= remaining, .chunkData where count <= remaining:
      bodyBytes += count
      remaining -= count
      guard remaining == 0 else { return .inside }
      if state == .counted { return .end }
      state = .chunkEnd
      return .inside
    case .counted:
      bodyBytes += remaining
      return .pastEnd
    case .head, .chunkSize, .chunkData, .chunkEnd, .trailers, .lost:
      return .lost
    }
  }

  /// The first 16 hexadecimal digits of the SHA-256 of the body; nil where it was not hashed, as it was too long or not seen whole.
  var bodyHash: String? {
    hash.map { Hexadecimal.text($0.finalize().prefix(8)) }
  }

  private func readHead(_ bytes: UnsafeRawBufferPointer, _ position: inout Int, at time: Timestamp) -> Event?
  {
    if head.isEmpty {
      // Empty lines before a message are passed over (RFC 9112, 2.2).
      while position < bytes.count, bytes[position] == 0x0d || bytes[position] == 0x0a { position += 1 }
      guard position < bytes.count else { return nil }
      start = time
    }
    var end = position
    while end < bytes.count, bytes[end] != 0x0a { end += 1 }
    let isLine = end < bytes.count
    if isLine { end += 1 }
    guard head.count + end - position <= Self.longestHead else { return .headTooLong }
    head.append(contentsOf: bytes[position..<end])
    position = end
    guard isLine else { return nil }
    let isFirst = lineStart == 0
    let length = head.count - lineStart
    let isEmpty = length == 1 || (length == 2 && head[lineStart] == 0x0d)
    lineStart = head.count
    return isEmpty ? .head : isFirst ? .startLine : nil
  }

  /// Returns whether the body is complete.
  private func readBody(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Bool {
    let left = bytes.count - position
    let count = state == .untilClose ? left : min(left, remaining)
    if hash != nil {
      if bodyBytes + count > Self.longestHashed {
        hash = nil
      } else {
        hash?.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[position..<position + count]))
      }
    }
    bodyBytes += count
    position += count
    guard state != .untilClose else { return false }
    remaining -= count
    guard remaining == 0 else { return false }
    if state == .counted { return true }
    state = .chunkEnd
    return false
  }

  private func beginChunkSize() {
    state = .chunkSize
    chunkSize = 0
    hasChunkDigit = false
    isInExtension = false
  }

  /// Takes a byte of the line that says a chunk's size; returns false where it is none.
  private func readChunkSize(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x0a:
      guard hasChunkDigit else { return false }
      remaining = chunkSize
      state = chunkSize == 0 ? .trailers : .chunkData
      isInTrailer = false
    case _ where isInExtension, 0x0d:
      break
    case UInt8(ascii: ";"), 0x20, 0x09:
      guard hasChunkDigit else { return false }
      isInExtension = true
    default:
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, chunkSize < 1 << 56 else {
        return false
      }
      chunkSize = chunkSize << 4 | digit
      hasChunkDigit = true
    }
    return true
  }

  /// Takes a byte of the line end after a chunk; returns false where it is none.
  private func readChunkEnd(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x0d: return true
    case 0x0a:
      beginChunkSize()
      return true
    default: return false
    }
  }

  /// Takes a byte of the trailers; returns whether it ended them.
  private func readTrailer(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x0a:
      defer { isInTrailer = false }
      return !isInTrailer
    case 0x0d: return false
    default:
      isInTrailer = true
      return false
    }
  }
}
