import Records

/// What is spoken on one TCP connection, from its bytes in order.
///
/// The protocol is told by the first bytes of either direction (by the port for DNS). Where the first bytes say
/// nothing, later chunks are looked at by their first bytes alone: a capture may begin in the middle, and a
/// connection may turn to TLS later (STARTTLS).
final class ApplicationStream {
  private enum Decoder {
    /// Too few bytes came.
    case undecided
    /// Not recognised; a later chunk may be.
    case opaque
    /// Never decoded.
    case settled
    case tls(TLSStream)
    case http(HTTPStream)
    case http2(HTTP2Stream)
    case dns(DNSStream)
  }

  /// What a direction sent before its protocol was known.
  private struct Prefix {
    var bytes: [UInt8] = []
    var start = Timestamp(nanoseconds: 0)
  }

  /// How often what looks like HTTP is tried, where it is none.
  private static let mostRejections = 4

  /// What is spoken, as far as the bytes tell; what a tunnel carries, once that is known.
  private(set) var applicationProtocol: Connection.ApplicationProtocol = .unknown
  /// Which side the bytes show to be the client; nil where they show nothing.
  private(set) var provenClient: Side?

  /// The most layers of TLS around one another that are decrypted.
  private static let mostLayers = 3

  private let connection: Int
  private let ends: (client: Endpoint, server: Endpoint)
  private let keys: KeyLog?
  private let certificates: CertificateTable
  /// How many layers of TLS are around the bytes.
  private let layers: Int
  private var decoder: Decoder
  /// The client by what the bytes look like, before they are known to be what they look like.
  private var provisionalClient = Side.client
  /// How often what looked like HTTP was none.
  private var rejections = 0
  private var prefixes = [Prefix(), Prefix()]

  /// The stream of a connection between what are taken for its client and its server; `keys` open its TLS.
  init(
    connection: Int, client: Endpoint, server: Endpoint, keys: KeyLog? = nil,
    certificates: CertificateTable = CertificateTable()
  ) {
    self.certificates = certificates
    self.connection = connection
    self.ends = (client, server)
    self.keys = keys
    self.layers = 0
    self.decoder = .undecided
    if server.port == 53 {
      decoder = .dns(DNSStream(connection: connection, client: client, server: server))
      applicationProtocol = .dns
    }
  }

  /// The stream inside of TLS, for which the ends agreed on a protocol where they did (RFC 7301).
  private init(
    connection: Int, ends: (client: Endpoint, server: Endpoint), keys: KeyLog?,
    certificates: CertificateTable, layers: Int, negotiatedProtocol: String?
  ) {
    self.connection = connection
    self.ends = ends
    self.keys = keys
    self.certificates = certificates
    self.layers = layers
    self.provenClient = .client
    self.decoder = .undecided
    if negotiatedProtocol == "h2" {
      applicationProtocol = .http2
      decoder = .http2(HTTP2Stream(connection: connection, server: ends.server, isSecure: true))
    }
  }

  /// Takes the next bytes of one direction, and returns what they are.
  ///
  /// Of several kinds in one chunk, application data counts before a handshake, and that before a closing.
  func consume(
    _ bytes: UnsafeRawBufferPointer, from side: Side, at time: Timestamp, into sink: any RecordSink
  ) throws -> Burst.Content {
    switch decoder {
    case .tls(let stream):
      return try stream.consume(bytes, from: role(of: side), at: time, into: sink)
    case .http2(let stream):
      return try stream.consume(bytes, from: role(of: side), at: time, into: sink)
    case .http(let stream):
      let content = try stream.consume(bytes, from: role(of: side), at: time, into: sink)
      return try follow(stream, content, bytes, from: side, at: time, into: sink)
    case .dns(let stream):
      try stream.consume(bytes, from: side, at: time, into: sink)
      return .application
    case .opaque:
      switch Opening(bytes) {
      case .undecided, .unknown: return .application
      case .http where rejections >= Self.mostRejections: return .application
      case let opening: return try begin(opening, with: bytes, from: side, at: time, into: sink)
      }
    case .settled:
      return .application
    case .undecided:
      return try decide(bytes, from: side, at: time, into: sink)
    }
  }

  /// Takes note that so many bytes of one direction passed without being captured.
  func skip(
    _ count: Int, from side: Side, at time: Timestamp, into sink: any RecordSink
  ) throws -> Burst.Content {
    guard count > 0 else { return .application }
    switch decoder {
    case .tls(let stream):
      return try stream.skip(count, from: role(of: side), into: sink)
    case .http2(let stream):
      return try stream.skip(count, from: role(of: side), into: sink)
    case .http(let stream):
      let content = try stream.skip(count, from: role(of: side), at: time, into: sink)
      let none = UnsafeRawBufferPointer(start: nil, count: 0)
      return try follow(stream, content, none, from: side, at: time, into: sink)
    case .dns(let stream):
      try stream.skip(count, from: side, at: time, into: sink)
      return .application
    case .undecided:
      decoder = .opaque
      return .application
    case .opaque, .settled:
      return .application
    }
  }

  /// Takes the end of the connection or of the capture: hands over what is unfinished.
  func finish(into sink: any RecordSink) throws {
    switch decoder {
    case .tls(let stream): try stream.finish(into: sink)
    case .http(let stream): try stream.finish(into: sink)
    case .http2(let stream): try stream.finish(into: sink)
    case .dns(let stream): try stream.finish(into: sink)
    case .undecided, .opaque, .settled: break
    }
    decoder = .settled
  }

  /// How many bytes of the server were told to be application data and are not, as later ones showed; each is told
  /// once.
  func takeRetractedBytes() -> Int {
    guard case .tls(let stream) = decoder else { return 0 }
    return stream.takeRetractedBytes()
  }

  /// The side as the bytes show it: decoders are told the true one.
  private func role(of side: Side) -> Side { provisionalClient == .server ? side.opposite : side }

  private func decide(
    _ bytes: UnsafeRawBufferPointer, from side: Side, at time: Timestamp, into sink: any RecordSink
  ) throws -> Burst.Content {
    let earlier = prefixes[Int(side.rawValue)]
    guard !earlier.bytes.isEmpty else {
      return try begin(Opening(bytes), with: bytes, from: side, at: time, into: sink)
    }
    // The first bytes came in pieces: they are looked at together, and taken with the time of the first.
    let missing = min(max(Opening.decisiveCount - earlier.bytes.count, 0), bytes.count)
    let whole = earlier.bytes + bytes[..<missing]
    let content = try whole.withUnsafeBytes {
      try begin(Opening($0), with: $0, from: side, at: earlier.start, into: sink)
    }
    guard missing < bytes.count else { return content }
    let rest = UnsafeRawBufferPointer(rebasing: bytes[missing...])
    return strongest(content, try consume(rest, from: side, at: time, into: sink))
  }

  private func begin(
    _ opening: Opening, with bytes: UnsafeRawBufferPointer, from side: Side, at time: Timestamp,
    into sink: any RecordSink
  ) throws -> Burst.Content {
    switch opening {
    case .undecided:
      prefixes[Int(side.rawValue)] = Prefix(bytes: Array(bytes), start: time)
      return bytes.first == 0x16 ? .handshake : bytes.first == 0x15 ? .closing : .application
    case .unknown:
      decoder = .opaque
    case .http2:
      applicationProtocol = .http2
      learn(client: side)
      decoder = .http2(HTTP2Stream(connection: connection, server: trueEnds.server, isSecure: layers > 0))
    case .tls(let speaker):
      applicationProtocol = .tls
      if let speaker { learn(client: speaker == .client ? side : side.opposite) }
      decoder = .tls(tlsStream())
    case .http(let speaker):
      provisionalClient = provenClient ?? (speaker == .client ? side : side.opposite)
      decoder = .http(
        HTTPStream(connection: connection, server: trueEnds.server, isSecure: layers > 0))
    }
    // What the other direction sent before stayed undecided: it comes first.
    let other = prefixes[Int(side.opposite.rawValue)]
    prefixes = [Prefix(), Prefix()]
    if !other.bytes.isEmpty {
      _ = try other.bytes.withUnsafeBytes { try feed($0, from: side.opposite, at: other.start, into: sink) }
    }
    return try feed(bytes, from: side, at: time, into: sink)
  }

  /// Hands bytes to the decoder that was chosen.
  private func feed(
    _ bytes: UnsafeRawBufferPointer, from side: Side, at time: Timestamp, into sink: any RecordSink
  ) throws -> Burst.Content {
    switch decoder {
    case .tls, .http, .http2: try consume(bytes, from: side, at: time, into: sink)
    case .undecided, .opaque, .settled, .dns: .application
    }
  }

  /// The ends as the bytes show them.
  private var trueEnds: (client: Endpoint, server: Endpoint) {
    provisionalClient == .server ? (ends.server, ends.client) : ends
  }

  private func tlsStream() -> TLSStream {
    let keys = layers < Self.mostLayers ? keys : nil
    return TLSStream(connection: connection, keys: keys, certificates: certificates) {
      [connection, ends = trueEnds, certificates, layers] in
      ApplicationStream(
        connection: connection, ends: ends, keys: keys, certificates: certificates, layers: layers + 1,
        negotiatedProtocol: $0)
    }
  }

  private func learn(client side: Side) {
    guard provenClient == nil else { return }
    provenClient = side
    provisionalClient = side
  }

  /// Does what the end of HTTP on a connection asks for: another protocol follows, or it was none.
  private func follow(
    _ stream: HTTPStream, _ content: Burst.Content, _ bytes: UnsafeRawBufferPointer, from side: Side,
    at time: Timestamp, into sink: any RecordSink
  ) throws -> Burst.Content {
    if stream.isConfirmed, provenClient == nil {
      learn(client: provisionalClient)
      applicationProtocol = .http
    }
    switch stream.state {
    case .decoding:
      return content
    case .rejected:
      rejections += 1
      provisionalClient = provenClient ?? .client
      decoder = .opaque
      return .application
    case .tunnel(let unread):
      decoder = .undecided
      guard unread > 0, unread <= bytes.count else { return content }
      let rest = UnsafeRawBufferPointer(rebasing: bytes[(bytes.count - unread)...])
      return strongest(content, try consume(rest, from: side, at: time, into: sink))
    }
  }

  private func strongest(_ one: Burst.Content, _ other: Burst.Content) -> Burst.Content {
    one.rawValue < other.rawValue ? one : other
  }
}
