import Evidence
public import Records

/// Runs the cases beside the rules: each rule must say what its cases expect, and be shown to take a side, to
/// decline to take it, and to abstain.
public struct RuleCaseRunner: Sendable {
  /// What came of a run of cases.
  public struct Outcome: Sendable {
    /// How many cases were run.
    public var cases: Int
    /// What failed, in the order of the rules.
    public var failures: [Problem]
    /// The first case that leads all rules together to each verdict, as `rule: case`.
    public var reached: [Verdict: String]
  }

  /// Every case of every rule, run against the evidence views alone.
  ///
  /// - Parameter rules: the rules; each one's cases lie beside it, in `<name>.test.yaml`.
  public static func run(_ rules: [Rule]) -> Outcome {
    var outcome = Outcome(cases: 0, failures: [], reached: [:])
    for rule in rules {
      do {
        let cases = try cases(of: rule)
        outcome.cases += cases.count
        outcome.failures += cases.compactMap { failure(of: $0, for: rule) }
        outcome.failures += gaps(in: cases, of: rule)
        for ruleCase in cases {
          for verdict in try VerdictReach.verdicts(on: ruleCase, by: rules)
          where outcome.reached[verdict] == nil {
            outcome.reached[verdict] = "\(rule.id): \(ruleCase.name)"
          }
        }
      } catch {
        outcome.failures.append(error)
      }
    }
    for verdict in [Verdict.real, .fake, .inconclusive] where outcome.reached[verdict] == nil {
      outcome.failures.append(
        Problem("rules", "no case leads the rules together to the verdict '\(verdict.rawValue)'"))
    }
    return outcome
  }

  /// The cases that lie beside a rule.
  ///
  /// - Throws: `Problem` where they are missing or can't be read.
  public static func cases(of rule: Rule) throws(Problem) -> [RuleCase] {
    let path = rule.path.hasSuffix(".sql") ? String(rule.path.dropLast(4)) : rule.path
    return try RuleCase.cases(yaml: try RuleFolder.text(of: path + ".test.yaml"), path: path + ".test.yaml")
  }

  /// What is wrong with the rule's answer to a case; nil where it says what is expected.
  public static func failure(of ruleCase: RuleCase, for rule: Rule) -> Problem? {
    do {
      let answers = try answers(to: ruleCase, by: rule)
      let expected = ruleCase.expected.map { expected in
        let reason = expected.reason ?? answers.first { $0.testID == expected.testID }?.reason
        return RuleCase.Expected(testID: expected.testID, says: expected.says, reason: reason)
      }
      guard answers != expected else { return nil }
      return Problem(
        ruleCase.path, line: ruleCase.line,
        "case '\(ruleCase.name)': expected \(text(ruleCase.expected)), got \(text(answers))")
    } catch {
      return Problem(ruleCase.path, line: ruleCase.line, "case '\(ruleCase.name)': \(error.message)")
    }
  }

  private static func answers(to ruleCase: RuleCase, by rule: Rule) throws(Problem) -> [RuleCase.Expected] {
    var rule = rule
    for (name, value) in ruleCase.parameters.sorted(by: { $0.key < $1.key }) {
      guard rule.parameters.updateValue(value, forKey: name) != nil else {
        throw Problem(ruleCase.path, "the rule has no parameter '\(name)'")
      }
    }
    let contract = try ruleCase.contract(views: rule.reads.compactMap(EvidenceView.named))
    let findings = try RuleRunner(rule: rule, timeLimit: 10).findings(in: contract)
    for (_, finding) in findings where finding.says != .skip && finding.bits == 0 {
      throw Problem(ruleCase.path, "says \(finding.says.rawValue), for which its weight is 0")
    }
    return findings.map {
      RuleCase.Expected(testID: $0.test, says: $0.finding.says, reason: $0.finding.reason)
    }
    .sorted { $0.testID < $1.testID }
  }

  /// What a rule's cases do not show.
  private static func gaps(in cases: [RuleCase], of rule: Rule) -> [Problem] {
    func isSaid(_ says: Says) -> Bool { cases.contains { $0.expected.contains { $0.says == says } } }
    let isSilent = cases.contains { $0.expected.isEmpty }
    let path = cases.first?.path ?? rule.path
    var gaps: [String] = []
    if rule.weight.real > 0, !isSaid(.real) { gaps.append("in which it says real") }
    if rule.weight.fake < 0, !isSaid(.fake) { gaps.append("in which it says fake") }
    if !isSaid(.real) && !isSaid(.fake) { gaps.append("in which it takes a side") }
    if !isSilent && !(isSaid(.real) && isSaid(.fake)) {
      gaps.append("in which it says the opposite or nothing")
    }
    if !cases.contains(where: { $0.name.hasPrefix("abstains") && $0.expected.allSatisfy { $0.says == .skip } }
    ) {
      gaps.append("that is named 'abstains ...' and in which it says skip or nothing")
    }
    return gaps.map { Problem(path, "has no case \($0)") }
  }

  private static func text(_ rows: [RuleCase.Expected]) -> String {
    guard !rows.isEmpty else { return "nothing" }
    return rows.map { row in
      "\(row.says.rawValue) of test \(row.testID)" + (row.reason.map { " '\($0)'" } ?? "")
    }.joined(separator: " and ")
  }
}
