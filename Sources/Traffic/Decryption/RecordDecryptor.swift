import Crypto
import FoundationEssentials

/// Opens the records of one direction, in their order, until its keys change.
struct RecordDecryptor {
  private let suite: TLSCipherSuite
  private let key: SymmetricKey
  private let fixedNonce: [UInt8]
  private var sequence: UInt64 = 0
  /// The secret of TLS 1.3 that the key was made of.
  private let secret: [UInt8]

  /// Opens records of TLS 1.3 that are protected under a traffic secret (RFC 8446, 7.3).
  init(suite: TLSCipherSuite, secret: [UInt8]) {
    self.suite = suite
    self.secret = secret
    key = SymmetricKey(
      data: KeyDerivation.expand(secret, label: "key", length: suite.keyLength, hash: suite.hash))
    fixedNonce = KeyDerivation.expand(
      secret, label: "iv", length: suite.fixedNonceLength, hash: suite.hash)
  }

  /// Opens records of TLS 1.2 with a key and a nonce out of the key block (RFC 5246, 6.3).
  init(suite: TLSCipherSuite, key: [UInt8], fixedNonce: [UInt8]) {
    self.suite = suite
    self.key = SymmetricKey(data: key)
    self.fixedNonce = fixedNonce
    secret = []
  }

  /// What opens the records after a KeyUpdate message (RFC 8446, 7.2).
  var updated: RecordDecryptor {
    let next = KeyDerivation.expand(secret, label: "traffic upd", length: secret.count, hash: suite.hash)
    return RecordDecryptor(suite: suite, secret: next)
  }

  /// Opens the next record.
  ///
  /// - Parameters:
  ///   - type: the type in its header.
  ///   - version: the version in its header.
  ///   - body: what follows the header.
  /// - Returns: what was sealed, and its true type; nil where the record is not authentic under this key.
  mutating func open(
    type: UInt8, version: UInt16, body: [UInt8]
  ) -> (type: UInt8, content: Data)? {
    let explicit = suite.fixedNonceLength == 4 ? 8 : 0
    guard body.count >= explicit + 16 else { return nil }
    let counter = (0..<8).map { UInt8(truncatingIfNeeded: sequence >> (56 - 8 * UInt64($0))) }
    let length = suite.isTLS13 ? body.count : body.count - explicit - 16
    let header =
      [type, UInt8(version >> 8), UInt8(version & 0xff), UInt8(length >> 8 & 0xff), UInt8(length & 0xff)]
    let nonce: [UInt8]
    if explicit > 0 {
      nonce = fixedNonce + body[..<explicit]
    } else {
      let padded = [0, 0, 0, 0] + counter
      nonce = zip(fixedNonce, padded).map { $0 ^ $1 }
    }
    guard
      let content = try? unseal(
        body[explicit..<(body.count - 16)], tag: body[(body.count - 16)...], nonce: nonce,
        authenticating: suite.isTLS13 ? header : counter + header)
    else { return nil }
    sequence &+= 1
    guard suite.isTLS13 else { return (type, content) }
    // The type is the last byte that is not zero (RFC 8446, 5.4).
    guard let end = content.lastIndex(where: { $0 != 0 }) else { return nil }
    return (content[end], content[..<end])
  }

  private func unseal(
    _ ciphertext: ArraySlice<UInt8>, tag: ArraySlice<UInt8>, nonce: [UInt8], authenticating: [UInt8]
  ) throws -> Data {
    switch suite.algorithm {
    case .aesGCM:
      let box = try AES.GCM.SealedBox(nonce: AES.GCM.Nonce(data: nonce), ciphertext: ciphertext, tag: tag)
      return try AES.GCM.open(box, using: key, authenticating: authenticating)
    case .chaChaPoly:
      let box = try ChaChaPoly.SealedBox(
        nonce: ChaChaPoly.Nonce(data: nonce), ciphertext: ciphertext, tag: tag)
      return try ChaChaPoly.open(box, using: key, authenticating: authenticating)
    }
  }
}
