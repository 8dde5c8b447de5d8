/// What is kept of a failure's message: its first line that is not blank, shortened to 500 bytes.
enum MessageText {
  static let limit = 500

  /// The first line of `text`; nil where all of it is blank.
  static func firstLine(_ text: some Collection<UInt8>) -> String? {
    let line =
      text
      .drop { isLineEnd($0) || isSpace($0) }
      .prefix { !isLineEnd($0) }
    guard !line.isEmpty else { return nil }
    var kept = Array(line.prefix(limit + 1))
    if let next = kept.dropFirst(limit).first {
      kept.removeLast()
      // A continuation byte next: the last character does not fit whole.
      let isInside = next & 0xc0 == 0x80
      while isInside, let last = kept.last, last & 0xc0 == 0x80 { kept.removeLast() }
      if isInside { kept.removeLast() }
    }
    while let last = kept.last, isSpace(last) { kept.removeLast() }
    return String(decoding: kept, as: UTF8.self)
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0a || byte == 0x0d }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
