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

  /// Whether a zero byte is among the first 512, which text has only in UTF-16.
  public var hasZeroByte: Bool { bytes.prefix(512).contains(0) }

  /// The bytes without a byte order mark and leading white space.
  public var content: ArraySlice<UInt8> {
    let start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    return bytes[start...].drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }
  }

  /// The ``content`` as text; bytes that are not UTF-8 are replaced. Of binary files this takes long.
  public var text: String { String(decoding: content, as: UTF8.self) }
}
