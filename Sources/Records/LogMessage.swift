/// What a message of a known client library says.
///
/// None of it proves traffic: httpx and urllib3 log the same lines when a stub answers. The
/// texts are those of httpx `_client.py`, urllib3 `connectionpool.py`, httpcore `_trace.py` and vcrpy `stubs`.
public enum LogMessage: Hashable, Sendable {
  /// A finished exchange: httpx's `HTTP Request: GET https://h/p "HTTP/1.1 200 OK"`, urllib3's
  /// `https://h:443 "GET /p HTTP/1.1" 200 147`. The URL is without its scheme's own port; it is a path alone where
  /// urllib3 (before 1.20) named no host.
  case exchange(method: String, url: String, httpVersion: String?, status: Int)
  /// Anything else that a log line can claim.
  case claim(LogLine.Claim)

  /// Reads a message, or nil where it says nothing of interest.
  ///
  /// - Parameters:
  ///   - logger: the logger's name: `httpx`, `urllib3.connectionpool`, `httpcore.connection`, `vcr.stubs`, any.
  ///   - message: the message without time, level and logger.
  public init?(logger: String, message: String) {
    // The library's own name, also where another package carries a copy (`pip._vendor.urllib3.connectionpool`).
    let parts = logger.split(separator: ".")
    let found: LogMessage?
    if parts.first == "httpx" {
      found = Self.httpxRequest(message)
    } else if parts.contains("urllib3") {
      found = Self.urllib3Response(message) ?? Self.urllib3Connection(message).map(Self.claim)
    } else if parts.first == "httpcore" {
      found = Self.httpcoreConnection(message).map(Self.claim)
    } else if parts.first == "vcr" {
      found = Self.cassette(message).map(Self.claim)
    } else {
      found = Self.test(message).map(Self.claim)
    }
    guard let found else { return nil }
    self = found
  }

  /// `HTTP Request: GET https://h/p "HTTP/1.1 200 OK"`.
  private static func httpxRequest(_ message: String) -> LogMessage? {
    guard let request = message.dropping(prefix: "HTTP Request: "),
      let (head, response) = request.halves(at: " \""),
      let (method, url) = head.halves(at: " "), isMethod(method), !url.isEmpty,
      let (version, rest) = response.halves(at: " "), let status = status(rest)
    else { return nil }
    return .exchange(
      method: String(method), url: String(url), httpVersion: httpVersion(version), status: status)
  }

  /// `https://h:443 "GET /p HTTP/1.1" 200 147`; through a proxy the target is a whole URL.
  private static func urllib3Response(_ message: String) -> LogMessage? {
    guard let (origin, rest) = message[...].halves(at: "\""),
      let (line, response) = rest.halves(at: "\" "),
      let (method, targetAndVersion) = line.halves(at: " "), isMethod(method),
      let end = targetAndVersion.lastIndex(of: " "), let status = status(response)
    else { return nil }
    let target = targetAndVersion[..<end]
    let version = httpVersion(targetAndVersion[targetAndVersion.index(after: end)...])
    var url = String(target)
    if !origin.isEmpty {
      guard origin.hasSuffix(" "), let (scheme, authority) = origin.dropLast().halves(at: "://"),
        let (host, port) = hostAndPort(authority)
      else { return nil }
      if target.first == "/" || target.isEmpty {
        let shownHost = host.contains(":") ? "[\(host)]" : host
        let shownPort = port.flatMap { $0 == defaultPort(scheme) ? nil : ":\($0)" } ?? ""
        url = "\(scheme)://\(shownHost)\(shownPort)\(target)"
      }
    }
    return .exchange(method: String(method), url: url, httpVersion: version, status: status)
  }

  /// `Starting new HTTPS connection (1): h:443`; old releases leave the port out.
  private static func urllib3Connection(_ message: String) -> LogLine.Claim? {
    guard let rest = message.dropping(prefix: "Starting new "),
      let (scheme, counted) = rest.halves(at: " connection ("),
      let (_, authority) = counted.halves(at: "): "),
      let defaultPort = defaultPort(scheme), let (host, port) = hostAndPort(authority)
    else { return nil }
    return .connecting(host: host, port: port ?? defaultPort)
  }

  /// `connect_tcp.started host='h' port=443 ...` and `connect_tcp.complete return_value=...`.
  private static func httpcoreConnection(_ message: String) -> LogLine.Claim? {
    if message.hasPrefix("connect_tcp.complete") { return .connected(host: nil) }
    guard let arguments = message.dropping(prefix: "connect_tcp.started host='"),
      let (host, rest) = arguments.halves(at: "' port="), !host.isEmpty,
      let port = UInt16(rest.prefix { $0 != " " })
    else { return nil }
    return .connecting(host: host.lowercased(), port: port)
  }

  /// `Playing response for <Request (GET) https://h/p> from cassette`.
  private static func cassette(_ message: String) -> LogLine.Claim? {
    guard let rest = message.dropping(prefix: "Playing response for "),
      let (request, _) = rest.halves(at: " from cassette")
    else { return nil }
    let url = request.split(separator: " ").last { $0.contains("://") }
    return .replayed(url: url.map { String($0.hasSuffix(">") ? $0.dropLast() : $0) })
  }

  /// `test start a.py::test_b` and `test end a.py::test_b passed`.
  private static func test(_ message: String) -> LogLine.Claim? {
    if let id = message.dropping(prefix: "test start "), id.contains("::") {
      return .testStarted(id: String(id))
    }
    guard let rest = message.dropping(prefix: "test end "), rest.contains("::") else { return nil }
    let outcomes: Set<Substring> = ["passed", "failed", "error", "skipped", "xfailed", "xpassed"]
    // An id may hold spaces (`test_b[x y]`): only an outcome's own word is taken for one.
    if let space = rest.lastIndex(of: " ") {
      let last = rest[rest.index(after: space)...]
      if outcomes.contains(last) {
        return .testFinished(id: String(rest[..<space]), outcome: String(last))
      }
    }
    return .testFinished(id: String(rest), outcome: nil)
  }

  private static func isMethod(_ text: Substring) -> Bool {
    (1...32).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
  }

  /// The three digits with which `text` begins.
  private static func status(_ text: Substring) -> Int? {
    let digits = text.prefix { $0 != " " && $0 != "\"" }
    guard digits.utf8.count == 3, let status = Int(digits), status >= 100 else { return nil }
    return status
  }

  /// `HTTP/1.1` or `HTTP/2`, which some releases write as `HTTP/2.0`.
  private static func httpVersion(_ text: Substring) -> String? {
    guard text.hasPrefix("HTTP/") else { return nil }
    return String(text.hasSuffix(".0") && text != "HTTP/1.0" ? text.dropLast(2) : text)
  }

  private static func defaultPort(_ scheme: Substring) -> UInt16? {
    switch scheme.lowercased() {
    case "http": 80
    case "https": 443
    default: nil
    }
  }

  private static func hostAndPort(_ authority: Substring) -> (host: String, port: UInt16?)? {
    var host = authority
    var port: UInt16?
    if let colon = authority.lastIndex(of: ":"), authority.last != "]" {
      port = UInt16(authority[authority.index(after: colon)...])
      if port == nil { return nil }
      host = authority[..<colon]
    }
    if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
    guard !host.isEmpty, !host.contains(where: { $0 == " " || $0 == "/" }) else { return nil }
    return (host.lowercased(), port)
  }
}

extension StringProtocol where SubSequence == Substring {
  /// What follows `prefix`, or nil where the text does not begin with it.
  fileprivate func dropping(prefix: String) -> Substring? {
    guard utf8.starts(with: prefix.utf8) else { return nil }
    return self[utf8.index(utf8.startIndex, offsetBy: prefix.utf8.count)...]
  }

  /// What stands before and after the first `separator`, or nil where there is none.
  fileprivate func halves(at separator: String) -> (Substring, Substring)? {
    let needle = Array(separator.utf8)
    let bytes = utf8
    var start = bytes.startIndex
    while start != bytes.endIndex {
      if bytes[start...].starts(with: needle) {
        let end = bytes.index(start, offsetBy: needle.count)
        return (self[..<start], self[end...])
      }
      start = bytes.index(after: start)
    }
    return nil
  }
}
