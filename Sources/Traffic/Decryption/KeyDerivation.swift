import Crypto
import FoundationEssentials

/// How TLS makes keys of secrets.
enum KeyDerivation {
  /// HKDF-Expand-Label with an empty context (RFC 8446, 7.1).
  static func expand(
    _ secret: [UInt8], label: String, length: Int, hash: TLSCipherSuite.Hash
  ) -> [UInt8] {
    let name = Array("tls13 ".utf8) + Array(label.utf8)
    let info = [UInt8(length >> 8 & 0xff), UInt8(length & 0xff), UInt8(name.count & 0xff)] + name + [0]
    let key: SymmetricKey =
      switch hash {
      case .sha256: HKDF<SHA256>.expand(pseudoRandomKey: secret, info: info, outputByteCount: length)
      case .sha384: HKDF<SHA384>.expand(pseudoRandomKey: secret, info: info, outputByteCount: length)
      }
    return key.withUnsafeBytes { Array($0) }
  }

  /// The pseudorandom function of TLS 1.2 (RFC 5246, 5).
  static func pseudorandom(
    _ secret: [UInt8], label: String, seed: [UInt8], length: Int, hash: TLSCipherSuite.Hash
  ) -> [UInt8] {
    let key = SymmetricKey(data: secret)
    func authenticate(_ data: [UInt8]) -> [UInt8] {
      switch hash {
      case .sha256: Array(HMAC<SHA256>.authenticationCode(for: data, using: key))
      case .sha384: Array(HMAC<SHA384>.authenticationCode(for: data, using: key))
      }
    }
    let seed = Array(label.utf8) + seed
    var output: [UInt8] = []
    var link = seed
    while output.count < length {
      link = authenticate(link)
      output += authenticate(link + seed)
    }
    return Array(output.prefix(length))
  }
}
