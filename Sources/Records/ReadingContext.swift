/// What a reader may use besides the file that it reads.
public struct ReadingContext: Hashable, Sendable {
  /// The paths of key logs, which hold the secrets of TLS connections in captures (`SSLKEYLOGFILE`).
  public var keyLogs: [String]

  /// A context of so many key logs.
  public init(keyLogs: [String] = []) {
    self.keyLogs = keyLogs
  }
}
