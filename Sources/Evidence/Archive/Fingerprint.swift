import Crypto
import Records

/// A digest of several texts in their order, such as all that decides how a run is judged.
public enum Fingerprint {
  /// The SHA-256 of the texts with their lengths, in lower-case hexadecimal.
  public static func of(_ texts: [String]) -> String {
    var hash = SHA256()
    for text in texts {
      let bytes = Array(text.utf8)
      hash.update(data: Array("\(bytes.count):".utf8))
      hash.update(data: bytes)
    }
    return Hexadecimal.text(hash.finalize())
  }

  /// The first 64 bits of the SHA-256 of a text.
  static func short(_ text: String) -> UInt64 {
    SHA256.hash(data: Array(text.utf8)).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
