import NIOCore
import NIOHPACK
import Records

/// HTTP/2 on a connection (RFC 9113), from its first byte on.
final class HTTP2Stream {
  /// The most streams that are open at a time; of more, the oldest is handed over as it is.
  private static let mostStreams = 256
  /// The longest list of fields: 64 KiB (RFC 9113, 10.5.1).
  private static let longestList = 65_536
  /// The largest table of fields that a setting may ask for: 64 KiB.
  private static let largestTable = 65_536
  private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

  /// A field block that goes on in another frame.
  private struct Block {
    var bytes: [UInt8]
    var stream: UInt32
    var endsStream: Bool
    var isPromise: Bool
    var start: Timestamp
  }

  private let connection: Int
  private let server: Endpoint
  private let isSecure: Bool
  private var prefaceCount = 0
  private var readers = Pair(HTTP2FrameReader())
  private var decoders = Pair(
    HPACKDecoder(
      allocator: ByteBufferAllocator(), maxDynamicTableSize: HPACKDecoder.maxDynamicTableSize,
      maxHeaderListSize: HTTP2Stream.longestList))
  private var blocks = Pair<Block?>(nil)
  /// By side: what the frame in progress is.
  private var contents = Pair(Burst.Content.handshake)
  private var streams: [UInt32: HTTP2Exchange] = [:]
  private var highestStream: UInt32 = 0
  private var oddities: ConnectionOddities
  private var isStopped = false

  /// The stream of a connection to a server, inside of TLS or not.
  init(connection: Int, server: Endpoint, isSecure: Bool) {
    self.connection = connection
    self.server = server
    self.isSecure = isSecure
    oddities = ConnectionOddities(connection: connection)
  }

  /// Takes the next bytes of one direction, and returns what they are.
  ///
  /// What a side sends for the connection's own sake (settings, windows, pings, a farewell) counts as
  /// ``Burst/Content/handshake`` before the first request and while one is under way, and otherwise as
  /// ``Burst/Content/closing``: libraries send it by themselves.
  func consume(
    _ bytes: UnsafeRawBufferPointer, from side: Side, at time: Timestamp, into sink: any RecordSink
  ) throws -> Burst.Content {
    guard !isStopped else { return .application }
    var position = 0
    if side == .client, prefaceCount < Self.preface.count {
      while position < bytes.count, prefaceCount < Self.preface.count {
        guard bytes[position] == Self.preface[prefaceCount] else {
          try stop("http2_preface_missing", "the client did not begin with the preface of HTTP/2", into: sink)
          return .application
        }
        position += 1
        prefaceCount += 1
      }
      if position == bytes.count { return .handshake }
    }
    var strongest = readers[side].frame == nil ? nil : contents[side]
    while !isStopped {
      switch readers[side].advance(bytes, &position, at: time) {
      case .more:
        // The bytes may hold nothing but the beginning of a header.
        return strongest ?? housekeeping
      case .header(let frame):
        contents[side] = frame.kind == nil || frame.kind == .settings ? housekeeping : .application
        strongest =
          strongest.map { $0.rawValue < contents[side].rawValue ? $0 : contents[side] } ?? contents[side]
      case .body(let part):
        if let stream = readers[side].frame?.stream { streams[stream]?.take(part, from: side, at: time) }
      case .end(let frame, let payload):
        try take(frame, payload, from: side, at: time, into: sink)
      case .tooLong:
        try stop(
          "http2_frame_too_long",
          "a frame from the \(side) is longer than \(HTTP2FrameReader.longestPayload) bytes", into: sink)
      }
    }
    return .application
  }

  /// Takes note that bytes of one direction passed unseen: its tables of fields are lost, and so is the connection.
  func skip(_ count: Int, from side: Side, into sink: any RecordSink) throws -> Burst.Content {
    if count > 0, !isStopped {
      try stop("http2_cut", "\(count) bytes of the \(side) were not captured", into: sink)
    }
    return .application
  }

  /// Takes the end of the connection: hands over what is unfinished.
  func finish(into sink: any RecordSink) throws {
    isStopped = true
    for (_, stream) in streams.sorted(by: { $0.key < $1.key }) { try sink.receive(stream.exchange) }
    streams = [:]
  }

  private var housekeeping: Burst.Content { highestStream == 0 || !streams.isEmpty ? .handshake : .closing }

  private func stop(_ name: String, _ detail: String, into sink: any RecordSink) throws {
    try oddities.report(name, "\(detail); the connection is not decoded further", into: sink)
    try finish(into: sink)
  }

  private func take(
    _ frame: HTTP2Frame, _ payload: [UInt8], from side: Side, at time: Timestamp, into sink: any RecordSink
  ) throws {
    if let block = blocks[side], frame.kind != .continuation || frame.stream != block.stream {
      return try stop(
        "http2_header_unreadable", "a frame of the \(side) came within a field block", into: sink)
    }
    switch frame.kind {
    case .headers, .pushPromise:
      guard let fragment = Self.fragment(of: frame, payload) else {
        return try stop(
          "http2_header_unreadable", "a frame of the \(side) has no room for its padding", into: sink)
      }
      let block = Block(
        bytes: Array(fragment), stream: frame.stream, endsStream: frame.endsStream,
        isPromise: frame.kind == .pushPromise, start: readers[side].start)
      try take(block, isWhole: frame.endsHeaders, from: side, at: time, into: sink)
    case .continuation:
      guard var block = blocks[side] else {
        return try stop(
          "http2_header_unreadable", "a field block of the \(side) goes on that did not begin", into: sink)
      }
      blocks[side] = nil
      block.bytes += payload
      guard block.bytes.count <= HTTP2FrameReader.longestPayload else {
        return try stop("http2_header_too_long", "a field block of the \(side) is too long", into: sink)
      }
      try take(block, isWhole: frame.endsHeaders, from: side, at: time, into: sink)
    case .data:
      if frame.endsStream { try end(frame.stream, side, at: time, into: sink) }
    case .resetStream:
      try handOver(frame.stream, into: sink)
    case .settings where !frame.isAcknowledgement:
      // What a side can keep of fields binds the other, as it sends them.
      for start in stride(from: 0, to: payload.count - 5, by: 6)
      where payload[start] == 0 && payload[start + 1] == 1 {
        let size = payload[(start + 2)...(start + 5)].reduce(0) { $0 << 8 | Int($1) }
        decoders[side.opposite].maxDynamicTableLength = min(size, Self.largestTable)
      }
    case .settings, nil: break
    }
  }

  /// The part of a field block in the payload of a frame; nil where it is shorter than its padding.
  private static func fragment(of frame: HTTP2Frame, _ payload: [UInt8]) -> ArraySlice<UInt8>? {
    var rest = payload[...]
    if frame.isPadded {
      guard let padding = rest.popFirst(), rest.count >= Int(padding) else { return nil }
      rest.removeLast(Int(padding))
    }
    let fixed = (frame.hasPriority ? 5 : 0) + (frame.kind == .pushPromise ? 4 : 0)
    return rest.count >= fixed ? rest.dropFirst(fixed) : nil
  }

  private func take(
    _ block: Block, isWhole: Bool, from side: Side, at time: Timestamp, into sink: any RecordSink
  ) throws {
    guard isWhole else { return blocks[side] = block }
    var buffer = ByteBuffer(bytes: block.bytes)
    guard let fields = try? decoders[side].decodeHeaders(from: &buffer) else {
      return try stop(
        "http2_header_unreadable", "a field block of the \(side) cannot be unpacked", into: sink)
    }
    // What was promised is not asked for; the block only had to be unpacked for the tables' sake.
    guard !block.isPromise else { return }
    let list = HTTP2Fields(fields)
    if list.hasTooManyFields {
      try oddities.report(
        "http_too_many_headers",
        "a head from the \(side) has more than \(HTTPHead.mostFields) fields; the first ones are kept",
        into: sink)
    }
    if side == .client {
      try takeRequest(list, block, into: sink)
    } else {
      try takeResponse(list, block, at: time, into: sink)
    }
    if block.endsStream { try end(block.stream, side, at: time, into: sink) }
  }

  private func takeRequest(_ fields: HTTP2Fields, _ block: Block, into sink: any RecordSink) throws {
    // A block on a stream that is known holds trailers.
    guard streams[block.stream] == nil, let method = fields.method else { return }
    highestStream = max(highestStream, block.stream)
    if streams.count >= Self.mostStreams, let oldest = streams.keys.min() {
      try handOver(oldest, into: sink)
    }
    let scheme = HTTPTarget.scheme(isWebSocket: fields.extendedProtocol == "websocket", isSecure: isSecure)
    // A CONNECT for another protocol has a path, and asks for what is there (RFC 8441, 4).
    let isTunnel = method == "CONNECT" && fields.extendedProtocol == nil
    let target = HTTPTarget(
      method: isTunnel ? method : "GET", target: isTunnel ? fields.authority ?? "" : fields.path ?? "",
      hostField: fields.authority, server: server, scheme: scheme)
    var exchange = Exchange(witness: .packets, method: method, url: target.url)
    exchange.connection = connection
    exchange.serverAddress = server.address
    exchange.start = block.start
    exchange.host = target.host
    exchange.port = target.port
    exchange.httpVersion = "HTTP/2"
    exchange.requestHeaders = fields.headers
    streams[block.stream] = HTTP2Exchange(exchange)
  }

  private func takeResponse(
    _ fields: HTTP2Fields, _ block: Block, at time: Timestamp, into sink: any RecordSink
  ) throws {
    // Interim answers (RFC 9110, 15.2) and trailers are passed over.
    guard let status = fields.status, status >= 200 else { return }
    guard let stream = streams[block.stream] else {
      if block.stream > highestStream, block.stream % 2 == 1 {
        try oddities.report(
          "http_response_without_request",
          "a response of status \(status) came to no request that was captured; it was left out", into: sink)
      }
      return
    }
    guard stream.exchange.status == nil else { return }
    streams[block.stream]?.exchange.status = status
    streams[block.stream]?.exchange.firstByte = block.start
    streams[block.stream]?.exchange.end = time
    streams[block.stream]?.exchange.responseHeaders = fields.headers
  }

  private func end(_ stream: UInt32, _ side: Side, at time: Timestamp, into sink: any RecordSink) throws {
    streams[stream]?.end(side, at: time)
    if streams[stream]?.isDone == true { try handOver(stream, into: sink) }
  }

  private func handOver(_ stream: UInt32, into sink: any RecordSink) throws {
    guard let done = streams.removeValue(forKey: stream) else { return }
    try sink.receive(done.exchange)
  }
}
