import Records

/// The secrets of TLS connections, by the random bytes of their ClientHello. They are kept in memory and handed to
/// nobody.
final class KeyLog {
  /// The most secrets that are kept.
  static let mostSecrets = 1_000_000

  private var connections: [[UInt8]: ConnectionSecrets] = [:]
  /// How many secrets were taken.
  private(set) var secrets = 0
  /// How many lines were none of a key log.
  private(set) var malformedLines = 0
  /// The first such line.
  private(set) var firstMalformedLine: Int?
  /// Whether there were more secrets than ``mostSecrets``.
  private(set) var isFull = false

  /// A log without secrets.
  init() {}

  /// The secrets of the connection whose ClientHello has these random bytes.
  subscript(clientRandom: [UInt8]) -> ConnectionSecrets? { connections[clientRandom] }

  /// Adds the secrets of the file at `path`.
  ///
  /// - Throws: a `Problem` where the file cannot be read.
  func read(path: String) throws {
    try TextLines.read(path: path) { take($0.isTooLong ? .malformed : KeyLogLine($0.bytes), $0.number) }
  }

  /// Adds the secrets in the bytes of a key log.
  func read(_ bytes: UnsafeRawBufferPointer) {
    for line in bytes.split(separator: 0x0a) { take(KeyLogLine(UnsafeRawBufferPointer(rebasing: line)), 0) }
  }

  private func take(_ line: KeyLogLine, _ number: Int) {
    switch line {
    case .passed: break
    case .malformed:
      malformedLines += 1
      if firstMalformedLine == nil { firstMalformedLine = number }
    case .secret(let label, let random, let secret):
      guard secrets < Self.mostSecrets else { return isFull = true }
      secrets += 1
      let place: WritableKeyPath<ConnectionSecrets, [UInt8]?> =
        switch label {
        case .master: \.master
        case .clientHandshake: \.clientHandshake
        case .serverHandshake: \.serverHandshake
        case .clientTraffic: \.clientTraffic
        case .serverTraffic: \.serverTraffic
        }
      connections[random, default: ConnectionSecrets()][keyPath: place] = secret
    }
  }
}
