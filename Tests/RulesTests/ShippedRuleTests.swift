import Records
import Rules
import Testing

struct ShippedRuleTests {
  static let rules = (try? RuleFolder.bundled.rules()) ?? []

  @Test(arguments: rules)
  func saysWhatItsCasesExpect(rule: Rule) throws {
    for ruleCase in try RuleCaseRunner.cases(of: rule) {
      #expect(RuleCaseRunner.failure(of: ruleCase, for: rule) == nil)
    }
  }

  @Test func theRulesAreLoadedCompleteAndInOrder() throws {
    #expect(try RuleFolder.bundled.contents().problems == [])
    #expect(RuleLint.problems(in: Self.rules) == [])
    #expect(Self.rules.compactMap(\.origin).sorted() == Array(1...20))
  }

  @Test func everyKindOfVerdictCanBeReached() {
    let outcome = RuleCaseRunner.run(Self.rules)
    #expect(outcome.failures == [])
    #expect(Set(outcome.reached.keys).isSuperset(of: [.real, .fake, .suspect, .inconclusive]))
  }

  @Test func whatAClientSaysNeverSufficesForReal() {
    // Without packets every group votes at most with its strongest rule. Socket calls are the kernel's word.
    let clients = Self.rules.filter {
      !$0.needs.contains(.packets) && $0.id != "transport/socket-calls-with-target"
    }
    let strongest = Dictionary(grouping: clients, by: \.group)
      .mapValues { $0.map(\.weight.real).max() ?? 0 }
    #expect(strongest.values.reduce(0, +) < VerdictCombination.threshold)
  }

  @Test func everyGroupIsOneThatTheDesignNames() {
    let groups: Set = [
      "timing", "resolution", "transport", "identity", "content", "session", "concurrency", "resources",
      "replay",
      "intent",
    ]
    #expect(Set(Self.rules.map(\.group)) == groups)
  }
}
