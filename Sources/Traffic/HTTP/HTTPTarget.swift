import Records

/// What a request is for: its URL, host and port, from the request target and the Host field (RFC 9112, 3.2 and 3.3).
struct HTTPTarget {
  /// The URL; absolute where the host is known. The authority alone for CONNECT.
  var url: String
  /// The host in lower case, without port and without the brackets of IPv6.
  var host: String?
  /// The port.
  var port: UInt16?

  /// Reads a request's target; a host that names no port is asked for at the server's.
  ///
  /// - Parameter scheme: the scheme of a target that has none.
  init(method: String, target: String, hostField: String?, server: Endpoint, scheme: String) {
    if method == "CONNECT" {
      url = target
      (host, port) = Self.parts(of: target[...])
    } else if let written = Self.scheme(of: target) {
      let rest = target.dropFirst(written.count)
      let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
      url = target
      (host, port) = Self.parts(of: authority.split(separator: "@").last ?? "")
      if port == nil { port = written == "http://" ? 80 : 443 }
    } else {
      (host, port) = hostField.map { Self.parts(of: $0[...]) } ?? (nil, nil)
      if let hostField, host != nil {
        url = scheme + "://" + Self.lowercase(hostField) + (target == "*" ? "" : target)
      } else {
        url = target
      }
      if port == nil { port = server.port }
    }
  }

  /// The scheme of what is asked for on a connection (RFC 9110, 4.2; RFC 6455, 3).
  static func scheme(isWebSocket: Bool, isSecure: Bool) -> String {
    isWebSocket ? (isSecure ? "wss" : "ws") : isSecure ? "https" : "http"
  }

  /// The text in lower case, which it mostly is.
  private static func lowercase(_ text: String) -> String {
    text.utf8.contains { (0x41...0x5a).contains($0) || $0 >= 0x80 } ? text.lowercased() : text
  }

  /// The scheme that a target in absolute form begins with, in lower case.
  private static func scheme(of target: String) -> String? {
    guard target.utf8.first != UInt8(ascii: "/") else { return nil }
    let start = target.prefix(8).lowercased()
    return ["http://", "https://"].first { start.hasPrefix($0) }
  }

  /// The host and port of an authority; no host where it is empty.
  private static func parts(of authority: Substring) -> (String?, UInt16?) {
    let text = lowercase(String(authority))
    if text.utf8.first == UInt8(ascii: "["), let end = text.firstIndex(of: "]") {
      let address = text[text.index(after: text.startIndex)..<end]
      return (String(address), UInt16(text[end...].drop { $0 == "]" || $0 == ":" }))
    }
    guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else {
      return (text.isEmpty ? nil : text, nil)
    }
    let host = String(text[..<colon])
    return (host.isEmpty ? nil : host, UInt16(text[text.utf8.index(after: colon)...]))
  }
}
