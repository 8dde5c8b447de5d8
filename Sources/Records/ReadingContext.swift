/// What a reader may use besides the file that it reads.
public struct ReadingContext: Sendable {
  /// The paths of key logs, which hold the secrets of TLS connections in captures (`SSLKEYLOGFILE`).
  public var keyLogs: [String]
  /// Who lends the buffers that the file is read into, where somebody else looks at its blocks.
  public var lender: (any BlockLender)?

  /// A context of so many key logs, and a lender where there is one.
  public init(keyLogs: [String] = [], lender: (any BlockLender)? = nil) {
    self.keyLogs = keyLogs
    self.lender = lender
  }
}
