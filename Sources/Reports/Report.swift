/// A way to show a judged run.
public protocol Report: Sendable {
  /// Writes the whole report, in pieces; the same run gives the same bytes.
  ///
  /// - Parameters:
  ///   - run: the judged run.
  ///   - output: where the text goes.
  func render(_ run: ReportedRun, into output: inout some TextOutputStream)
}
