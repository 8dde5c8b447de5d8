/// How the records of a connection are protected, for the suites that can be undone here (RFC 8446, B.4; RFC 5288;
/// RFC 5289; RFC 7905).
struct TLSCipherSuite {
  /// The algorithm that encrypts and authenticates.
  enum Algorithm {
    case aesGCM
    case chaChaPoly
  }

  /// The hash of the key derivation.
  enum Hash {
    case sha256
    case sha384
  }

  /// What encrypts and authenticates.
  var algorithm: Algorithm
  /// The length of the key in bytes.
  var keyLength: Int
  /// What derives keys.
  var hash: Hash
  /// Whether the suite is one of TLS 1.3.
  var isTLS13: Bool

  /// The suite of a number; nil where its records cannot be opened.
  init?(_ number: UInt16) {
    isTLS13 = number >> 8 == 0x13
    switch number {
    case 0x1301, 0x009c, 0x009e, 0xc02b, 0xc02f: (algorithm, keyLength, hash) = (.aesGCM, 16, .sha256)
    case 0x1302, 0x009d, 0x009f, 0xc02c, 0xc030: (algorithm, keyLength, hash) = (.aesGCM, 32, .sha384)
    case 0x1303, 0xcca8, 0xcca9, 0xccaa: (algorithm, keyLength, hash) = (.chaChaPoly, 32, .sha256)
    default: return nil
    }
  }

  /// How many bytes of the nonce are derived and not sent.
  var fixedNonceLength: Int { isTLS13 || algorithm == .chaChaPoly ? 12 : 4 }
}
