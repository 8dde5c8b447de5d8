import Evidence
import Records

/// Why a test is not judged, and for one that failed, how.
enum ExemptionCause {
  /// The cause, or nil where the test is to be judged.
  static func cause(of facts: TestFacts) -> String? {
    switch facts.outcome {
    case .skipped: facts.message.map { "skipped: \($0)" } ?? "skipped"
    case .failed, .error: FailureExplanation(facts).sentence
    case .passed where facts.isGroup: "holds other tests, which are judged"
    case .passed:
      switch facts.expectation {
      case .mocked: "declared mocked"
      case .offline: "declared offline"
      case .real, .loopback: nil
      }
    }
  }
}
