import CCurl
import Records

/// An absolute URL of http, https, ws or wss (RFC 3986), as libcurl understands it, which also makes the connection.
public struct WebAddress: Hashable, Sendable, CustomStringConvertible {
  /// The scheme in lower case.
  public let scheme: String
  /// The host in lower case; an IPv6 address without brackets.
  public let host: String
  /// The port, that of the scheme where none is written.
  public let port: Int
  /// The path, which begins with `/`.
  public var path: String
  /// What follows `?`; nil where there is none.
  public var query: String?

  /// The URL that a text holds.
  ///
  /// - Parameter place: what an error names as the place, such as an option.
  /// - Throws: a `Problem` where it is no such URL, or carries a user name or password.
  public init(_ text: String, place: String) throws {
    let shown = ServerText.plain(text)
    guard text.utf8.count <= 8192, let parts = curl_url() else {
      throw Problem(place, "the URL is too long (at most 8192 bytes)")
    }
    defer { curl_url_cleanup(parts) }
    guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7f }),
      curl_url_set(parts, CURLUPART_URL, text, UInt32(CURLU_NON_SUPPORT_SCHEME)) == CURLUE_OK,
      let scheme = Self.part(parts, CURLUPART_SCHEME)?.lowercased(),
      let host = Self.part(parts, CURLUPART_HOST)?.lowercased(), !host.isEmpty,
      let defaultPort = Self.ports[scheme]
    else {
      throw Problem(
        place, "'\(shown)' is no URL of http, https, ws or wss, such as 'https://staging.example.com'")
    }
    guard Self.part(parts, CURLUPART_USER) == nil, Self.part(parts, CURLUPART_PASSWORD) == nil else {
      throw Problem(place, "the URL of '\(host)' holds a user name or password; leave them out")
    }
    guard host.utf8.allSatisfy({ $0 < 0x80 }) else {
      throw Problem(place, "the host's name is not in ASCII; write it in Punycode: 'xn--bcher-kva.example'")
    }
    guard Self.part(parts, CURLUPART_ZONEID) == nil else {
      throw Problem(place, "the address '\(host)' has a zone, which is not supported; use one without")
    }
    self.scheme = scheme
    self.host = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    self.port = Self.part(parts, CURLUPART_PORT).flatMap(Int.init) ?? defaultPort
    self.path = Self.part(parts, CURLUPART_PATH) ?? "/"
    self.query = Self.part(parts, CURLUPART_QUERY)
  }

  private static let ports = ["http": 80, "https": 443, "ws": 80, "wss": 443]

  private static func part(_ parts: OpaquePointer, _ which: CURLUPart) -> String? {
    var value: UnsafeMutablePointer<CChar>?
    guard curl_url_get(parts, which, &value, 0) == CURLUE_OK, let value else { return nil }
    defer { curl_free(value) }
    return String(cString: value)
  }

  /// Whether TLS protects it.
  public var isSecure: Bool { scheme == "https" || scheme == "wss" }

  /// Whether the host is this machine by its name or address (RFC 6761, 6.3; RFC 1122, 3.2.1.3).
  public var isLoopback: Bool {
    host == "localhost" || host == "::1" || (host.hasPrefix("127.") && IPAddress(host)?.isIPv4 == true)
  }

  /// Scheme, host and port: `https://api.example.com`, the port only where it is not the scheme's.
  public var origin: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return "\(scheme)://\(name)" + (port == Self.ports[scheme] ? "" : ":\(port)")
  }

  /// The URL as text, without a fragment.
  public var description: String { origin + path + (query.map { "?" + $0 } ?? "") }

  /// The URL that libcurl asks: a WebSocket begins as a request of HTTP (RFC 6455, 4.1).
  var httpText: String { scheme.hasPrefix("ws") ? "http" + description.dropFirst(2) : description }

  /// This URL with more path behind it, and a query of its own.
  ///
  /// - Parameter more: begins with `/`, percent-encoded as needed.
  public func appending(path more: String, query: String? = nil) -> WebAddress {
    var longer = self
    longer.path = (path.hasSuffix("/") ? String(path.dropLast()) : path) + more
    longer.query = query
    return longer
  }
}
