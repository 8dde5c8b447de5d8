import FoundationEssentials
import Records

/// What is inside of the records of one connection, of which a key log has the secrets.
final class TLSDecryption {
  /// A record that was opened.
  struct Record {
    /// Its true type.
    var type: UInt8
    /// What its bytes are.
    var content: Burst.Content
  }

  /// The messages that are read: EncryptedExtensions, Certificate, Finished, KeyUpdate.
  private static let messageTypes: [UInt8] = [8, 11, 20, 24]

  private let secrets: ConnectionSecrets
  private let clientRandom: [UInt8]
  private let makeApplication: (_ negotiatedProtocol: String?) -> ApplicationStream
  private var application: ApplicationStream?
  private var suite: TLSCipherSuite?
  private var decryptors = Pair<RecordDecryptor?>(nil)
  private var messages = Pair(TLSMessageReader(kept: messageTypes))
  /// By side: whether it has finished its handshake, so that application data follow.
  private var hasFinished = Pair(false)
  /// Whether a certificate was not as RFC 5280 says.
  private(set) var hasUnreadableCertificate = false
  /// Why records cannot be opened, where they cannot.
  private(set) var failure: String?

  /// The decryption of a connection that its ClientHello's random bytes name.
  ///
  /// - Parameter makeApplication: makes the stream of what is spoken inside.
  init(
    secrets: ConnectionSecrets, clientRandom: [UInt8],
    makeApplication: @escaping (_ negotiatedProtocol: String?) -> ApplicationStream
  ) {
    self.secrets = secrets
    self.clientRandom = clientRandom
    self.makeApplication = makeApplication
  }

  /// Takes what the server chose: from here on there are keys, unless ``failure`` says why not.
  func begin(_ hello: ServerHello) {
    guard suite == nil, failure == nil, !hello.isRetryRequest else { return }
    guard let number = hello.cipherSuite, let suite = TLSCipherSuite(number),
      suite.isTLS13 == (hello.version == 0x0304), suite.isTLS13 || hello.version == 0x0303
    else {
      let suite = hello.cipherSuite.map { "0x" + String($0, radix: 16) } ?? "that was not captured"
      failure = "the cipher suite \(suite) is none that is undone here"
      return
    }
    self.suite = suite
    if suite.isTLS13 {
      for side in [Side.client, .server] {
        decryptors[side] = secrets.handshake(of: side).map { RecordDecryptor(suite: suite, secret: $0) }
      }
    } else if let master = secrets.master, let random = hello.random {
      deriveKeys(suite, master: master, serverRandom: random)
    }
    if decryptors[.client] == nil || decryptors[.server] == nil {
      failure = "the key log has not all of the connection's secrets"
    }
  }

  /// Whether records of a type are opened, of a side that has changed ciphers or not.
  func opens(type: UInt8, from side: Side, hasChangedCipher: Bool) -> Bool {
    guard decryptors[side] != nil, let suite else { return false }
    return suite.isTLS13 ? type == 23 : hasChangedCipher && type != 20
  }

  /// Whether a side's records can be opened, now or later.
  func isOpen(_ side: Side) -> Bool { decryptors[side] != nil }

  /// Whether a change of ciphers makes the keys invalid: a second one up to TLS 1.2, which is a renegotiation.
  func isEndedByCipherChange(from side: Side) -> Bool { decryptors[side] != nil && suite?.isTLS13 == false }

  /// What a record of this length holds, as long as it was not opened.
  func expectation(type: UInt8, length: Int, from side: Side) -> Burst.Content {
    if type == 22 || (suite?.isTLS13 == true && !hasFinished[side]) { return .handshake }
    return type == 21 || (suite?.isTLS13 == true && length == 19) ? .closing : .application
  }

  /// Whether a side has finished its handshake.
  func hasFinished(_ side: Side) -> Bool { hasFinished[side] }

  /// Gives up the records of a side.
  func end(_ side: Side) {
    decryptors[side] = nil
  }

  /// Opens the next record of a side, and reads what is inside.
  ///
  /// - Returns: nil where it cannot be opened; the side is given up then.
  func take(
    type: UInt8, version: UInt16, body: [UInt8], from side: Side, start: Timestamp, at time: Timestamp,
    _ handshake: inout TLSHandshake, into sink: any RecordSink
  ) throws -> Record? {
    guard let opened = decryptors[side]?.open(type: type, version: version, body: body) else {
      decryptors[side] = nil
      return nil
    }
    switch opened.type {
    case 23:
      if !handshake.isHandedOver {
        handshake.firstApplicationData = start
        try handshake.handOver(into: sink)
      }
      let stream = application ?? makeApplication(handshake.negotiatedProtocol)
      application = stream
      let content = try opened.content.withUnsafeBytes {
        try stream.consume($0, from: side, at: time, into: sink)
      }
      return Record(type: 23, content: opened.content.isEmpty ? .handshake : content)
    case 22:
      let isReadable = try opened.content.withUnsafeBytes {
        try messages[side].consume($0, recordStart: start) { take($0, from: side, &handshake) }
      }
      if !isReadable { decryptors[side] = nil }
      return Record(type: 22, content: .handshake)
    default:
      return Record(type: opened.type, content: .closing)
    }
  }

  /// Takes the end of the connection: hands over what is unfinished inside.
  func finish(into sink: any RecordSink) throws {
    try application?.finish(into: sink)
  }

  /// The key block of TLS 1.2: the keys of both sides, and then their nonces (RFC 5246, 6.3).
  private func deriveKeys(_ suite: TLSCipherSuite, master: [UInt8], serverRandom: [UInt8]) {
    let keyLength = suite.keyLength
    let nonceLength = suite.fixedNonceLength
    let block = KeyDerivation.pseudorandom(
      master, label: "key expansion", seed: serverRandom + clientRandom,
      length: 2 * (keyLength + nonceLength), hash: suite.hash)
    for (index, side) in [Side.client, .server].enumerated() {
      let nonce = 2 * keyLength + index * nonceLength
      decryptors[side] = RecordDecryptor(
        suite: suite, key: Array(block[index * keyLength..<(index + 1) * keyLength]),
        fixedNonce: Array(block[nonce..<nonce + nonceLength]))
    }
  }

  private func take(_ message: TLSMessageReader.Message, from side: Side, _ handshake: inout TLSHandshake) {
    guard suite?.isTLS13 == true, let suite else { return }
    switch message.type {
    case 8 where side == .server: handshake.takeEncryptedExtensions(message.body)
    case 11 where side == .server:
      if !handshake.takeCertificates(message.body, isTLS13: true) { hasUnreadableCertificate = true }
    case 20 where !hasFinished[side]:
      hasFinished[side] = true
      decryptors[side] = secrets.traffic(of: side).map { RecordDecryptor(suite: suite, secret: $0) }
    case 24 where hasFinished[side]: decryptors[side] = decryptors[side]?.updated
    default: break
    }
  }
}
