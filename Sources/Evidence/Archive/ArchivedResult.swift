public import Records

/// What is kept of one test in one run: 32 bytes.
public struct ArchivedResult: Hashable, Sendable {
  /// The test's number in the archive.
  public var test: Int32
  /// The verdict, as a number that the judge gives it.
  public var verdict: UInt8
  /// How its last attempt ended.
  public var outcome: Outcome
  /// The whole duration in microseconds; nil where unknown.
  public var durationMicroseconds: Int64?
  /// How finely the duration is written, in microseconds; 0 where that is finer or unknown.
  public var resolutionMicroseconds: Int64
  /// The score in hundredths of a bit.
  public var centibits: Int32
  /// The place of the reason among the run's reasons; nil for none.
  public var reason: Int?

  /// A result.
  public init(
    test: Int32, verdict: UInt8, outcome: Outcome, durationMicroseconds: Int64?,
    resolutionMicroseconds: Int64,
    centibits: Int32, reason: Int?
  ) {
    self.test = test
    self.verdict = verdict
    self.outcome = outcome
    self.durationMicroseconds = durationMicroseconds
    self.resolutionMicroseconds = resolutionMicroseconds
    self.centibits = centibits
    self.reason = reason
  }
}
