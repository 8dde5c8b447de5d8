import Records

/// A host and port that the tests claim to exercise, as the user declared it.
public struct Target: Hashable, Sendable {
  private static let ports = ["https": 443, "wss": 443, "http": 80, "ws": 80, "tcp": 0]

  /// The declaration.
  public let url: String
  /// The host, in lower case, without brackets.
  public let host: String
  /// The port: the one declared, or the scheme's.
  public let port: Int

  /// Reads `https://HOST[:PORT][/...]`, or the same with http, wss, ws or tcp (which needs a port).
  ///
  /// - Throws: a `Problem` that says what a target looks like.
  public init(_ url: String) throws {
    func problem(_ what: String) -> Problem {
      Problem(
        "--target",
        "'\(url)' \(what); a target is a URL such as 'https://staging.example.com' or 'tcp://db.example.com:5432'"
      )
    }
    guard let mark = url.firstRange(of: "://") else { throw problem("has no scheme") }
    let scheme = url[..<mark.lowerBound].lowercased()
    guard let defaultPort = Self.ports[scheme] else {
      throw problem("has the scheme '\(scheme)', which is not one of https, http, wss, ws, tcp")
    }
    var authority = url[mark.upperBound...].prefix { !"/?#".contains($0) }
    if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
    var portText: Substring?
    var hostText = authority
    if authority.first == "[", let bracket = authority.firstIndex(of: "]") {
      hostText = authority[authority.index(after: authority.startIndex)..<bracket]
      let rest = authority[authority.index(after: bracket)...]
      if rest.first == ":" { portText = rest.dropFirst() }
    } else if let colon = authority.lastIndex(of: ":") {
      hostText = authority[..<colon]
      portText = authority[authority.index(after: colon)...]
    }
    guard !hostText.isEmpty, hostText != "." else { throw problem("has no host") }
    let port: Int
    if let portText {
      guard let number = Int(portText), (1...65_535).contains(number) else {
        throw problem("has the port '\(portText)', which is not a number from 1 to 65535")
      }
      port = number
    } else {
      guard defaultPort > 0 else { throw problem("has no port, and 'tcp' has no usual one") }
      port = defaultPort
    }
    self.url = url
    // A fully qualified name may end in the root's dot (RFC 1034, 3.1).
    self.host = (hostText.last == "." ? hostText.dropLast() : hostText).lowercased()
    self.port = port
  }

  /// The host as an address, where it is one.
  var address: IPAddress? { IPAddress(host) }

  /// Whether the host is this machine by name or address.
  public var isLoopback: Bool {
    host == "localhost" || host.hasSuffix(".localhost") || address?.isLoopback == true
  }
}
