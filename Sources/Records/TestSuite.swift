/// What one result file says of a suite as a whole (JUnit's `testsuite`, a pytest session).
public struct TestSuite: Hashable, Sendable {
  /// How the zone of the suite's timestamp is known.
  public enum Zone: String, Sendable {
    /// The timestamp carried an offset or `Z`.
    case written
    /// The timestamp carried none: `start` is the reading as UTC, and any offset is possible.
    case unknown
  }

  /// The position of the suite in its file, counted from 0.
  public var ordinal: Int
  /// The suite's name.
  public var name: String
  /// When the suite began; read as UTC where `zone` is unknown.
  public var start: Timestamp?
  /// How finely `start` is written, in nanoseconds.
  public var startResolution: Int64
  /// Whether `start` came with an offset.
  public var zone: Zone
  /// How long the suite took, as written: wall time in some formats, the sum of its tests in others.
  public var duration: RecordedDuration?
  /// The host name that the file gives.
  public var hostname: String?

  /// A suite of which only its place and name are known.
  public init(ordinal: Int, name: String) {
    self.ordinal = ordinal
    self.name = name
    self.startResolution = 0
    self.zone = .written
  }
}
