public import Evidence
public import Records

/// Applies rules to the evidence of a run and says a verdict on every test.
public struct Judge: Sendable {
  /// The rules with the parameters they will be run with, in the order of their ids.
  public let rules: [Rule]
  /// Seconds after which a rule's query is interrupted.
  public let timeLimit: Double

  /// A judge with rules, and a policy's values for some of their parameters.
  ///
  /// - Parameters:
  ///   - parameters: values by rule id and parameter name.
  ///   - timeLimit: seconds that one rule may take.
  /// - Throws: `Problem` for a rule or parameter that is not there.
  public init(
    rules: [Rule], parameters: [String: [String: Double]] = [:], timeLimit: Double = 10
  ) throws(Problem) {
    var byID = Dictionary(rules.map { ($0.id, $0) }, uniquingKeysWith: { _, later in later })
    for (id, values) in parameters.sorted(by: { $0.key < $1.key }) {
      guard var rule = byID[id] else {
        throw Problem("policy", "no rule is called '\(id)'; \(Suggestion.among(byID.keys.sorted(), for: id))")
      }
      for (name, value) in values.sorted(by: { $0.key < $1.key }) {
        guard rule.parameters.updateValue(value, forKey: name) != nil else {
          let known = rule.parameters.keys.filter { $0 != name }.sorted()
          throw Problem(
            "policy", "the rule '\(id)' has no parameter '\(name)'; \(Suggestion.among(known, for: name))")
        }
      }
      byID[id] = rule
    }
    self.rules = byID.values.sorted { $0.id < $1.id }
    self.timeLimit = timeLimit
  }

  /// Runs every rule over the evidence and combines what they say.
  ///
  /// A rule that needs packets is not run where the run has none. Other witnesses need no such care: without
  /// them their views are empty.
  ///
  /// - Parameters:
  ///   - source: the evidence of this run.
  ///   - tests: every test of the run; the verdicts come in their order.
  ///   - run: the run as a whole.
  /// - Throws: `Problem` naming the rule that failed.
  public func judge(
    _ source: any EvidenceSource, tests: [TestFacts], run: RunFacts
  ) throws(Problem) -> Judgement {
    let places = Dictionary(tests.indices.map { (tests[$0].testID, $0) }, uniquingKeysWith: { one, _ in one })
    var findings: [[Finding]] = Array(repeating: [], count: tests.count)
    for rule in rules where run.hasPackets || !rule.needs.contains(.packets) {
      for (test, finding) in try RuleRunner(rule: rule, timeLimit: timeLimit).findings(in: source) {
        if let place = places[test] { findings[place].append(finding) }
      }
    }
    let combination = VerdictCombination(rules: rules)
    let advice = SettlingAdvice(run: run, overlapping: try overlapping(in: source), rules: rules)
    let verdicts = zip(tests, findings).map { facts, findings in
      var verdict = combination.verdict(on: facts, findings: findings)
      if verdict.verdict == .inconclusive { verdict.settle = advice.sentence(for: verdict) }
      return verdict
    }
    return Judgement(run: run, tests: verdicts, rules: rules)
  }

  /// The judged tests in whose windows other tests may have run.
  private func overlapping(in source: any EvidenceSource) throws(Problem) -> Set<Int64> {
    do {
      let rows = try source.rows(
        "SELECT test_id FROM judged WHERE overlap_count > 0 ORDER BY test_id", parameters: [:],
        timeLimit: timeLimit)
      return Set(rows.compactMap { $0["test_id"]?.integer })
    } catch {
      throw Problem("evidence", "\(error)")
    }
  }
}
