/// The header of a frame (RFC 9113, 4.1).
struct HTTP2Frame {
  /// The types of frames that are read (RFC 9113, 6).
  enum Kind: UInt8 {
    case data = 0
    case headers = 1
    case resetStream = 3
    case settings = 4
    case pushPromise = 5
    case continuation = 9
  }

  /// The length of a frame's header in bytes.
  static let headerLength = 9

  /// The length of the payload in bytes.
  var length: Int
  /// The type; nil for those that are passed over.
  var kind: Kind?
  /// The stream; 0 for the connection.
  var stream: UInt32
  private var flags: UInt8

  /// Reads the nine bytes of a header.
  init?(_ header: [UInt8]) {
    guard header.count == Self.headerLength else { return nil }
    length = Int(header[0]) << 16 | Int(header[1]) << 8 | Int(header[2])
    kind = Kind(rawValue: header[3])
    flags = header[4]
    stream = header[5...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
  }

  /// Whether the frame is the sender's last of the stream.
  var endsStream: Bool { flags & 0x01 != 0 && (kind == .data || kind == .headers) }
  /// Whether a field block ends with the frame.
  var endsHeaders: Bool { flags & 0x04 != 0 }
  /// Whether padding follows, its length in the first byte of the payload.
  var isPadded: Bool { flags & 0x08 != 0 && (kind == .data || kind == .headers || kind == .pushPromise) }
  /// Whether the field block comes after five bytes of priority.
  var hasPriority: Bool { flags & 0x20 != 0 && kind == .headers }
  /// Whether settings are only acknowledged.
  var isAcknowledgement: Bool { flags & 0x01 != 0 && kind == .settings }
}
