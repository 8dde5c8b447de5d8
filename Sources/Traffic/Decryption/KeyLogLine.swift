/// A line of a key log: a label, the random bytes of a ClientHello, and a secret, the latter two in hexadecimal
/// (draft-ietf-tls-keylogfile).
enum KeyLogLine {
  /// A secret of a connection.
  case secret(label: Label, random: [UInt8], secret: [UInt8])
  /// Nothing: an empty line, a comment, or a secret that is not used for decryption.
  case passed
  /// None of these.
  case malformed

  /// The kinds of secrets that are used.
  enum Label: String {
    case master = "CLIENT_RANDOM"
    case clientHandshake = "CLIENT_HANDSHAKE_TRAFFIC_SECRET"
    case serverHandshake = "SERVER_HANDSHAKE_TRAFFIC_SECRET"
    case clientTraffic = "CLIENT_TRAFFIC_SECRET_0"
    case serverTraffic = "SERVER_TRAFFIC_SECRET_0"
  }

  /// Secrets that other programs use.
  private static let otherLabels: Set = [
    "RSA", "CLIENT_EARLY_TRAFFIC_SECRET", "EARLY_EXPORTER_SECRET", "EARLY_EXPORTER_MASTER_SECRET",
    "EXPORTER_SECRET", "ECH_SECRET", "ECH_CONFIG",
  ]

  /// Reads a line without its end.
  init(_ line: UnsafeRawBufferPointer) {
    var content = line[...]
    while let last = content.last, last == 0x20 || last == 0x09 || last == 0x0d { content.removeLast() }
    guard let first = content.first, first != UInt8(ascii: "#") else {
      self = .passed
      return
    }
    self = .malformed
    let parts = content.split(separator: 0x20, maxSplits: 2)
    guard parts.count == 3, parts[0].count <= 48 else { return }
    let name = String(decoding: parts[0], as: UTF8.self)
    guard let label = Label(rawValue: name) else {
      if Self.otherLabels.contains(name) || name.hasPrefix("QUIC_") { self = .passed }
      return
    }
    guard let random = Self.bytes(parts[1]), random.count == 32, let secret = Self.bytes(parts[2]),
      label == .master ? secret.count == 48 : secret.count == 32 || secret.count == 48
    else { return }
    self = .secret(label: label, random: random, secret: secret)
  }

  private static func bytes(_ text: Slice<UnsafeRawBufferPointer>) -> [UInt8]? {
    guard text.count % 2 == 0, text.count <= 96 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count / 2)
    var high: UInt8?
    for character in text {
      guard let digit = digit(character) else { return nil }
      if let upper = high {
        bytes.append(upper << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    return bytes
  }

  private static func digit(_ character: UInt8) -> UInt8? {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
