import Evidence
import Records

/// Why a test is not judged, and for one that failed, how.
enum ExemptionCause {
  /// The cause, or nil where the test is to be judged.
  static func cause(of facts: TestFacts) -> String? {
    switch facts.outcome {
    case .skipped: facts.message.map { "skipped: \($0)" } ?? "skipped"
    case .failed, .error: failure(of: facts)
    case .passed:
      switch facts.expectation {
      case .mocked: "declared mocked"
      case .offline: "declared offline"
      case .real, .loopback: nil
      }
    }
  }

  private static func failure(of facts: TestFacts) -> String {
    if let (left, right) = facts.message.flatMap(nearMiss) {
      return "failed just short of an assertion: \(left) where \(right) was asked for"
    }
    let isTimeout = facts.message.map(speaksOfTimeout) ?? false
    let how = isTimeout ? "failed with a timeout" : "failed"
    return switch facts.failure {
    case .beforeNetwork: "\(how) before any network"
    case .afterRealTraffic: "\(how) after real traffic"
    case .refused: "failed: the target refused the connection"
    case .unanswered: "\(how): the target did not answer"
    case nil: how
    }
  }

  private static func speaksOfTimeout(_ message: String) -> Bool {
    let message = message.lowercased()
    return ["timeout", "timed out"].contains { message.contains($0) }
  }

  /// The two numbers of `assert 0.478 > 0.5`, where a tenth more (or less) would have sufficed.
  private static func nearMiss(_ message: String) -> (String, String)? {
    let words = message.split(separator: " ")
    guard let place = words.firstIndex(where: { [">", ">=", "<", "<="].contains($0) }), place > 0,
      place + 1 < words.count, let left = Double(words[place - 1]), let right = Double(words[place + 1]),
      right != 0, abs(left - right) <= 0.1 * abs(right)
    else { return nil }
    return ("\(words[place - 1])", "\(words[place]) \(words[place + 1])")
  }
}
