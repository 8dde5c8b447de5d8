/// The status line of HTTP/1 (RFC 9112, 4).
struct HTTPStatusLine {
  /// `HTTP/1.1`.
  var version: String
  /// The status code, 100 to 999.
  var status: Int

  /// Reads a status line, its reason phrase cut or not; nil where it is none.
  init?(_ line: String) {
    var line = line
    let read = line.withUTF8 { bytes -> (version: String, status: Int)? in
      guard let space = bytes.firstIndex(of: 0x20), Self.isVersion(bytes[..<space]) else { return nil }
      let rest = bytes[(space + 1)...]
      let digits = rest.prefix(3)
      guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }),
        rest.dropFirst(3).first ?? 0x20 == 0x20
      else { return nil }
      let status = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
      return status >= 100 ? (String(decoding: bytes[..<space], as: UTF8.self), status) : nil
    }
    guard let read else { return nil }
    (version, status) = read
  }

  /// Whether this is `HTTP/1.` and a digit.
  static func isVersion(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    guard text.count == 8, text.starts(with: "HTTP/1.".utf8), let last = text.last else { return false }
    return (0x30...0x39).contains(last)
  }
}
