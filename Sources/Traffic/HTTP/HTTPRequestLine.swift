/// The request line of HTTP/1 (RFC 9112, 3).
struct HTTPRequestLine {
  private static let methods: Set = [
    "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH",
  ]

  /// The method, as written.
  var method: String
  /// The request target, as written.
  var target: String
  /// `HTTP/1.1`; nil where the line was cut before it.
  var version: String?

  /// Reads a whole request line; nil where it is none.
  init?(_ line: String) {
    var line = line
    let parts = line.withUTF8 { bytes -> (String, String, String)? in
      // White space in a target is wrong, and is sent none the less: what is between the first and the last counts.
      guard let first = bytes.firstIndex(of: 0x20), let last = bytes.lastIndex(of: 0x20), first < last,
        HTTPStatusLine.isVersion(bytes[(last + 1)...])
      else { return nil }
      return (
        String(decoding: bytes[..<first], as: UTF8.self),
        String(decoding: bytes[(first + 1)..<last], as: UTF8.self),
        String(decoding: bytes[(last + 1)...], as: UTF8.self)
      )
    }
    guard let parts else { return nil }
    (method, target, version) = parts
  }

  /// Reads a request line of which the end was not captured; the target then ends in an ellipsis.
  ///
  /// Without the version to tell HTTP by, it is nil unless method and target look the part.
  init?(cut line: String) {
    if let whole = HTTPRequestLine(line) {
      self = whole
      return
    }
    let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, Self.methods.contains(String(parts[0])) else { return nil }
    guard parts[0] == "CONNECT" || ["/", "*", "http"].contains(where: { parts[1].hasPrefix($0) }) else {
      return nil
    }
    method = String(parts[0])
    let rest = parts[1].split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
    target = rest.count > 1 ? String(rest[0]) : parts[1] + "…"
  }
}
