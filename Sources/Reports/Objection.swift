import Evidence
import Rules

/// What is held against one test of a run.
struct Objection {
  /// How serious it is.
  enum Level: String {
    /// It fails the gate, or would; where there is no gate, the test is fake.
    case error
    /// It should be looked at.
    case warning
    /// It should be known.
    case note
  }

  /// The test, as a place in the judgement's list of tests.
  let place: Int
  let test: TestVerdict
  let level: Level
  /// The strongest rule against the test, or the gate's condition: `gate/too-short`.
  let rule: String
  /// Sentences, the weightiest first; at least one.
  let reasons: [String]
  /// Why the gate lets the test pass all the same; nil where it doesn't, or where there is no gate.
  let excuse: String?

  /// `Fake test`.
  var title: String {
    let verdict = test.verdict.rawValue
    return "\(verdict.prefix(1).uppercased())\(verdict.dropFirst()) test"
  }

  /// `score -21.00 bits, probability of being real 0.0000004768`.
  var score: String {
    "score \(Explanation.bits(test.scoreBits)) bits, \(Explanation.likelihood(test.probabilityReal))"
  }

  /// Whether one is worse than another: not excused, of a higher level, surer, earlier.
  static func isWorse(_ one: Objection, _ other: Objection) -> Bool { one.rank < other.rank }

  private var rank: (Int, Int, Double, Int) {
    let ofLevel =
      switch level {
      case .error: 0
      case .warning: 1
      case .note: 2
      }
    return (excuse == nil ? 0 : 1, ofLevel, test.scoreBits, place)
  }
}
