/// The status line of HTTP/1 (RFC 9112, 4).
struct HTTPStatusLine {
  /// `HTTP/1.1`.
  var version: String
  /// The status code, 100 to 999.
  var status: Int

  /// Reads a status line, its reason phrase cut or not; nil where it is none.
  init?(_ line: String) {
    let bytes = line.utf8
    guard let space = bytes.firstIndex(of: 0x20), Self.isVersion(line[..<space]) else { return nil }
    let rest = bytes[bytes.index(after: space)...]
    let digits = rest.prefix(3)
    guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }),
      rest.dropFirst(3).first ?? 0x20 == 0x20
    else { return nil }
    version = String(line[..<space])
    status = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    guard status >= 100 else { return nil }
  }

  /// Whether this is `HTTP/1.` and a digit.
  static func isVersion(_ text: Substring) -> Bool {
    guard text.utf8.count == 8, text.utf8.starts(with: "HTTP/1.".utf8), let last = text.utf8.last else {
      return false
    }
    return (0x30...0x39).contains(last)
  }
}
