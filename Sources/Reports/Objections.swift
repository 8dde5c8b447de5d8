import Evidence
import Rules

/// What is held against a run: against its tests, and against the run as a whole.
///
/// Without a gate a fake test is an error and a suspect one a warning. With a gate, errors are what fails it.
struct Objections {
  /// Why the gate fails, where the reason is the run and not single tests.
  let aboutRun: [GateDecision.Breach]

  private let tests: [TestVerdict]
  private let isGated: Bool
  /// The reasons for which the gate fails, by test.
  private var breaches: [Int: [GateDecision.Breach]] = [:]
  private var excuses: [Int: String] = [:]

  init(_ run: ReportedRun) {
    tests = run.judgement.tests
    isGated = run.gate != nil
    let all = run.gate?.breaches ?? []
    aboutRun = all.filter { $0.tests.isEmpty || $0.condition == .inconclusive }
    for breach in all {
      for place in breach.tests { breaches[place, default: []].append(breach) }
    }
    for excuse in run.gate?.excused ?? [] {
      excuses[excuse.test] = (excuses[excuse.test].map { $0 + "; " } ?? "") + excuse.sentence
    }
  }

  /// The id under which a report names a condition of the gate: `gate/no-capture`.
  static func rule(_ condition: GateCondition) -> String { "gate/\(condition.rawValue)" }

  /// All that is held against tests, the worst first.
  var worstFirst: [Objection] { tests.indices.compactMap { self[$0] }.sorted(by: Objection.isWorse) }

  /// What is held against the test at this place of the judgement; nil for nothing.
  subscript(place: Int) -> Objection? {
    let test = tests[place]
    let conditions = (breaches[place] ?? []).map(\.condition)
    let isBlocking = conditions.contains { $0 != .inconclusive }
    // What excuses one thing doesn't excuse another.
    let excuse = isBlocking ? nil : excuses[place]
    guard let level = isBlocking ? .error : level(test, conditions, isExcused: excuse != nil) else {
      return nil
    }
    let own = Self.own(test)
    // Sentences about fake, suspect and inconclusive tests say less than the findings do.
    let further = (breaches[place] ?? [])
      .filter { ![.fake, .suspect, .inconclusive].contains($0.condition) }.map(\.sentence)
    let reasons = own.reasons + further
    return Objection(
      place: place, test: test, level: level,
      rule: own.rule ?? Self.rule(conditions.first { $0 != .inconclusive } ?? Self.condition(test.verdict)),
      reasons: reasons.isEmpty ? ["no reason is known"] : reasons, excuse: excuse)
  }

  private func level(
    _ test: TestVerdict, _ conditions: [GateCondition], isExcused: Bool
  ) -> Objection.Level? {
    switch test.verdict {
    case .fake: return isGated && !isExcused ? .warning : .error
    case .suspect: return .warning
    case .inconclusive: return isExcused || !conditions.isEmpty ? .note : nil
    case .exempt, .real: return isExcused ? .warning : nil
    }
  }

  /// The rule that says the most against a test, and what the findings say; no rule where none is against it.
  private static func own(_ test: TestVerdict) -> (rule: String?, reasons: [String]) {
    switch test.verdict {
    case .fake:
      let against = FakeSection.against(test)
      return (against.first?.rule, against.map(\.reason))
    case .suspect:
      let misfit = test.findings.first { $0.says == .fake && $0.reason == test.cause }
      return ((misfit ?? FakeSection.against(test).first)?.rule, [test.cause ?? "the evidence conflicts"])
    case .inconclusive: return (nil, test.settle.map { ["to settle it: \($0)"] } ?? [])
    case .exempt, .real: return (nil, test.cause.map { [$0] } ?? [])
    }
  }

  private static func condition(_ verdict: Verdict) -> GateCondition {
    switch verdict {
    case .fake: .fake
    case .suspect: .suspect
    case .inconclusive: .inconclusive
    case .exempt, .real: .tooShort
    }
  }
}
