import Evidence
import Rules

/// The first line of a report: the one thing that a reader in a hurry takes away.
struct Headline {
  /// One or two words in capitals.
  let word: String
  /// The sentence that follows.
  let sentence: String
  /// The colour of the word.
  let ink: Ink

  init(_ judgement: Judgement) {
    let summary = judgement.summary
    let tests = summary.tests
    let judged = tests - summary[.exempt]
    let real = summary.provenReal
    let reported = "\(DecimalText.percent(summary.passed, of: tests)) reported passed"
    let proven = "\(DecimalText.percent(real, of: tests)) proven real"
    (word, sentence, ink) =
      if tests == 0 {
        ("NOTHING JUDGED", "the result files hold no tests", .yellow)
      } else if judged == 0 {
        ("NOTHING JUDGED", "\(Self.all(tests)) exempt (\(reported))", .yellow)
      } else if summary[.fake] > 0 {
        (
          "FAKE",
          "\(summary[.fake]) of \(Self.tests(tests)) passed without exercising "
            + "\(judgement.run.targets.count > 1 ? "any target" : "the target") "
            + "(\(reported), \(proven), \(DecimalText.percent(summary[.fake], of: tests)) fake)", .red
        )
      } else if summary[.suspect] > 0 {
        (
          "SUSPECT",
          "no fakes found, but \(summary[.suspect]) of \(Self.tests(tests)) "
            + "\(summary[.suspect] == 1 ? "is" : "are") suspect (\(reported), \(proven))", .yellow
        )
      } else if real == 0 {
        ("NOT PROVEN", "no fakes found, but none of \(Self.tests(tests)) is proven real (\(reported))", .cyan)
      } else {
        (
          real == judged ? "REAL" : "NO FAKES",
          "no fakes found; \(real) of \(tests) proven real (\(reported))", .green
        )
      }
  }

  /// `1 test`, `158 tests`.
  static func tests(_ count: Int) -> String { "\(count) test\(count == 1 ? "" : "s")" }

  private static func all(_ count: Int) -> String {
    count == 1 ? "the one test is" : "all \(count) tests are"
  }
}
