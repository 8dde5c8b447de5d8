/// The beginning of a file, by which its format is recognised.
public struct FileHead: Sendable {
  /// How many bytes of a file are looked at: 64 KiB.
  public static let length = 65_536

  /// The first bytes of the file, at most ``length``.
  public var bytes: [UInt8]

  /// The beginning of a file.
  public init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// The bytes as text without a byte order mark and leading white space; bytes that are not UTF-8 are replaced.
  public var text: String {
    var start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    while start < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[start]) { start += 1 }
    return String(decoding: bytes[start...], as: UTF8.self)
  }
}
