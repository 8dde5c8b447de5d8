import Records

/// Turns a HAR entry into an exchange, by the rules of its creator's dialect.
struct HARExchange {
  /// The exchange.
  private(set) var exchange: Exchange
  /// Whether `startedDateTime` names a zone; nil where it could not be read.
  let hasZone: Bool?

  /// Nil where the entry names no URL.
  init?(_ entry: HAREntry, dialect: HARDialect) {
    guard let request = entry.request, let url = request.url, !url.isEmpty else { return nil }
    exchange = Exchange(witness: .har, method: request.method ?? "", url: url)
    let authority = URLAuthority(url)
    exchange.host = authority?.host
    exchange.port = authority?.port
    exchange.httpVersion = Self.version(entry.response?.httpVersion) ?? Self.version(request.httpVersion)
    exchange.status = entry.response?.status
    exchange.requestHeaders = request.headers
    exchange.responseHeaders = entry.response?.headers ?? []
    exchange.requestBodyBytes = request.bodySize
    exchange.responseBodyBytes = entry.response?.sentBodyBytes
    exchange.responseBodyHash = entry.response?.content?.hash
    exchange.serverAddress = entry.serverIPAddress.flatMap {
      IPAddress($0.hasPrefix("[") && $0.hasSuffix("]") ? String($0.dropFirst().dropLast()) : $0)
    }
    if dialect.namesClientPort, let port = entry.connection.flatMap({ UInt16($0) }), port > 0,
      port != authority?.port
    {
      exchange.clientPort = port
    }
    if entry.isFulfilled { exchange.admissions.insert(.fulfilledByTest) }
    if entry.isFromCache { exchange.admissions.insert(.fromCache) }
    if entry.response?.isFetchedViaServiceWorker == true { exchange.admissions.insert(.fromServiceWorker) }
    exchange.isWebSocketAccepted = Self.isWebSocketAccepted(exchange)
    let started = entry.startedDateTime.flatMap { TimestampText($0) }
    exchange.start = started?.timestamp
    hasZone = started?.hasZone
    setTimes(entry, isSecure: authority?.scheme == "https" || authority?.scheme == "wss", dialect)
  }

  private mutating func setTimes(_ entry: HAREntry, isSecure: Bool, _ dialect: HARDialect) {
    var timings = Exchange.Timings()
    timings.blocked = entry.timings?.blocked
    timings.dns = entry.timings?.dns
    timings.connect = entry.timings?.connect
    timings.ssl = entry.timings?.ssl
    timings.send = entry.timings?.send
    timings.wait = entry.timings?.wait
    timings.receive = entry.timings?.receive
    // Without TLS, Playwright's subtraction from a time of -1 leaves a figure that means nothing.
    if dialect.countsTLSTwice, !isSecure { timings.ssl = nil }
    // A handshake that took longer than the connecting it is part of was not part of it.
    if let ssl = timings.ssl, let connect = timings.connect, dialect.isTLSOutsideConnect || ssl > connect {
      timings.connect = connect + ssl
    }
    exchange.timings = timings
    guard let start = exchange.start else { return }
    let beforeSending = [timings.blocked, timings.dns, timings.connect].reduce(0) { $0 + ($1 ?? 0) }
    let connecting = dialect.startsAfterConnecting ? 0 : beforeSending
    if exchange.status != nil, let wait = timings.wait {
      exchange.firstByte = start.advanced(byNanoseconds: connecting + (timings.send ?? 0) + wait)
    }
    if let time = entry.time, !dialect.countsTLSTwice {
      // mitmproxy counts the connecting that its start leaves out.
      let rest = dialect.startsAfterConnecting ? max(0, time - beforeSending) : time
      exchange.end = start.advanced(byNanoseconds: rest)
    } else if let firstByte = exchange.firstByte, let receive = timings.receive {
      exchange.end = firstByte.advanced(byNanoseconds: receive)
    }
    if let firstByte = exchange.firstByte, let end = exchange.end { exchange.end = max(firstByte, end) }
  }

  /// `HTTP/1.1`, `HTTP/2`, `HTTP/3` for what creators write: `http/1.1`, `1.1`, `h2`, `HTTP/2.0`, `h3-29`.
  private static func version(_ written: String?) -> String? {
    guard let name = written?.lowercased() else { return nil }
    switch name.hasPrefix("http/") ? name.dropFirst(5) : name[...] {
    case "1.1": return "HTTP/1.1"
    case "1.0": return "HTTP/1.0"
    case "2", "2.0", "h2", "h2c": return "HTTP/2"
    case "3", "3.0", "h3": return "HTTP/3"
    case let draft where draft.hasPrefix("h3-"): return "HTTP/3"
    default: return nil
    }
  }

  /// Whether the server's answer to the WebSocket key is right; nil where one of the two is missing.
  private static func isWebSocketAccepted(_ exchange: Exchange) -> Bool? {
    guard let accept = exchange.responseHeader("sec-websocket-accept"),
      let key = exchange.requestHeaders.first(where: { $0.name.lowercased() == "sec-websocket-key" })
    else { return nil }
    return accept == WebSocketAccept.value(for: key.value)
  }
}
