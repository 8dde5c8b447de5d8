import Records

/// TLS on a connection (RFC 8446, RFC 5246): what is visible without keys, and what a key log opens.
///
/// Records are walked by their headers; only the messages of the handshake that matter are read, and the rest where
/// there are keys. The connection's ``Handshake`` is handed over once: with the first record of application data, or
/// at the end.
final class TLSStream {
  /// The longest body of a record: 2^14 and 2048 bytes (RFC 5246, 6.2.3).
  private static let longestRecord = 18_432

  private let client = TLSDirection()
  private let server = TLSDirection()
  private let keys: KeyLog?
  private let makeApplication: (_ negotiatedProtocol: String?) -> ApplicationStream
  var decryption: TLSDecryption?
  var handshake: TLSHandshake
  var oddities: ConnectionOddities
  var tickets = SessionTickets()
  /// Whether the client's Finished message of TLS 1.3 passed: its first record of the type application data.
  var hasClientFinished = false
  /// Whether the client sent application data: before it, what a server sends in TLS 1.3 is handshake.
  var hasClientSpoken = false
  /// Whether decoding was given up.
  private var isStopped = false

  /// The stream of a connection.
  ///
  /// - Parameters:
  ///   - connection: its ordinal.
  ///   - keys: the secrets of connections, this one's perhaps among them.
  ///   - certificates: those that the capture has shown.
  ///   - makeApplication: makes the stream of what is spoken inside.
  init(
    connection: Int, keys: KeyLog?, certificates: CertificateTable,
    makeApplication: @escaping (_ negotiatedProtocol: String?) -> ApplicationStream
  ) {
    self.keys = keys
    self.makeApplication = makeApplication
    handshake = TLSHandshake(connection: connection, certificates: certificates)
    oddities = ConnectionOddities(connection: connection)
  }

  /// Takes the next bytes of one direction, and returns what they are.
  func consume(
    _ bytes: UnsafeRawBufferPointer, from side: Side, at time: Timestamp, into sink: any RecordSink
  ) throws -> Burst.Content {
    let direction = side == .client ? client : server
    // Most bytes are in the middle of a record of application data.
    if direction.remaining > bytes.count, direction.reading == .nothing {
      direction.remaining -= bytes.count
      return direction.content
    }
    guard !isStopped else { return .application }
    if side == .server { tickets.beginChunk() }
    if direction.isLost {
      guard Opening.isRecordHeader(bytes) else { return contentUnseen(from: side) }
      direction.isLost = false
    }
    var strongest: Burst.Content?
    var position = 0
    while position < bytes.count {
      if direction.remaining > 0 {
        let end = position + min(direction.remaining, bytes.count - position)
        let part = UnsafeRawBufferPointer(rebasing: bytes[position..<end])
        direction.remaining -= end - position
        position = end
        if direction.reading == .protected {
          direction.body.append(contentsOf: part)
          if direction.remaining == 0 { try open(direction, from: side, at: time, into: sink) }
        }
        strongest = Self.stronger(strongest, direction.content)
        if direction.reading != .nothing { try read(part, of: direction, from: side, into: sink) }
        guard !isStopped else { return .application }
        continue
      }
      if direction.headerCount == 0 { direction.recordStart = time }
      while direction.headerCount < 5, position < bytes.count {
        direction.header = direction.header << 8 | UInt64(bytes[position])
        direction.headerCount += 1
        position += 1
      }
      guard direction.headerCount == 5 else { break }
      guard try begin(direction, from: side, into: sink) else { return strongest ?? .application }
      if side == .server, tickets.wereJustTold { strongest = .handshake }
      // What is decrypted counts when that is done, unless it goes on in the next chunk.
      if direction.reading != .protected || position == bytes.count {
        strongest = Self.stronger(strongest, direction.content)
      }
    }
    let content = strongest ?? contentOfHeader(direction, from: side)
    if side == .server, content == .application { tickets.countApplication(bytes.count) }
    return content
  }

  /// Takes note that so many bytes of one direction passed unseen.
  func skip(_ count: Int, from side: Side, into sink: any RecordSink) throws -> Burst.Content {
    let direction = side == .client ? client : server
    guard !isStopped else { return .application }
    guard !direction.isLost else { return contentUnseen(from: side) }
    if let decryption, decryption.isOpen(side) {
      try endDecryption(of: direction, from: side, "as bytes of it were not captured", into: sink)
    }
    if side == .server, direction.content == .application { tickets.countApplication(count) }
    if direction.remaining > 0, direction.reading == .messages { try cut(direction, from: side, into: sink) }
    if direction.remaining >= count {
      direction.remaining -= count
      return direction.content
    }
    let content = direction.remaining > 0 ? direction.content : contentUnseen(from: side)
    try cut(direction, from: side, into: sink)
    direction.lose()
    return content
  }

  /// Takes the end of the connection: hands the handshake over, unless that was done.
  func finish(into sink: any RecordSink) throws {
    if !isStopped {
      for (direction, side) in [(client, Side.client), (server, .server)] {
        try cut(direction, from: side, into: sink)
      }
      isStopped = true
      try handshake.handOver(into: sink)
    }
    try decryption?.finish(into: sink)
  }

  /// How many bytes of the server were application data by what was returned, and turned out to be session tickets;
  /// each is told once.
  func takeRetractedBytes() -> Int { tickets.takeRetractedBytes() }

  /// Begins the record whose header came.
  ///
  /// - Returns: false where it is no header of a record.
  private func begin(_ direction: TLSDirection, from side: Side, into sink: any RecordSink) throws -> Bool {
    let type = UInt8(truncatingIfNeeded: direction.header >> 32)
    let version = UInt16(truncatingIfNeeded: direction.header >> 16)
    let length = Int(direction.header & 0xffff)
    direction.header = 0
    direction.headerCount = 0
    guard (20...24).contains(type), version >> 8 == 3, length <= Self.longestRecord else {
      try oddities.report(
        "tls_record_unreadable",
        "a record of type \(type), version \(version) and \(length) bytes from the \(side) is none of TLS; "
          + "waited for the next packet that begins with a record", into: sink)
      try cut(direction, from: side, into: sink)
      direction.lose()
      return false
    }
    direction.remaining = length
    direction.reading = .nothing
    if try beginProtected(direction, from: side, type: type, version: version, into: sink) { return true }
    switch type {
    case 20:
      direction.content = .handshake
      if side == .server, !direction.hasChangedCipher, !client.hasChangedCipher, !server.wasLost {
        handshake.serverChangedCipherFirst = true
      }
      direction.hasChangedCipher = true
    case 21:
      direction.content = .closing
      // Encrypted alerts are longer.
      if length == 2 { direction.reading = .alert }
    case 22:
      direction.content = .handshake
      // After a HelloRetryRequest, the hellos of TLS 1.3 come after the change of ciphers, in the clear.
      if direction.hasChangedCipher, !handshake.isTLS13 {
        direction.hasSentEncryptedHandshake = true
        if direction.hasSentHello { handshake.settleVersion(upToTLS12: true) }
      } else if !handshake.isHandedOver {
        direction.reading = .messages
      }
    case 23:
      direction.content = contentOfData(length, direction, from: side)
      if direction.content == .application, !handshake.isHandedOver {
        handshake.firstApplicationData = direction.recordStart
        for (direction, side) in [(client, Side.client), (server, .server)] {
          try cut(direction, from: side, into: sink)
        }
        try handshake.handOver(into: sink)
      }
    default:
      direction.content = .application
    }
    return true
  }

  /// What a record of the type application data is: TLS 1.3 hides the rest of its handshake, and its alerts, in them.
  private func contentOfData(_ length: Int, _ direction: TLSDirection, from side: Side) -> Burst.Content {
    // Up to TLS 1.2, an encrypted Finished message comes before any data of a direction.
    if direction.hasSentHello, !direction.hasSentEncryptedHandshake, !direction.wasLost {
      handshake.settleVersion(upToTLS12: false)
    }
    guard handshake.isTLS13 else {
      if handshake.isSeen {
        return side == .server && server.wasLost ? contentUnseen(from: side) : .application
      }
      return length == 19 ? .closing : .application
    }
    // Two bytes of an alert, one of its type, sixteen of authentication.
    if length == 19 { return .closing }
    if side == .server {
      guard hasClientFinished else { return .handshake }
      let isTicket = tickets.take(length)
      if tickets.isWatching { direction.reading = .watched }
      return isTicket || !hasClientSpoken ? .handshake : .application
    }
    tickets.endTurn()
    guard hasClientFinished else {
      hasClientFinished = true
      return .handshake
    }
    hasClientSpoken = true
    return .application
  }

  /// What bytes are whose record was not seen: a server has nothing to say before the client did after its hello.
  private func contentUnseen(from side: Side) -> Burst.Content {
    let isEarly =
      side == .server && handshake.isSeen && !client.wasLost && !hasClientSpoken
      && !client.hasSentEncryptedHandshake
    return isEarly && !handshake.isHandedOver ? .handshake : .application
  }

  /// What a chunk is that holds nothing but the beginning of a record's header.
  private func contentOfHeader(_ direction: TLSDirection, from side: Side) -> Burst.Content {
    guard direction.headerCount > 0 else { return direction.content }
    switch UInt8(truncatingIfNeeded: direction.header >> (8 * UInt64(direction.headerCount - 1))) {
    case 20, 22: return .handshake
    case 21: return .closing
    default: return handshake.isTLS13 && !hasClientFinished ? .handshake : .application
    }
  }

  private static func stronger(_ one: Burst.Content?, _ other: Burst.Content) -> Burst.Content {
    guard let one else { return other }
    return one.rawValue < other.rawValue ? one : other
  }

  private func read(
    _ bytes: UnsafeRawBufferPointer, of direction: TLSDirection, from side: Side, into sink: any RecordSink
  ) throws {
    switch direction.reading {
    case .nothing, .watched, .protected: return
    case .messages: break
    case .alert:
      // The level comes first, and the description last.
      if direction.remaining == 0, let description = bytes.last { handshake.noteAlert(description) }
      return
    }
    let fits = try direction.messages.consume(bytes, recordStart: direction.recordStart) {
      try handle($0, of: direction, from: side, into: sink)
    }
    guard !fits else { return }
    try oddities.report(
      "tls_handshake_too_long",
      "the handshake messages of the \(side) are longer than \(TLSMessageReader.mostBytes) bytes; "
        + "the connection is not decoded further", into: sink)
    isStopped = true
    direction.lose()
    try handshake.handOver(into: sink)
  }

  private func cut(_ direction: TLSDirection, from side: Side, into sink: any RecordSink) throws {
    try direction.messages.cut { try handle($0, of: direction, from: side, into: sink) }
  }

  private func handle(
    _ message: TLSMessageReader.Message, of direction: TLSDirection, from side: Side,
    into sink: any RecordSink
  ) throws {
    let isReadable: Bool
    switch (message.type, side) {
    case (1, .client):
      direction.hasSentHello = true
      let hello = ClientHello(message.body)
      isReadable = handshake.take(hello, at: message.start)
      if decryption == nil, let random = hello.random, let secrets = keys?[random] {
        decryption = TLSDecryption(secrets: secrets, clientRandom: random, makeApplication: makeApplication)
      }
    case (2, .server):
      direction.hasSentHello = true
      let hello = ServerHello(message.body)
      isReadable = handshake.take(hello, at: message.start)
      if let decryption {
        decryption.begin(hello)
        if let failure = decryption.failure {
          try oddities.report("tls_decryption_failed", failure, into: sink)
        }
      }
    case (11, .server):
      isReadable = handshake.takeCertificates(message.body)
    default:
      return
    }
    if !message.isWhole {
      try oddities.report(
        "tls_handshake_cut",
        "a message of type \(message.type) of the \(side) was captured in part; what was captured is used",
        into: sink)
    } else if !isReadable {
      try oddities.report(
        message.type == 11 ? "tls_certificate_unreadable" : "tls_hello_unreadable",
        "a message of type \(message.type) of the \(side) is not as RFC 8446 or RFC 5280 say; "
          + "what could be read of it is used", into: sink)
    }
  }
}
