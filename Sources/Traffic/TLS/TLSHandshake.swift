import Records

/// A handshake while its messages come in.
struct TLSHandshake {
  private static let mostCertificates = 16

  /// When the first record of application data passed.
  var firstApplicationData: Timestamp? {
    get { record.firstApplicationData }
    set { record.firstApplicationData = newValue }
  }
  /// Whether the server changed ciphers before the client, as in the short handshake up to TLS 1.2.
  var serverChangedCipherFirst = false
  /// Whether the handshake was handed over.
  private(set) var isHandedOver = false

  private let certificates: CertificateTable
  private var record: Handshake
  private var clientHello: ClientHello?
  private var serverHello: ServerHello?
  private var hasCertificate = false

  /// A handshake of which nothing was seen yet.
  ///
  /// - Parameters:
  ///   - connection: its ordinal.
  ///   - certificates: those that the capture has shown.
  init(connection: Int, certificates: CertificateTable) {
    self.certificates = certificates
    record = Handshake(connection: connection)
  }

  /// Whether a hello was seen.
  var isSeen: Bool { record.clientHello != nil || record.serverHello != nil }

  /// Whether the version is TLS 1.3 or one of its drafts.
  var isTLS13: Bool { record.version.map { $0 == 0x0304 || $0 >> 8 == 0x7f } ?? false }

  /// Takes a ClientHello; only the first counts.
  ///
  /// - Returns: whether it was read to its end.
  mutating func take(_ hello: ClientHello, at time: Timestamp) -> Bool {
    guard clientHello == nil else { return true }
    clientHello = hello
    record.clientHello = time
    record.serverName = hello.serverName
    record.offeredVersion = hello.offeredVersion
    record.offeredProtocols = hello.protocols
    return hello.isRead
  }

  /// Takes a ServerHello. A HelloRetryRequest gives the time, as the server's first answer; the hello after it the rest.
  ///
  /// - Returns: whether it was read to its end.
  mutating func take(_ hello: ServerHello, at time: Timestamp) -> Bool {
    guard serverHello == nil else { return true }
    if record.serverHello == nil { record.serverHello = time }
    record.version = hello.version ?? record.version
    record.cipherSuite = hello.cipherSuite
    record.negotiatedProtocol = hello.applicationProtocol
    if !hello.isRetryRequest { serverHello = hello }
    return hello.isRead
  }

  /// The protocol that the server chose, where it was seen.
  var negotiatedProtocol: String? { record.negotiatedProtocol }

  /// Takes the body of a server's EncryptedExtensions message (RFC 8446, 4.3.1).
  mutating func takeEncryptedExtensions(_ body: UnsafeRawBufferPointer) {
    var cursor = ByteCursor(body)
    _ = cursor.uint16()
    while let type = cursor.uint16(), let size = cursor.uint16(), let data = cursor.take(Int(size)) {
      if type == 16 { record.negotiatedProtocol = ClientHello.protocolNames(data).first }
    }
  }

  /// Takes the body of a server's Certificate message (RFC 5246, 7.4.2; RFC 8446, 4.4.2).
  ///
  /// - Returns: whether all certificates in it could be read.
  mutating func takeCertificates(_ body: UnsafeRawBufferPointer, isTLS13: Bool = false) -> Bool {
    guard !hasCertificate else { return true }
    hasCertificate = true
    var cursor = ByteCursor(body)
    if isTLS13 {
      // A context, which is empty but for certificates after the handshake.
      guard let length = cursor.uint8(), cursor.take(Int(length)) != nil else { return false }
    } else {
      settleVersion(upToTLS12: true)
    }
    guard let length = cursor.uint24() else { return false }
    var isReadable = cursor.remaining == length
    while cursor.remaining > 0, record.certificates.count < Self.mostCertificates {
      guard let size = cursor.uint24(), let bytes = cursor.take(size) else { return false }
      if let certificate = certificates.certificate(bytes) {
        record.certificates.append(certificate)
      } else {
        isReadable = false
      }
      // Each certificate has extensions of its own since TLS 1.3.
      if isTLS13 {
        guard let extensions = cursor.uint16(), cursor.take(Int(extensions)) != nil else { return false }
      }
    }
    return isReadable
  }

  /// Takes the description of an alert in the clear; only the first counts.
  mutating func noteAlert(_ description: UInt8) {
    if record.alert == nil { record.alert = description }
  }

  /// Takes what the order of the records shows, where the ServerHello's version was not captured.
  mutating func settleVersion(upToTLS12: Bool) {
    guard record.version == nil, isSeen else { return }
    if !upToTLS12 {
      record.version = 0x0304
    } else if let legacy = serverHello?.legacyVersion {
      record.version = legacy
    }
  }

  /// Hands the handshake over, once, if a hello was seen.
  mutating func handOver(into sink: any RecordSink) throws {
    guard !isHandedOver else { return }
    isHandedOver = true
    guard isSeen else { return }
    record.isResumed = isResumed
    try sink.receive(record)
    clientHello = nil
    serverHello = nil
    record.certificates = []
  }

  private var isResumed: Bool? {
    guard record.version != nil else { return nil }
    if isTLS13 { return serverHello.flatMap { $0.isRead ? $0.hasPreSharedKey : nil } }
    if hasCertificate { return false }
    if let offered = clientHello?.sessionID, let chosen = serverHello?.sessionID, !offered.isEmpty,
      offered == chosen
    {
      return true
    }
    return serverChangedCipherFirst ? true : nil
  }
}
