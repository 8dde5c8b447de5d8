import Rules

/// The first line of an audit's report.
struct AuditHeadline {
  /// One or two words in capitals.
  let word: String
  /// The sentence that follows.
  let sentence: String
  /// The colour of the word.
  let ink: Ink

  init(_ audit: Audit) {
    let newest = audit.newestRuns.first.map { audit.runs[$0] }
    let turned = audit.changes.count { $0.kind == .realToFake }
    let collapsed = audit.changes.count { $0.kind == .collapsedToFake }
    let fakes = newest?[.fake] ?? 0
    let now = newest.map { Self.sentence(of: $0, among: audit.runs.count) } ?? "no run has tests"
    (word, sentence, ink) =
      if turned + collapsed > 0 {
        (
          "REGRESSED",
          [
            turned > 0 ? "\(Headline.tests(turned)) turned from real to fake" : nil,
            collapsed > 0
              ? "\(Headline.tests(collapsed)) that took \(collapsed == 1 ? "its" : "their") time turned fake"
              : nil,
            now,
          ].compactMap { $0 }.joined(separator: "; "), .red
        )
      } else if fakes > 0 {
        ("FAKE", now, .red)
      } else if audit.hasFakes {
        ("MENDED", "fakes in earlier runs only; \(now)", .yellow)
      } else if newest.map({ $0[.suspect] > 0 }) ?? false {
        ("SUSPECT", now, .yellow)
      } else if newest.map({ $0[.exempt] == $0.tests }) ?? true {
        ("NOTHING JUDGED", now, .yellow)
      } else if newest?[.real] == 0 {
        ("NOT PROVEN", now, .cyan)
      } else {
        ("NO FAKES", now, .green)
      }
  }

  /// `113 of 158 tests are fake in the newest run (97.5 % reported passed, 0.0 % proven real, 71.5 % fake)`.
  private static func sentence(of run: AuditedRun, among runs: Int) -> String {
    let rates = [
      "\(DecimalText.percent(run.passed, of: run.tests)) reported passed",
      "\(DecimalText.percent(run[.real], of: run.tests)) proven real",
      "\(DecimalText.percent(run[.fake], of: run.tests)) fake",
    ].joined(separator: ", ")
    return
      "\(run[.fake]) of \(Headline.tests(run.tests)) \(run[.fake] == 1 || run.tests == 1 ? "is" : "are") fake in "
      + "\(runs == 1 ? "the one run" : "the newest of \(runs) runs") (\(rates))"
  }
}
