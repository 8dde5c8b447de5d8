public import Records

/// What is kept of a judged run: its place in time, and each test's verdict.
public struct ArchivedRun: Sendable {
  /// How it is known when a run was.
  public enum TimeBasis: String, Sendable {
    /// A result file says so, with an offset from UTC.
    case written
    /// A result file says so without an offset: read as UTC.
    case zoneUnknown = "zone unknown"
    /// A date in the name of the run.
    case name
    /// When its result files were last modified.
    case fileTime = "file time"
    /// Nothing tells.
    case none
  }

  /// The run's number in the archive; 0 for one that is not kept yet.
  public var number: Int64
  /// A digest of the digests of its files: the same files are the same run, wherever they lie.
  public var content: String
  /// Its name: a folder, a file, or the name under which it was ingested.
  public var name: String
  /// The SHA-256 of its files, sorted.
  public var digests: [String]
  /// When it began.
  public var startedAt: Timestamp?
  /// How that is known.
  public var timeBasis: TimeBasis
  /// Whether it has a packet capture.
  public var hasPackets: Bool

  /// A run.
  public init(
    number: Int64 = 0, content: String, name: String, digests: [String], startedAt: Timestamp?,
    timeBasis: TimeBasis, hasPackets: Bool
  ) {
    self.number = number
    self.content = content
    self.name = name
    self.digests = digests
    self.startedAt = startedAt
    self.timeBasis = timeBasis
    self.hasPackets = hasPackets
  }

  /// What is kept of a run's tests.
  public struct Contents: Sendable {
    /// Each test's result.
    public var results: [ArchivedResult]
    /// The reasons that results name by their place.
    public var reasons: [ArchivedReason]
    /// The marks of answers.
    public var answers: [ArchivedAnswer]

    /// Contents; the tests of results and answers are places in a list of tests until they are kept.
    public init(results: [ArchivedResult], reasons: [ArchivedReason], answers: [ArchivedAnswer]) {
      self.results = results
      self.reasons = reasons
      self.answers = answers
    }
  }
}
