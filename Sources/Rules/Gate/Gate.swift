import Evidence
public import Records

/// Decides by a policy whether a judged run may pass.
public struct Gate: Sendable {
  /// The days before its end from which on a waiver is noted.
  static let noticeDays = 14

  /// What is asked of the run.
  public let policy: Policy
  /// What was wrong before; nil where all that is wrong counts.
  public let baseline: Baseline?
  /// The day on which the gate is asked, in UTC; waivers end by it.
  public let today: CalendarDay

  /// A gate.
  ///
  /// - Throws: `Problem` where the policy compares the run with a baseline and there is none.
  public init(policy: Policy, baseline: Baseline?, today: CalendarDay) throws(Problem) {
    guard baseline != nil || policy.failOn.fewerTests == nil else {
      throw Problem(
        policy.place, "'fewer-tests' compares the run with a baseline; give one with '--baseline FILE'")
    }
    self.policy = policy
    self.baseline = baseline
    self.today = today
  }

  /// The decision on a run.
  public func decision(on judgement: Judgement) -> GateDecision {
    let sorting = ObjectionSorting(of: judgement, by: self)
    let sentences = GateSentences(gate: self, judgement: judgement)
    var breaches: [GateDecision.Breach] = []
    for condition in [GateCondition.fake, .suspect] {
      guard let tests = sorting.blocking[condition] else { continue }
      breaches.append(
        .init(condition: condition, sentence: sentences.verdict(condition, tests), tests: tests))
    }
    let open = judgement.tests.indices.filter { judgement.tests[$0].verdict == .inconclusive }
    let judged = judgement.tests.count { $0.verdict != .exempt }
    if let allowed = policy.failOn.inconclusive, allowed.isExceeded(by: open.count, of: judged) {
      breaches.append(
        .init(
          condition: .inconclusive, sentence: sentences.inconclusive(open.count, of: judged, allowed),
          tests: open))
    }
    if policy.failOn.noCapture, !judgement.run.hasPackets {
      breaches.append(
        .init(condition: .noCapture, sentence: "the run has 0 packet captures; at least 1 is asked for"))
    }
    if let allowed = policy.failOn.fewerTests, let before = baseline?.tests,
      allowed.isExceeded(by: before - judgement.tests.count, of: before)
    {
      breaches.append(
        .init(condition: .fewerTests, sentence: sentences.fewerTests(than: before, allowed)))
    }
    breaches += sentences.tooShort(sorting.blocking[.tooShort] ?? [])
    for (waiver, tests) in sorting.expired.sorted(by: { $0.key < $1.key }) {
      breaches.append(
        .init(
          condition: .expiredWaiver, sentence: sentences.expired(policy.waivers[waiver], tests), tests: tests)
      )
    }
    return GateDecision(
      policy: policy.place, breaches: breaches, excused: sorting.excused,
      notes: GateNotes(gate: self, judgement: judgement, sorting: sorting).notes)
  }
}
