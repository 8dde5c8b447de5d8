import Crypto
import FoundationEssentials
import Records

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Hashes secrets with a key that is drawn for each store: equality can be tested inside one store, nothing read back.
struct SecretHash: Sendable {
  /// Parts of the names of header fields whose values are secrets, in lower case.
  private static let secretHeaderParts = [
    "authorization", "cookie", "token", "secret", "password", "passwd", "api-key", "apikey", "credential",
    "signature", "session", "jwt", "csrf", "xsrf", "sec-websocket-key",
  ].map { Array($0.utf8) }
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
    return "secret:" + Hexadecimal.text(code.prefix(8))
  }

  /// A header's value as it may be stored; `isSecret` by ``isSecretHeader(_:)``.
  func value(_ value: String, isSecret: Bool) -> String {
    if isSecret || Self.holdsToken(value) { return hash(value) }
    // Location, Referer, Link, `:path` and others carry URLs.
    var text = value
    return text.withUTF8 { Self.contains(UInt8(ascii: "/"), $0) } ? url(value) : value
  }

  /// A URL without user information and with the values of secret parameters hashed, in query and fragment.
  func url(_ url: String) -> String {
    var url = url
    if Self.holdsToken(url) { url = withoutTokens(url) }
    let (hasUser, hasParameters) = url.withUTF8 { bytes in
      (Self.contains(UInt8(ascii: "@"), bytes), Self.contains(UInt8(ascii: "="), bytes))
    }
    if hasUser { url = Self.withoutUserInformation(url) }
    guard hasParameters, let mark = url.utf8.firstIndex(where: Self.endsPath) else { return url }
    var safe = String(url[...mark])
    var rest = url.utf8[url.utf8.index(after: mark)...]
    while true {
      let end = rest.firstIndex(where: Self.endsParameter) ?? rest.endIndex
      let parameter = rest[..<end]
      if let equals = parameter.firstIndex(of: UInt8(ascii: "=")), Self.isSecret(parameter) {
        safe +=
          Substring(parameter[...equals])
          + hash(String(Substring(parameter[parameter.index(after: equals)...])))
      } else {
        safe += Substring(parameter)
      }
      guard end < rest.endIndex else { return safe }
      safe.unicodeScalars.append(Unicode.Scalar(rest[end]))
      rest = rest[rest.index(after: end)...]
    }
  }

  private static func endsPath(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
  }

  private static func endsParameter(_ byte: UInt8) -> Bool {
    endsPath(byte) || byte == UInt8(ascii: "&") || byte == UInt8(ascii: ";")
  }

  /// Whether the values of header fields of this name are secrets.
  static func isSecretHeader(_ name: String) -> Bool {
    let lower = name.utf8.map { (65...90).contains($0) ? $0 | 0x20 : $0 }
    return secretHeaderParts.contains { holds(lower, $0) }
  }

  /// Whether a JSON Web Token may stand in a text, under whatever name: its head is `{"` in base64url (RFC 7519).
  private static func holdsToken(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      guard bytes.count > 3, contains(UInt8(ascii: "."), bytes) else { return false }
      for place in 0..<bytes.count - 2
      where bytes[place] == UInt8(ascii: "e") && bytes[place + 1] == UInt8(ascii: "y")
        && bytes[place + 2] == UInt8(ascii: "J")
      {
        return true
      }
      return false
    }
  }

  private static func contains(_ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let start = bytes.baseAddress else { return false }
    return memchr(start, Int32(byte), bytes.count) != nil
  }

  /// Whether bytes hold a word. (The standard library's search through strings costs more than all the rest.)
  private static func holds<Bytes: RandomAccessCollection>(_ bytes: Bytes, _ word: [UInt8]) -> Bool
  where Bytes.Element == UInt8, Bytes.Index == Int {
    guard bytes.count >= word.count else { return false }
    return (bytes.startIndex...bytes.endIndex - word.count).contains { start in
      bytes[start] == word[0] && bytes[start...].starts(with: word)
    }
  }

  /// A text in which every run of token characters from `eyJ` on is hashed.
  private func withoutTokens(_ text: String) -> String {
    var safe = ""
    var rest = text[...]
    while let head = rest.firstRange(of: "eyJ") {
      let token = rest[head.lowerBound...].prefix {
        $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0))
      }
      safe += rest[..<head.lowerBound] + (token.contains(".") ? hash(String(token)) : String(token))
      rest = rest[token.endIndex...]
    }
    return safe + rest
  }

  /// Whether the value of a URL's parameter is a secret, by its name.
  private static func isSecret(_ parameter: Substring.UTF8View) -> Bool {
    let name = parameter.prefix { $0 != UInt8(ascii: "=") }.map { $0 | 0x20 }
    return secretParameters.contains { holds(name, $0) }
  }

  /// A text without what stands before the `@` of an authority, after each `//` (RFC 3986, 3.2).
  private static func withoutUserInformation(_ text: String) -> String {
    var safe = ""
    var rest = text[...]
    while let mark = rest.firstRange(of: "//") {
      safe += rest[..<mark.upperBound]
      rest = rest[mark.upperBound...]
      let end = rest.firstIndex { "/?#&".contains($0) } ?? rest.endIndex
      if let at = rest[..<end].lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
    }
    return safe + rest
  }
}
