/// What is kept of a failure's message: its first line that is not blank, shortened to 500 bytes, and behind it the
/// assertion that pytest writes below a message of the test's own: `too quick: 0.478s (assert 0.478 > 0.5)`.
enum MessageText {
  static let limit = 500
  /// How far below the first line the assertion is looked for, in bytes.
  private static let reach = 2048

  /// The first line of `text`; nil where all of it is blank.
  static func firstLine(_ text: some Collection<UInt8>) -> String? {
    let text = text.drop { isLineEnd($0) || isSpace($0) }
    let line = text.prefix { !isLineEnd($0) }
    guard !line.isEmpty else { return nil }
    var kept = Array(line.prefix(limit + 1))
    if let assertion = assertion(in: text[line.endIndex...].prefix(reach)),
      line.count + assertion.count + 3 <= limit
    {
      kept += Array(" (".utf8) + assertion + Array(")".utf8)
    }
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

  /// The first line that begins with `assert `.
  private static func assertion(in rest: some Collection<UInt8>) -> [UInt8]? {
    let lines = rest.split(whereSeparator: isLineEnd)
    return lines.first { $0.starts(with: "assert ".utf8) }.map { line in
      var line = Array(line)
      while let last = line.last, isSpace(last) { line.removeLast() }
      return line
    }
  }

  private static func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0a || byte == 0x0d }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
