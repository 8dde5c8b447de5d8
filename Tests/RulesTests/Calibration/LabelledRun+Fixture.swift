@testable import Evidence
@testable import Rules

extension LabelledRun {
  /// A kind of test: how many there are, the truth about them, and which rules speak of them.
  struct Kind {
    var count: Int
    var label: String
    var isHard = false
    var said: [String: Says]
  }

  /// Rules of which `transport/seen` shows the contact, `transport/absent` its absence; the other two are weaker.
  static func rules() throws -> [Rule] {
    try [
      ("session/cookie", "{ real: 2, fake: 0 }", ""), ("timing/quick", "{ real: 0, fake: -9 }", ""),
      ("transport/absent", "{ real: 0, fake: -9 }", "needs: [packets]"),
      ("transport/seen", "{ real: 10, fake: 0 }", "needs: [packets]"),
    ].map { id, weight, more in
      try RuleFile(path: "x", id: id, text: ruleText(more: more, weight: weight)).rule()
    }
  }

  /// A run of such tests, judged by ``rules()``.
  static func fixture(_ name: String, fold: String? = nil, _ kinds: [Kind]) throws -> LabelledRun {
    let rules = try rules()
    let combination = VerdictCombination(rules: rules)
    var verdicts: [TestVerdict] = []
    var truth: [String] = []
    for kind in kinds {
      for _ in 0..<kind.count {
        let facts = TestFacts.fixture(Int64(verdicts.count))
        let findings = rules.compactMap { rule in
          kind.said[rule.id].map {
            Finding(
              rule: rule.id, group: rule.group, says: $0, bits: rule.weight.bits($0), reason: "so", proof: [])
          }
        }
        verdicts.append(combination.verdict(on: facts, findings: findings))
        truth.append(#""\#(facts.id)": {"label": "\#(kind.label)", "hard": \#(kind.isHard)}"#)
      }
    }
    return LabelledRun(
      Judgement(run: .fixture(), tests: verdicts, rules: rules),
      truth: try TruthFile(Array("{\(truth.joined(separator: ","))}".utf8), place: "truth.json"), name: name,
      fold: fold ?? name)
  }
}
