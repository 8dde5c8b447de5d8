/// A way to show two runs side by side.
public protocol ComparisonReport: Sendable {
  /// Writes the whole report, in pieces; the same runs give the same bytes.
  ///
  /// - Parameters:
  ///   - reported: the runs, side by side.
  ///   - output: where the text goes.
  func render(_ reported: ReportedComparison, into output: inout some TextOutputStream)
}
