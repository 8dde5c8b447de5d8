/// Replaces, in place, what no XML 1.0 document may contain (Char, section 2.2), control characters and bytes that
/// are not UTF-8 among it, by question marks.
///
/// Test output is full of such bytes, and a parser that meets one inside of an attribute cannot tell where the
/// attribute ends.
struct XMLCharacterFilter {
  /// How a document is encoded, as far as the filter must know.
  enum Encoding {
    case utf8
    /// One byte per character, of which the lower half is ASCII.
    case singleByte
    /// UTF-16, a shifting encoding, anything else: left alone.
    case other
  }

  let encoding: Encoding
  /// How many bytes were replaced.
  private(set) var replaced = 0
  /// Where the first of them stood, counted from 0.
  private(set) var firstReplaced: Int?
  private var offset = 0

  /// A filter for the document that begins with `head`.
  init(head: UnsafeRawBufferPointer) {
    encoding = Self.encoding(of: head)
  }

  /// Replaces bytes of `block`; returns how many of its bytes are settled. Up to three at its end may begin a
  /// character that the next block continues: they have to be given again, in front of it.
  mutating func replace(in block: UnsafeMutableRawBufferPointer, isLast: Bool) -> Int {
    guard encoding != .other else { return block.count }
    let highBits: UInt64 = 0x8080_8080_8080_8080
    var index = 0
    while index < block.count {
      if index &+ 8 <= block.count {
        let word = block.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        // The high bit is set in bytes below 0x20, and in those beyond ASCII.
        if ((word &- 0x2020_2020_2020_2020) | word) & highBits == 0 {
          index &+= 8
          continue
        }
      }
      let byte = block[index]
      if byte >= 0x80, encoding == .utf8 {
        let length = Self.characterLength(UnsafeRawBufferPointer(rebasing: block[index...]))
        if let length, length > 0 {
          index &+= length
        } else if length == nil, !isLast {
          break
        } else {
          replaceByte(in: block, at: index)
          index &+= 1
        }
      } else {
        if byte < 0x20, byte != 0x09, byte != 0x0a, byte != 0x0d { replaceByte(in: block, at: index) }
        index &+= 1
      }
    }
    offset += index
    return index
  }

  private mutating func replaceByte(in block: UnsafeMutableRawBufferPointer, at index: Int) {
    block[index] = 0x3f
    replaced += 1
    firstReplaced = firstReplaced ?? offset + index
  }

  /// The length of the character beyond ASCII at the beginning of `bytes`: 0 where there is none that XML allows,
  /// nil where its end is missing (Unicode, table 3-7).
  private static func characterLength(_ bytes: UnsafeRawBufferPointer) -> Int? {
    let first = bytes[0]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xbf
    switch first {
    case 0xc2...0xdf: length = 2
    case 0xe0...0xef:
      length = 3
      if first == 0xe0 { second = 0xa0...0xbf }
      if first == 0xed { second = 0x80...0x9f }
    case 0xf0...0xf4:
      length = 4
      if first == 0xf0 { second = 0x90...0xbf }
      if first == 0xf4 { second = 0x80...0x8f }
    default: return 0
    }
    for index in 1..<min(length, bytes.count) {
      let allowed = index == 1 ? second : 0x80...0xbf
      guard allowed.contains(bytes[index]) else { return 0 }
    }
    guard bytes.count >= length else { return nil }
    // U+FFFE and U+FFFF.
    return first == 0xef && bytes[1] == 0xbf && bytes[2] >= 0xbe ? 0 : length
  }

  private static func encoding(of head: UnsafeRawBufferPointer) -> Encoding {
    let isMarked = head.starts(with: [0xef, 0xbb, 0xbf])
    let text = head.dropFirst(isMarked ? 3 : 0).prefix(256)
    guard text.first != 0xfe, text.first != 0xff, !text.prefix(4).contains(0) else { return .other }
    let declaration = String(decoding: text.prefix { $0 != 0x3e }, as: UTF8.self).lowercased()
    guard !isMarked, declaration.hasPrefix("<?xml"),
      let name = declaration.firstRange(of: "encoding").map({ declaration[$0.upperBound...] })
    else { return .utf8 }
    let label = name.drop { " =\"'\t".contains($0) }.prefix { !"\"'".contains($0) }
    if label.hasPrefix("utf-8") || label == "utf8" || label.hasPrefix("utf-16") || label == "us-ascii" {
      return .utf8
    }
    return label.hasPrefix("iso-8859") || label.hasPrefix("windows-125") || label == "latin1"
      ? .singleByte : .other
  }
}
