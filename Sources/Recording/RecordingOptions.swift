/// What is to be recorded, and where to.
public struct RecordingOptions {
  /// What is done about the TLS secrets of the command's connections.
  public enum Keys: Sendable {
    /// The command's own environment says.
    case untouched
    /// `SSLKEYLOGFILE` names a file in the run folder.
    case kept
    /// The command has no `SSLKEYLOGFILE`.
    case removed
  }

  /// The command and its arguments.
  public var command: [String]
  /// The run folder, which is made.
  public var folder: String
  /// Whether packets, or in their place socket calls, are recorded.
  public var capturesPackets = true
  /// The interfaces of which packets are captured; `any` is all of them.
  public var interfaces = ["any"]
  /// The most bytes of the captures together.
  public var captureLimit = 2_000_000_000
  /// What is done about TLS secrets.
  public var keys = Keys.untouched
  /// Samples of resources in a second; 0 for none.
  public var sampleRate = 50
  /// Glob patterns of the result files; none to look for them.
  public var results: [String] = []
  /// Whether a file's content is that of a result file.
  public var isResult: (_ path: String) -> Bool

  /// A recording of a command in a folder.
  public init(command: [String], folder: String, isResult: @escaping (_ path: String) -> Bool) {
    self.command = command
    self.folder = folder
    self.isResult = isResult
  }
}
