import Evidence
import Rules

/// The first line of a comparison: what became of the fakes.
struct ComparisonHeadline {
  /// One or two words in capitals.
  let word: String
  /// The sentence that follows.
  let sentence: String
  /// The colour of the word.
  let ink: Ink

  init(_ comparison: Comparison) {
    let (before, after) = (comparison.before.judgement.summary, comparison.after.judgement.summary)
    let counts = comparison.counts
    let rates =
      "\(Self.percents(before.passed, before.tests, after.passed, after.tests)) reported passed, "
      + "\(Self.percents(before.provenReal, before.tests, after.provenReal, after.tests)) proven real"
    let fakes = after[.fake]
    let made = (counts[.turnedReal] ?? 0) + (counts[.nowProven] ?? 0)
    (word, sentence, ink) =
      if fakes > 0 {
        (
          "FAKE",
          "\(fakes) of \(Headline.tests(after.tests)) \(fakes == 1 ? "is" : "are") fake (\(Self.origin(comparison))), "
            + "before \(before[.fake]) of \(before.tests); \(rates)", .red
        )
      } else if before[.fake] > 0 || made > 0 {
        (
          made > 0 ? "TURNED REAL" : "NO FAKES LEFT",
          "\(Self.fates(comparison)); no fakes found now; \(rates)", made > 0 ? .green : .cyan
        )
      } else if after.provenReal > 0 {
        ("NO FAKES", "no fakes found, before or now; \(rates)", .green)
      } else {
        ("NOT PROVEN", "no fakes found, before or now, and nothing is proven real now; \(rates)", .cyan)
      }
  }

  /// `2 turned fake, 1 still fake, 1 new`.
  private static func origin(_ comparison: Comparison) -> String {
    let counts = comparison.counts
    let new = comparison[.new].count { $0.after?.verdict.verdict == .fake }
    return list([
      (counts[.turnedFake] ?? 0, "turned fake"), (counts[.foundFake] ?? 0, "found fake"),
      (counts[.stillFake] ?? 0, "still fake"), (new, "new"),
    ])
  }

  /// What became of the fakes of before, and what else is proven now.
  private static func fates(_ comparison: Comparison) -> String {
    let fakes = comparison.tests.filter { $0.before?.verdict.verdict == .fake }
    func count(_ change: Change) -> Int { fakes.count { $0.change == change } }
    let fates = list([
      (count(.turnedReal), "proven real now"), (count(.nowFailing), "only failing now"),
      (count(.noLongerFake), "no longer fake"), (count(.gone), "gone"),
    ])
    let proven = comparison.tests.count {
      $0.before?.verdict.verdict != .fake && [.turnedReal, .nowProven].contains($0.change)
    }
    let others = proven > 0 ? "\(Headline.tests(proven)) more proven real now" : ""
    if fakes.isEmpty { return others }
    let known = "of \(fakes.count) fake\(fakes.count == 1 ? "" : "s") before: \(fates)"
    return others.isEmpty ? known : "\(known); \(others)"
  }

  /// What there is any of.
  private static func list(_ counts: [(count: Int, what: String)]) -> String {
    counts.filter { $0.count > 0 }.map { "\($0.count) \($0.what)" }.joined(separator: ", ")
  }

  private static func percents(_ one: Int, _ all: Int, _ other: Int, _ total: Int) -> String {
    "\(DecimalText.percent(one, of: all)) -> \(DecimalText.percent(other, of: total))"
  }
}
