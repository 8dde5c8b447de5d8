import Crypto
import FoundationEssentials

/// Hashes secrets with a key that is drawn for each store: equality can be tested inside one store, nothing read back.
struct SecretHash: Sendable {
  /// The names of header fields whose values are secrets, in lower case.
  static let secretHeaders: Set<String> = [
    "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key", "api-key", "x-auth-token",
    "x-csrf-token", "x-xsrf-token", "x-amz-security-token", "x-goog-api-key", "x-access-token",
    "sec-websocket-key",
  ]
  /// Parts of the names of URL parameters whose values are secrets, in lower case.
  private static let secretParameters = [
    "token", "key", "secret", "password", "passwd", "pwd", "signature", "sig", "session", "auth", "code",
    "credential", "jwt",
  ].map { Array($0.utf8) }

  private let key: SymmetricKey

  /// From the key that the store keeps.
  init(key: [UInt8]) {
    self.key = SymmetricKey(data: key)
  }

  /// A key for a new store.
  static func newKey() -> [UInt8] {
    SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
  }

  /// `secret:` and 16 hexadecimal digits.
  func hash(_ secret: String) -> String {
    let code = HMAC<SHA256>.authenticationCode(for: Array(secret.utf8), using: key)
    return "secret:" + code.prefix(8).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  /// A header's value as it may be stored.
  func value(ofHeader name: String, _ value: String) -> String {
    Self.secretHeaders.contains(name.lowercased()) ? hash(value) : value
  }

  /// A URL without user information and with the values of secret parameters hashed.
  func url(_ url: String) -> String {
    var url = url
    let (hasUser, hasQuery) = url.withUTF8 { bytes in
      (bytes.contains(UInt8(ascii: "@")), bytes.contains(UInt8(ascii: "?")))
    }
    if hasUser { url = Self.withoutUserInformation(url) }
    guard hasQuery, let mark = url.utf8.firstIndex(of: UInt8(ascii: "?")) else { return url }
    let query = url[url.utf8.index(after: mark)...]
    let parameters = query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
    guard parameters.contains(where: Self.isSecret) else { return url }
    let hashed = parameters.map { parameter -> Substring in
      guard Self.isSecret(parameter), let equals = parameter.firstIndex(of: UInt8(ascii: "=")) else {
        return Substring(parameter)
      }
      return Substring(parameter[...equals]) + hash(String(Substring(parameter[parameter.index(after: equals)...])))
    }
    return url[...mark] + hashed.joined(separator: "&")
  }

  /// Whether the value of a URL's parameter is a secret, by its name.
  private static func isSecret(_ parameter: Substring.UTF8View) -> Bool {
    let name = parameter.prefix { $0 != UInt8(ascii: "=") }.map { $0 | 0x20 }
    return secretParameters.contains { word in
      name.count >= word.count && (0...name.count - word.count).contains { name[$0...].starts(with: word) }
    }
  }

  private static func withoutUserInformation(_ url: String) -> String {
    guard let scheme = url.firstRange(of: "://") else { return url }
    let rest = url[scheme.upperBound...]
    let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
    guard let at = rest[..<end].lastIndex(of: "@") else { return url }
    return String(url[..<scheme.upperBound] + rest[rest.index(after: at)...])
  }
}
