public import Rules

/// All that a report shows of two runs that are compared.
public struct ReportedComparison: Sendable {
  /// The runs, side by side.
  public var comparison: Comparison
  /// The files that were given for the earlier run and not used.
  public var leftOutBefore: [LeftOutFile]
  /// The files that were given for the later run and not used.
  public var leftOutAfter: [LeftOutFile]

  /// A comparison.
  public init(
    _ comparison: Comparison, leftOutBefore: [LeftOutFile] = [], leftOutAfter: [LeftOutFile] = []
  ) {
    self.comparison = comparison
    self.leftOutBefore = leftOutBefore
    self.leftOutAfter = leftOutAfter
  }
}
