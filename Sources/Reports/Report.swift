public import Rules

/// A way to show a judged run.
public protocol Report: Sendable {
  /// Writes the whole report, in pieces; the same judgement gives the same bytes.
  ///
  /// - Parameters:
  ///   - judgement: the run and the verdicts on its tests.
  ///   - leftOut: the files that were given and not used.
  ///   - output: where the text goes.
  func render(_ judgement: Judgement, leftOut: [LeftOutFile], into output: inout some TextOutputStream)
}
