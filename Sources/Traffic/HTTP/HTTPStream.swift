import Records

/// HTTP/1 on a connection (RFC 9112), until it ends or another protocol takes over.
final class HTTPStream {
  /// Whether the stream still decodes.
  enum State: Equatable {
    /// It does.
    case decoding
    /// The first line was none of HTTP.
    case rejected
    /// A CONNECT was granted: another stream follows, with the last so many bytes of the chunk.
    case tunnel(unread: Int)
  }

  private enum Mode {
    case messages
    case webSocket
    /// Another protocol after an upgrade, or decoding was given up.
    case opaque
  }

  /// Whether the stream still decodes.
  private(set) var state = State.decoding
  /// Whether a request line or a status line came.
  private(set) var isConfirmed = false

  private let connection: Int
  private let server: Endpoint
  private let isSecure: Bool
  private let requests = HTTPMessageReader()
  private let responses = HTTPMessageReader()
  private var mode = Mode.messages
  private var exchanges = HTTPExchangeQueue()
  private var oddities: ConnectionOddities
  /// Whether the client asked for a tunnel: what it sends until the answer is not HTTP.
  private var isAwaitingTunnel = false
  private var clientFrames = WebSocketFrames()
  private var serverFrames = WebSocketFrames()

  /// The stream of a connection to a server, inside of TLS or not.
  init(connection: Int, server: Endpoint, isSecure: Bool) {
    self.connection = connection
    self.server = server
    self.isSecure = isSecure
    oddities = ConnectionOddities(connection: connection)
  }

  /// Takes the next bytes of one direction, and returns what they are.
  func consume(
    _ bytes: UnsafeRawBufferPointer, from side: Side, at time: Timestamp, into sink: any RecordSink
  ) throws -> Burst.Content {
    switch mode {
    case .messages: break
    case .webSocket: return side == .client ? clientFrames.consume(bytes) : serverFrames.consume(bytes)
    case .opaque: return .application
    }
    if side == .client, isAwaitingTunnel { return .application }
    let reader = side == .client ? requests : responses
    if reader.state == .lost {
      guard Opening(bytes) == .http(speaker: side) else {
        if side == .server { exchanges.extendResponse(at: time) }
        return .application
      }
      if side == .server { try exchanges.endResponse(bodyBytes: nil, hash: nil, at: nil, into: sink) }
      reader.beginMessage()
    }
    var position = 0
    reading: while true {
      switch reader.advance(bytes, &position, at: time) {
      case .more: break reading
      case .startLine: try checkStartLine(of: reader, from: side, into: sink)
      case .head: try takeHead(of: reader, from: side, isWhole: true, at: time, into: sink)
      case .end: try endMessage(of: reader, from: side, at: time, into: sink)
      case .headTooLong: try stop(side, into: sink)
      case .badChunkSize:
        try oddities.report(
          "http_bad_chunk_size",
          "what should be the size of a chunk is no number; the rest from the \(side) is taken as one body",
          into: sink)
      }
      guard mode == .messages, state == .decoding else { return leave(bytes, position, side) }
      if side == .client, isAwaitingTunnel { break }
    }
    if side == .server { exchanges.extendResponse(at: time) }
    return .application
  }

  /// Takes note that so many bytes of one direction passed unseen.
  func skip(
    _ count: Int, from side: Side, at time: Timestamp, into sink: any RecordSink
  ) throws -> Burst.Content {
    switch mode {
    case .messages: break
    case .webSocket: return side == .client ? clientFrames.skip(count) : serverFrames.skip(count)
    case .opaque: return .application
    }
    if side == .client, isAwaitingTunnel { return .application }
    let reader = side == .client ? requests : responses
    let isInHead = reader.state == .head && !reader.head.isEmpty
    switch reader.skip(count) {
    case .inside: break
    case .end:
      try endMessage(of: reader, from: side, at: time, into: sink)
      return .application
    case .pastEnd:
      try endMessage(of: reader, from: side, at: time, into: sink)
      reader.lose()
    case .lost:
      if isInHead { try takeHead(of: reader, from: side, isWhole: false, at: time, into: sink) }
      // The head that was cut may end HTTP here, as a granted CONNECT or an upgrade.
      guard state == .decoding, mode == .messages else { return .application }
      if side == .client { try exchanges.endRequest(bodyBytes: nil, at: time, into: sink) }
      reader.lose()
    }
    if side == .server { exchanges.extendResponse(at: time) }
    return .application
  }

  /// Takes the end of the connection: hands over what is unfinished.
  func finish(into sink: any RecordSink) throws {
    let isEndedByClose = responses.state == .untilClose
    for (reader, side) in [(requests, Side.client), (responses, .server)]
    where mode == .messages && reader.state == .head && !reader.head.isEmpty {
      try takeHead(of: reader, from: side, isWhole: false, at: reader.start, into: sink)
    }
    if requests.state != .head, requests.state != .lost {
      try exchanges.endRequest(bodyBytes: requests.bodyBytes, at: requests.start, into: sink)
    }
    if exchanges.isAnswering {
      try exchanges.endResponse(
        bodyBytes: isEndedByClose ? responses.bodyBytes : nil, hash: nil, at: nil, into: sink)
    }
    try exchanges.handOverAll(into: sink)
    mode = .opaque
  }

  /// What the bytes are after a message that ended HTTP on the connection.
  private func leave(
    _ bytes: UnsafeRawBufferPointer, _ position: Int, _ side: Side
  ) -> Burst.Content {
    if case .tunnel = state { state = .tunnel(unread: bytes.count - position) }
    if mode == .webSocket, position < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
      _ = side == .client ? clientFrames.consume(rest) : serverFrames.consume(rest)
    }
    return .application
  }

  private func stop(_ side: Side, into sink: any RecordSink) throws {
    guard isConfirmed else { return state = .rejected }
    try oddities.report(
      "http_header_too_long",
      "a head from the \(side) is longer than \(HTTPMessageReader.longestHead) bytes; "
        + "the connection is not decoded further", into: sink)
    try exchanges.handOverAll(into: sink)
    mode = .opaque
  }

  private func checkStartLine(of reader: HTTPMessageReader, from side: Side, into sink: any RecordSink) throws
  {
    // A plain one is read with the rest of its head.
    if isConfirmed, Self.isPlain(reader.head, from: side) { return }
    let line = HTTPHead(reader.head, isWhole: true).startLine
    if side == .client ? HTTPRequestLine(line) != nil : HTTPStatusLine(line) != nil {
      isConfirmed = true
      return
    }
    guard isConfirmed else { return state = .rejected }
    try oddities.report(
      "http_start_line_malformed",
      "'\(line.prefix(80))' from the \(side) is no \(side == .client ? "request" : "status") line; "
        + "waited for the next packet that begins with one", into: sink)
    reader.lose()
  }

  /// Whether a line is a request line or a status line as most are (RFC 9112, 3 and 4): `GET / HTTP/1.1`, `HTTP/1.1 200`.
  private static func isPlain(_ line: [UInt8], from side: Side) -> Bool {
    let version = "HTTP/1.".utf8
    func isDigit(_ place: Int) -> Bool { (0x30...0x39).contains(line[place]) }
    guard side == .client else {
      return line.count > 12 && line.starts(with: version) && isDigit(7) && line[8] == 0x20
        && (0x31...0x39).contains(line[9]) && isDigit(10) && isDigit(11)
        && (line[12] == 0x20 || line[12] == 0x0d)
    }
    let end = line.count - 2
    return end > 10 && line[end] == 0x0d && isDigit(end - 1) && line[(end - 8)...].starts(with: version)
      && line[end - 9] == 0x20 && line[..<(end - 9)].contains(0x20)
  }

  private func takeHead(
    of reader: HTTPMessageReader, from side: Side, isWhole: Bool, at time: Timestamp,
    into sink: any RecordSink
  ) throws {
    let head = HTTPHead(reader.head, isWhole: isWhole)
    if !isWhole {
      try oddities.report(
        "http_header_cut", "a head from the \(side) was captured in part; what was captured is used",
        into: sink)
    }
    if head.hasTooManyFields {
      try oddities.report(
        "http_too_many_headers",
        "a head from the \(side) has more than \(HTTPHead.mostFields) fields; the first ones are kept",
        into: sink)
    }
    if head.hasMalformedField {
      try oddities.report(
        "http_header_malformed", "a line in a head from the \(side) is no field; it was left out", into: sink)
    }
    if side == .client {
      try takeRequest(head, isWhole: isWhole, at: time, into: sink)
    } else {
      try takeResponse(head, isWhole: isWhole, at: time, into: sink)
    }
  }

  private func takeRequest(
    _ head: HTTPHead, isWhole: Bool, at time: Timestamp, into sink: any RecordSink
  ) throws {
    let request = isWhole ? HTTPRequestLine(head.startLine) : HTTPRequestLine(cut: head.startLine)
    guard let line = request else {
      if !isConfirmed { state = .rejected }
      return
    }
    isConfirmed = true
    if responses.state == .lost {
      // The responses before were missed, or their ends were.
      try exchanges.endResponse(bodyBytes: nil, hash: nil, at: nil, into: sink)
      try exchanges.handOverAll(into: sink)
    }
    let target = HTTPTarget(
      method: line.method, target: line.target, hostField: head.value("host"), server: server,
      scheme: HTTPTarget.scheme(isWebSocket: head.has("websocket", in: "upgrade"), isSecure: isSecure))
    var exchange = Exchange(witness: .packets, method: line.method, url: target.url)
    exchange.connection = connection
    exchange.serverAddress = server.address
    exchange.start = requests.start
    exchange.host = target.host
    exchange.port = target.port
    exchange.httpVersion = line.version
    exchange.requestHeaders = head.fields
    try exchanges.append(exchange, into: sink)
    isAwaitingTunnel = line.method == "CONNECT"
    guard isWhole else { return }
    let isEmpty =
      switch try length(of: head, from: .client, into: sink) {
      case .unsaid, .unreadable: true
      case .counted(let count): requests.beginBody(.counted(count), hashing: false)
      case .chunked: requests.beginBody(.chunked, hashing: false)
      }
    if isEmpty || isAwaitingTunnel {
      requests.beginMessage()
      try exchanges.endRequest(bodyBytes: 0, at: time, into: sink)
    }
  }

  private func takeResponse(
    _ head: HTTPHead, isWhole: Bool, at time: Timestamp, into sink: any RecordSink
  ) throws {
    guard let line = HTTPStatusLine(head.startLine) else { return }
    isConfirmed = true
    guard line.status >= 200 || line.status == 101 else { return responses.beginMessage() }
    let method = exchanges.answeredMethod
    let isSwitching = line.status == 101
    let isWebSocket = isSwitching && (head.has("websocket", in: "upgrade") || !isWhole)
    let hasRequest = exchanges.beginResponse { exchange in
      exchange.firstByte = responses.start
      exchange.end = time
      exchange.status = line.status
      exchange.httpVersion = line.version
      exchange.responseHeaders = head.fields
      if isWebSocket, isWhole { exchange.isWebSocketAccepted = WebSocketAccept.isRight(exchange) }
    }
    if !hasRequest {
      try oddities.report(
        "http_response_without_request",
        "a response of status \(line.status) came to no request that was captured; it was left out",
        into: sink)
    }
    let isTunnel = method == "CONNECT" && (200..<300).contains(line.status)
    if isSwitching || isTunnel {
      try exchanges.endResponse(bodyBytes: 0, hash: nil, at: time, into: sink)
      try exchanges.handOverAll(into: sink)
      if isTunnel { state = .tunnel(unread: 0) } else { mode = isWebSocket ? .webSocket : .opaque }
      return
    }
    guard isWhole else { return }
    let hasNoBody = method == "HEAD" || line.status == 204 || line.status == 304
    let length = try length(of: head, from: .server, into: sink)
    let isEmpty =
      switch length {
      case _ where hasNoBody: true
      case .unsaid, .unreadable: responses.beginBody(.untilClose, hashing: false)
      case .counted(let count): responses.beginBody(.counted(count), hashing: true)
      case .chunked: responses.beginBody(.chunked, hashing: true)
      }
    if isEmpty { try endMessage(of: responses, from: .server, at: time, into: sink) }
  }

  private func length(
    of head: HTTPHead, from side: Side, into sink: any RecordSink
  ) throws -> HTTPHead.Length {
    let length = head.length
    if length == .chunked, head.value("content-length") != nil {
      try oddities.report(
        "http_content_length_and_chunked",
        "a head from the \(side) has both Content-Length and chunked; the chunks count", into: sink)
    }
    if length == .unreadable {
      try oddities.report(
        "http_body_length_unreadable",
        "the length of a body from the \(side) cannot be told from its head; "
          + (side == .client ? "it is taken to have none" : "it is taken to end with the connection"),
        into: sink)
    }
    return length
  }

  private func endMessage(
    of reader: HTTPMessageReader, from side: Side, at time: Timestamp, into sink: any RecordSink
  ) throws {
    let bytes = reader.bodyBytes
    let hash = side == .server ? reader.bodyHash : nil
    reader.beginMessage()
    if side == .client {
      try exchanges.endRequest(bodyBytes: bytes, at: time, into: sink)
    } else {
      isAwaitingTunnel = false
      try exchanges.endResponse(bodyBytes: bytes, hash: hash, at: time, into: sink)
    }
  }
}
