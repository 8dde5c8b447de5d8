/// The part of a URL that says who is called (RFC 3986, 3.2).
struct URLAuthority: Hashable, Sendable {
  /// The host in lower case, without the brackets of an IPv6 address.
  var host: String
  /// The port, explicit or by the scheme; nil where neither tells.
  var port: UInt16?
  /// The scheme in lower case.
  var scheme: String

  /// Reads an absolute URL; nil where it names no host.
  init?(_ url: String) {
    let bytes = url.utf8
    guard let colon = bytes.firstIndex(of: 0x3a), colon != bytes.startIndex else { return nil }
    let afterScheme = bytes[colon...]
    guard afterScheme.starts(with: [0x3a, 0x2f, 0x2f]) else { return nil }
    scheme = url[..<colon].lowercased()
    var authority = afterScheme.dropFirst(3).prefix { $0 != 0x2f && $0 != 0x3f && $0 != 0x23 && $0 != 0x5c }
    if let at = authority.lastIndex(of: 0x40) { authority = authority[authority.index(after: at)...] }
    var name = authority
    var digits = authority.suffix(0)
    if authority.first == 0x5b {
      guard let bracket = authority.firstIndex(of: 0x5d) else { return nil }
      name = authority[..<bracket].dropFirst()
      digits = authority[bracket...].dropFirst()
    } else if let colon = authority.firstIndex(of: 0x3a) {
      name = authority[..<colon]
      digits = authority[colon...]
    }
    host = Substring(name).lowercased()
    guard !host.isEmpty else { return nil }
    if digits.first == 0x3a, digits.count > 1 {
      port = UInt16(Substring(digits.dropFirst()))
    } else {
      port = Self.defaultPort(scheme)
    }
  }

  private static func defaultPort(_ scheme: String) -> UInt16? {
    switch scheme {
    case "http", "ws": 80
    case "https", "wss": 443
    default: nil
    }
  }
}
