import Records
import Rules
import Testing

struct RuleLintTests {
  private func problems(_ text: String) throws -> [String] {
    let rules = try TemporaryRules(["timing/a-rule.sql": text])
    return RuleLint.problems(in: try rules.folder.rules()).map(\.message)
  }

  private let oneSided = "{ real: 0, fake: -2 }"

  @Test func findsNothingInAGoodRule() throws {
    #expect(try problems(ruleText(weight: oneSided)) == [])
  }

  @Test func findsWhatTheHouseDoesNotAllow() throws {
    #expect(try problems(ruleText(title: "A title.", weight: oneSided)) == ["the title ends in a full stop"])
    #expect(
      try problems(ruleText(title: "a title", weight: oneSided)) == ["the title begins with a small letter"])
    #expect(
      try problems(ruleText(weight: oneSided).replacing("because", with: "''"))
        == ["'why' is empty; say why the observation tells real from fake"])
    #expect(
      try problems(ruleText(weight: oneSided).replacing("[never]", with: "[]"))
        == ["'mistaken_when' is empty; name a circumstance in which the rule is wrong"])
    #expect(
      try problems(ruleText(weight: oneSided).replacing("ORDER BY test_id", with: ""))
        == ["the query has no ORDER BY test_id; the order of its rows would be chance"])
    #expect(
      try problems(ruleText()) == ["has a weight for real, which the query never says; declare 0"])
  }

  @Test func isNotFooledByTheExpectation() throws {
    let query = """
      SELECT test_id, 'fake' AS says, 'why' AS reason, '' AS proof FROM judged WHERE expectation = 'real' ORDER BY test_id
      """
    #expect(
      try problems(ruleText(query: query)) == ["has a weight for real, which the query never says; declare 0"]
    )
  }

  @Test func findsTwoRulesWithOneTitle() throws {
    let rules = try TemporaryRules([
      "timing/a-rule.sql": ruleText(weight: oneSided), "timing/b-rule.sql": ruleText(weight: oneSided),
    ])
    #expect(
      RuleLint.problems(in: try rules.folder.rules()).map(\.message)
        == ["has the title of 'timing/a-rule'; say what tells them apart"])
  }
}
