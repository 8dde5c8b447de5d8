import Crypto
import FoundationEssentials

/// The `content` of a HAR response, without the body itself.
struct HARContent: Decodable {
  /// The largest body that is hashed: 1 MiB.
  static let hashLimit = 1 << 20

  /// The decoded body's size in bytes; nil where it is not known.
  let size: Int?
  /// How many bytes compression saved.
  let compression: Int?
  /// The first 16 hexadecimal digits of the SHA-256 of the body; nil where the file does not hold the body whole.
  let hash: String?
  /// The members that could not be read.
  let wrong: [String]

  private enum Key: String, CodingKey {
    case size, compression, text, encoding
  }

  init(from decoder: any Decoder) throws {
    var fields = try TolerantFields<Key>(decoder)
    size = fields.integer(.size).flatMap { $0 < 0 ? nil : $0 }
    compression = fields.integer(.compression)
    if (size ?? 0) <= Self.hashLimit, let text = fields.text(.text), !text.isEmpty {
      hash = Self.hash(text, isBase64: fields.text(.encoding)?.lowercased() == "base64")
    } else {
      hash = nil
    }
    wrong = fields.wrong
  }

  private static func hash(_ text: String, isBase64: Bool) -> String? {
    var text = text
    var hash = SHA256()
    if isBase64 {
      guard text.utf8.count / 4 * 3 <= hashLimit, let body = Data(base64Encoded: text) else { return nil }
      hash.update(data: body)
    } else {
      guard text.utf8.count <= hashLimit else { return nil }
      text.withUTF8 { hash.update(bufferPointer: UnsafeRawBufferPointer($0)) }
    }
    let digits = Array("0123456789abcdef".utf8)
    let first = hash.finalize().prefix(8).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: first, as: UTF8.self)
  }
}
