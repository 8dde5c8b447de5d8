/// Counts what rules said on labelled runs.
struct RuleCounter {
  /// The counts, by rule in the order of the ids, real before fake.
  static func counts(on runs: [LabelledRun]) -> [RuleCount] {
    var counts: [String: [Says: RuleCount]] = [:]
    for run in runs {
      for rule in run.rules where counts[rule.id] == nil {
        counts[rule.id] = [
          .real: RuleCount(rule: rule.id, says: .real, bits: rule.weight.real),
          .fake: RuleCount(rule: rule.id, says: .fake, bits: rule.weight.fake),
        ]
      }
      let counter = RuleCounter(rules: run.rules)
      for test in run.tests where test.isJudged && test.truth.isObservable {
        counter.count(test, into: &counts)
      }
    }
    return inOrder(counts)
  }

  /// The sums of the counts on several sets of runs, in the same order; without sides of no weight that never spoke.
  static func sum(of sets: some Sequence<[RuleCount]>) -> [RuleCount] {
    var sums: [String: [Says: RuleCount]] = [:]
    for count in sets.joined() {
      let none = RuleCount(rule: count.rule, says: count.says, bits: count.bits)
      sums[count.rule, default: [:]][count.says, default: none].add(count)
    }
    return inOrder(sums).filter { $0.bits != 0 || $0.spoken.occasions > 0 }
  }

  private static func inOrder(_ counts: [String: [Says: RuleCount]]) -> [RuleCount] {
    counts.sorted { $0.key < $1.key }.flatMap { [$0.value[.real], $0.value[.fake]] }.compactMap { $0 }
  }

  private let rules: [Rule]
  private let combination: VerdictCombination

  private init(rules: [Rule]) {
    self.rules = rules
    combination = VerdictCombination(rules: rules)
  }

  private func count(_ test: LabelledRun.Test, into counts: inout [String: [Says: RuleCount]]) {
    let findings = Dictionary(
      test.verdict.findings.map { ($0.rule, $0) }, uniquingKeysWith: { one, _ in one })
    let groups = Dictionary(grouping: test.verdict.findings, by: \.group)
    let score = test.verdict.scoreBits
    for rule in rules {
      let members = groups[rule.group] ?? []
      let others = score - combination.decision(on: members).scoreBits
      let voter = Self.voter(of: members)
      let isOpen = others.magnitude < VerdictCombination.threshold
      for says in [Says.real, .fake] {
        let isSaid = findings[rule.id]?.says == says
        let label = test.truth.label
        guard test.isCounted else {
          counts[rule.id]?[says]?.hard.count(label, isSaid: isSaid)
          continue
        }
        counts[rule.id]?[says]?.spoken.count(label, isSaid: isSaid)
        if isOpen {
          counts[rule.id]?[says]?.deciding.count(label, isSaid: isSaid && voter == rule.id)
        }
      }
    }
  }

  /// The rule whose finding is most of the group's vote; of equals, the first.
  private static func voter(of members: [Finding]) -> String? {
    members.filter { $0.says != .skip }
      .max { ($0.bits.magnitude, $1.rule) < ($1.bits.magnitude, $0.rule) }?.rule
  }
}
