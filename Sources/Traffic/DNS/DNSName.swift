/// Reads domain names (RFC 1035, 3.1 and 4.1.4).
enum DNSName {
  /// What a name turned out to be.
  enum Reading {
    /// A name, in lower case and without the final dot; and where the bytes after it are.
    case name(String, end: Int)
    /// The message ends within the name.
    case cut
    /// The bytes are no name, for this reason.
    case malformed(String)
  }

  /// The longest name, lengths of labels included (RFC 1035, 2.3.4).
  private static let longest = 255

  /// The most pointers in a name: each should lead to a label at least.
  private static let mostPointers = 127

  /// Reads the name at `offset`. Bytes that are no visible ASCII, dots and backslashes in a label become `\DDD`.
  static func read(_ message: UnsafeRawBufferPointer, at offset: Int) -> Reading {
    // Four characters for each byte at most.
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4 * longest) { text in
      var count = 0
      var length = 0
      var position = offset
      var end: Int?
      var pointers = 0
      // Pointers lead to ever earlier places, so they cannot go round.
      var limit = offset
      while true {
        guard position < message.count else { return .cut }
        let size = Int(message[position])
        switch size {
        case 0:
          let name = String(decoding: UnsafeBufferPointer(rebasing: text[..<count]), as: UTF8.self)
          return .name(name, end: end ?? position + 1)
        case 0xc0...:
          guard position + 1 < message.count else { return .cut }
          let target = (size & 0x3f) << 8 | Int(message[position + 1])
          guard target < limit else {
            return .malformed("a pointer to byte \(target), which is not before it")
          }
          pointers += 1
          guard pointers <= mostPointers else {
            return .malformed("a name of more than \(mostPointers) pointers")
          }
          if end == nil { end = position + 2 }
          limit = target
          position = target
        case 1...63:
          guard position + size < message.count else { return .cut }
          length += size + 1
          guard length < longest else { return .malformed("a name of more than \(longest) bytes") }
          if count > 0 { append(UInt8(ascii: "."), to: text, &count) }
          for byte in message[position + 1...position + size] {
            switch byte {
            case 0x41...0x5a: append(byte | 0x20, to: text, &count)
            case UInt8(ascii: "."), UInt8(ascii: "\\"), ...0x20, 0x7f...:
              append(UInt8(ascii: "\\"), to: text, &count)
              append(0x30 + byte / 100, to: text, &count)
              append(0x30 + byte / 10 % 10, to: text, &count)
              append(0x30 + byte % 10, to: text, &count)
            default: append(byte, to: text, &count)
            }
          }
          position += size + 1
        default: return .malformed("a label of the type \(size >> 6)")
        }
      }
    }
  }

  private static func append(_ byte: UInt8, to text: UnsafeMutableBufferPointer<UInt8>, _ count: inout Int) {
    guard count < text.count else { return }
    text[count] = byte
    count += 1
  }
}
