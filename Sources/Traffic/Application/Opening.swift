/// What the first bytes of a direction say is spoken, and which end spoke them.
enum Opening: Equatable {
  /// There are too few bytes to say.
  case undecided
  /// None of the protocols that are decoded.
  case unknown
  /// A TLS record, by the end that sent a hello; nil where the record does not show it.
  case tls(speaker: Side?)
  /// An HTTP/1 message: what looks like a request line speaks for the client, a status line for the server.
  case http(speaker: Side)
  /// The client's preface of HTTP/2 (RFC 9113, 3.4).
  case http2

  /// From this many bytes on, nothing is undecided.
  static let decisiveCount = 24

  /// The longest record that makes a stream of unknown beginning TLS: 2^14 and 256 bytes (RFC 8446, 5.2).
  static let longestRecord = 16_640

  private static let longestMethod = 20
  private static let preface: StaticString = "PRI * HTTP/2.0"
  private static let version: StaticString = "HTTP/1."

  /// Reads the first bytes of a direction.
  init(_ bytes: UnsafeRawBufferPointer) {
    guard let first = bytes.first else {
      self = .undecided
      return
    }
    switch first {
    case 0x14...0x17: self = Self.record(bytes)
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): self = Self.text(bytes)
    default: self = .unknown
    }
  }

  /// Whether bytes may begin with a TLS record in the middle of a stream: type, version and length are plausible.
  static func isRecordHeader(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count >= 5, (20...23).contains(bytes[0]), bytes[1] == 3, (1...4).contains(bytes[2]) else {
      return false
    }
    let length = Int(bytes[3]) << 8 | Int(bytes[4])
    return length > 0 && length <= longestRecord
  }

  private static func record(_ bytes: UnsafeRawBufferPointer) -> Opening {
    if bytes.count > 1, bytes[1] != 3 { return .unknown }
    if bytes.count > 2, bytes[2] > 4 { return .unknown }
    guard bytes.count >= 5 else { return .undecided }
    let length = Int(bytes[3]) << 8 | Int(bytes[4])
    guard length > 0, length <= longestRecord else { return .unknown }
    switch bytes[0] {
    case 0x16:
      guard bytes.count >= 6 else { return .undecided }
      return .tls(speaker: bytes[5] == 1 ? .client : bytes[5] == 2 ? .server : nil)
    case 0x17: return bytes[2] == 3 ? .tls(speaker: nil) : .unknown
    // An alert or a change of ciphers is short; a long record of these types is something else.
    default: return length <= 64 ? .tls(speaker: nil) : .unknown
    }
  }

  private static func text(_ bytes: UnsafeRawBufferPointer) -> Opening {
    if let isVersion = matches(bytes, version) {
      if isVersion { return .http(speaker: .server) }
    } else {
      return .undecided
    }
    if let isPreface = matches(bytes, preface) {
      if isPreface { return .http2 }
    } else {
      return .undecided
    }
    for (index, byte) in bytes.prefix(longestMethod + 1).enumerated() {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"), UInt8(ascii: "_"): continue
      case UInt8(ascii: " ") where index > 0: return .http(speaker: .client)
      default: return .unknown
      }
    }
    return bytes.count > longestMethod ? .unknown : .undecided
  }

  /// Whether the bytes begin with `text`; nil where they end before it does.
  private static func matches(_ bytes: UnsafeRawBufferPointer, _ text: StaticString) -> Bool? {
    for index in 0..<text.utf8CodeUnitCount {
      guard index < bytes.count else { return nil }
      guard bytes[index] == text.utf8Start[index] else { return false }
    }
    return true
  }
}
