import Evidence
import Records

/// The sentences of a gate's decision: what was observed, and what the policy allows.
struct GateSentences {
  let gate: Gate
  let judgement: Judgement

  /// `3 tests`, `1 test`.
  static func tests(_ count: Int) -> String { "\(count) test\(count == 1 ? "" : "s")" }

  /// That tests are fake or suspect.
  func verdict(_ condition: GateCondition, _ tests: [Int]) -> String {
    let are = tests.count == 1 ? "is" : "are"
    let known = gate.baseline == nil ? "" : " and not known to the baseline"
    return "\(Self.tests(tests.count)) \(are) \(condition.rawValue)\(known); 0 may be"
  }

  /// That too many tests are inconclusive.
  func inconclusive(_ count: Int, of judged: Int, _ allowed: Allowance) -> String {
    // In tenths of a percent; never as little as the share that is allowed.
    let tenths = (count * 1000 + judged - 1) / max(1, judged)
    return
      "\(count) of \(judged) judged tests (\(tenths / 10).\(tenths % 10) %) \(count == 1 ? "is" : "are") "
      + "inconclusive; at most \(allowed) may be"
  }

  /// That tests are missing.
  func fewerTests(than before: Int, _ allowed: Allowance) -> String {
    let now = judgement.tests.count
    return "the run has \(Self.tests(now)), \(before - now) fewer than the \(before) of the baseline; "
      + "at most \(allowed) may be missing"
  }

  /// A breach for each minimum duration that tests did not reach.
  func tooShort(_ tests: [Int]) -> [GateDecision.Breach] {
    gate.policy.minimumDurations.compactMap { minimum in
      let missing = tests.filter { gate.policy.minimumDuration(missedBy: judgement.tests[$0]) == minimum }
      let figures = missing.compactMap { judgement.tests[$0].facts.bodyMostMicroseconds }
      guard let least = figures.min(), let most = figures.max() else { return nil }
      let range = least == most ? Self.span(least) : "\(Self.span(least)) to \(Self.span(most))"
      let asked = "'\(minimum.tests.text)' asks for at least \(Self.span(minimum.microseconds))"
      return .init(
        condition: .tooShort, sentence: "\(Self.tests(missing.count)) took at most \(range); \(asked)",
        tests: missing)
    }
  }

  /// That a waiver has ended whose tests still fail.
  func expired(_ waiver: Waiver, _ tests: [Int]) -> String {
    let days = gate.today.days(since: waiver.until)
    return
      "the waiver of '\(waiver.tests.text)' ended on \(waiver.until), \(days) day\(days == 1 ? "" : "s") ago; "
      + "\(Self.tests(tests.count)) that it was for still \(tests.count == 1 ? "fails" : "fail") "
      + "(its reason: \(waiver.reason))"
  }

  /// `0.254 ms`, `50 ms`, `1.5 s`.
  private static func span(_ microseconds: Int64) -> String {
    let unit = microseconds < 1_000_000 ? (1000 as Int64, "ms") : (1_000_000, "s")
    let (whole, rest) = microseconds.quotientAndRemainder(dividingBy: unit.0)
    guard rest > 0 else { return "\(whole) \(unit.1)" }
    var fraction = String(String(unit.0 + rest).dropFirst())
    while fraction.last == "0" { fraction.removeLast() }
    return "\(whole).\(fraction) \(unit.1)"
  }
}
