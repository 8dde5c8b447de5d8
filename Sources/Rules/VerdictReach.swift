import Evidence
import Records

/// Shows which verdicts the rules can lead to: a verdict that no evidence reaches is worth nothing.
enum VerdictReach {
  /// The verdicts on the tests of a case, all rules together having looked at its rows.
  static func verdicts(on ruleCase: RuleCase, by rules: [Rule]) throws(Problem) -> [Verdict] {
    let contract = try ruleCase.contract(views: EvidenceView.all)
    var findings: [Int64: [Finding]] = [:]
    for rule in rules {
      for (test, finding) in try RuleRunner(rule: rule, timeLimit: 10).findings(in: contract) {
        findings[test, default: []].append(finding)
      }
    }
    let judged = ruleCase.given.filter { $0.view == "judged" }.flatMap(\.rows)
    let combination = VerdictCombination(rules: rules)
    return Set(judged.compactMap { $0["test_id"]?.integer }).sorted()
      .map { combination.decision(on: findings[$0] ?? []).verdict }
  }
}
