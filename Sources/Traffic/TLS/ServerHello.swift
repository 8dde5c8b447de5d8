/// What a ServerHello chose (RFC 8446, 4.1.3; RFC 5246, 7.4.1.3).
struct ServerHello {
  /// The version field, which stays at TLS 1.2 in TLS 1.3.
  private(set) var legacyVersion: UInt16?
  /// The random bytes.
  private(set) var random: [UInt8]?
  /// The session; the client's own where it is resumed, and always in TLS 1.3.
  private(set) var sessionID: [UInt8]?
  /// The cipher suite.
  private(set) var cipherSuite: UInt16?
  /// The application protocol, up to TLS 1.2.
  private(set) var applicationProtocol: String?
  /// Whether a pre-shared key was accepted (RFC 8446, 4.2.11).
  private(set) var hasPreSharedKey = false
  /// Whether this is a HelloRetryRequest.
  private(set) var isRetryRequest = false
  /// Whether the message was read to its end.
  private(set) var isRead = false

  private var supportedVersion: UInt16?

  /// The SHA-256 of "HelloRetryRequest", in the place of the random bytes (RFC 8446, 4.1.3).
  private static let retryRandom: [UInt8] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
  ]

  /// Reads the body of a ServerHello as far as it goes.
  init(_ body: UnsafeRawBufferPointer) {
    var cursor = ByteCursor(body)
    guard let version = cursor.uint16() else { return }
    legacyVersion = version
    guard let random = cursor.take(32) else { return }
    self.random = Array(random)
    isRetryRequest = random.elementsEqual(Self.retryRandom)
    guard let idLength = cursor.uint8(), let id = cursor.take(Int(idLength)) else { return }
    sessionID = Array(id)
    guard let suite = cursor.uint16() else { return }
    cipherSuite = suite
    guard cursor.uint8() != nil else { return }
    guard cursor.remaining > 0 else {
      isRead = true
      return
    }
    guard let length = cursor.uint16() else { return }
    let isWhole = cursor.remaining >= Int(length)
    var extensions = ByteCursor(cursor.take(upTo: Int(length)))
    while extensions.remaining > 0 {
      guard let type = extensions.uint16(), let size = extensions.uint16(),
        let data = extensions.take(Int(size))
      else { return }
      var value = ByteCursor(data)
      switch type {
      case 16: applicationProtocol = ClientHello.protocolNames(data).first
      case 41: hasPreSharedKey = true
      case 43: supportedVersion = value.uint16()
      default: break
      }
    }
    isRead = isWhole
  }

  /// The version chosen; nil where it is not known, as the extension that says it was not captured.
  var version: UInt16? {
    if let supportedVersion { return supportedVersion }
    guard let legacyVersion else { return nil }
    return isRead || legacyVersion < 0x0303 ? legacyVersion : nil
  }
}
