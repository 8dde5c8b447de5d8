public import Rules

/// All that a report shows of an audit.
public struct ReportedAudit: Sendable {
  /// The audit.
  public var audit: Audit
  /// The files that were recognised and could not be used.
  public var leftOut: [LeftOutFile]
  /// The names of runs that are copies of others or of parts of them.
  public var copies: [String]
  /// How many files are of no format that is read.
  public var unrecognised: Int
  /// How many runs are in the store of which other targets or promises were declared; they are no part of the audit.
  public var declaredOtherwise: Int
  /// How many runs of the audit were judged by other rules or another version of the program: their files were not given.
  public var judgedOtherwise: Int

  /// An audit, and what did not become part of it.
  public init(
    _ audit: Audit, leftOut: [LeftOutFile] = [], copies: [String] = [], unrecognised: Int = 0,
    declaredOtherwise: Int = 0, judgedOtherwise: Int = 0
  ) {
    self.audit = audit
    self.leftOut = leftOut
    self.copies = copies
    self.unrecognised = unrecognised
    self.declaredOtherwise = declaredOtherwise
    self.judgedOtherwise = judgedOtherwise
  }
}
