/// A line of a client's log that says something about the network or about tests, other than a whole exchange.
public struct LogLine: Hashable, Sendable {
  /// What the line says.
  public enum Claim: Hashable, Sendable {
    /// The client sets out to open a connection (urllib3's "Starting new HTTPS connection").
    case connecting(host: String, port: UInt16)
    /// The client has a connection (httpcore's `connect_tcp.complete`).
    case connected(host: String?)
    /// A recording answers instead of a server (vcrpy's "Playing response ... from cassette").
    case replayed(url: String?)
    /// A test begins.
    case testStarted(id: String)
    /// A test ended.
    case testFinished(id: String, outcome: String?)
  }

  /// When the line was written.
  public var time: Timestamp
  /// How finely the time is written, in nanoseconds.
  public var resolution: Int64
  /// The name of the logger.
  public var logger: String
  /// The worker that wrote the line (`gw0`, ...), where the line says.
  public var worker: String?
  /// The process that wrote the line, where the line says.
  public var process: Int?
  /// The test to which the source itself ties the line.
  public var testID: String?
  /// What the line says.
  public var claim: Claim

  /// A line of a log.
  public init(time: Timestamp, resolution: Int64, logger: String, claim: Claim) {
    self.time = time
    self.resolution = resolution
    self.logger = logger
    self.claim = claim
  }
}
