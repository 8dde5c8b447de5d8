/// Text from outside as the markup of a page may hold it.
///
/// Hidden characters are written out as ``VisibleText`` does; the five characters that mean something in HTML
/// (WHATWG HTML, 13.1.2) become references, in element content and in quoted attribute values alike. So does `~`, which
/// ``FramedMarkup`` uses for itself.
enum HTMLText {
  /// The most characters of one text that are shown, where nothing else is said.
  static let mostCharacters = 1000

  /// The text, escaped; a text of more characters than the limit loses its middle.
  static func escaped(_ text: String, limit: Int = mostCharacters) -> String {
    references(VisibleText.of(shortened(text, limit: limit)))
  }

  /// The beginning and the end of a long text, and how much is not shown in between.
  static func shortened(_ text: String, limit: Int = mostCharacters) -> String {
    guard text.utf8.count > limit else { return text }
    let scalars = text.unicodeScalars
    let count = scalars.count
    guard count > limit else { return text }
    let half = limit / 2
    return String(scalars.prefix(half)) + " … \(count - 2 * half) more characters … "
      + String(scalars.suffix(half))
  }

  /// Text without hidden characters, with references in the place of what means something in HTML.
  static func references(_ text: some StringProtocol) -> String {
    guard text.utf8.contains(where: isSpecial) else { return String(text) }
    var escaped: [UInt8] = []
    escaped.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): escaped += "&amp;".utf8
      case UInt8(ascii: "<"): escaped += "&lt;".utf8
      case UInt8(ascii: ">"): escaped += "&gt;".utf8
      case UInt8(ascii: "\""): escaped += "&quot;".utf8
      case UInt8(ascii: "'"): escaped += "&#39;".utf8
      case UInt8(ascii: "~"): escaped += "&#126;".utf8
      default: escaped.append(byte)
      }
    }
    return String(decoding: escaped, as: UTF8.self)
  }

  private static func isSpecial(_ byte: UInt8) -> Bool { "&<>\"'~".utf8.contains(byte) }
}
