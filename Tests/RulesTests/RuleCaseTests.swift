import Records
import Rules
import Testing

struct RuleCaseTests {
  /// What is wrong with a rule that calls every judged test fake, given these cases.
  private func failures(_ cases: String, weight: String = "{ real: 0, fake: -2 }") throws -> [String] {
    let rules = try TemporaryRules([
      "timing/a-rule.sql": ruleText(weight: weight), "timing/a-rule.test.yaml": cases,
    ])
    let outcome = RuleCaseRunner.run(try rules.folder.rules())
    return outcome.failures.filter { $0.place != "rules" }
      .map { String($0.description.dropFirst(rules.path.count + 1)) }
  }

  private let good = """
    - case: a test
      given: { judged: [{ test_id: 1, times: 1 }] }
      expect: [{ test_id: 1, says: fake, reason: why }]
    - case: abstains without a test
      expect: []

    """

  @Test func passesCasesThatHold() throws {
    #expect(try failures(good) == [])
  }

  @Test func reportsACaseThatDoesNotHoldWithItsLine() throws {
    #expect(
      try failures(good + "- case: nothing\n  given: { judged: [{ test_id: 4 }] }\n  expect: []")
        == ["timing/a-rule.test.yaml:6: case 'nothing': expected nothing, got fake of test 4 'why'"])
    #expect(
      try failures(
        good
          + "- case: other words\n  given: { judged: [{ test_id: 4 }] }\n  expect: [{ test_id: 4, says: fake, reason: so }]"
      )
        == [
          "timing/a-rule.test.yaml:6: case 'other words': expected fake of test 4 'so', got fake of test 4 'why'"
        ])
    #expect(
      try failures(good + "- case: too much\n  expect: [{ test_id: 4, says: real }]")
        == ["timing/a-rule.test.yaml:6: case 'too much': expected real of test 4, got nothing"])
  }

  @Test func asksForEveryKindOfCase() throws {
    #expect(
      try failures(
        "- case: a test\n  given: { judged: [{ test_id: 1 }] }\n  expect: [{ test_id: 1, says: fake }]") == [
          "timing/a-rule.test.yaml: has no case in which it says the opposite or nothing",
          "timing/a-rule.test.yaml: has no case that is named 'abstains ...' and in which it says skip or nothing",
        ])
    #expect(
      try failures("- case: abstains\n  expect: []") == [
        "timing/a-rule.test.yaml: has no case in which it says fake",
        "timing/a-rule.test.yaml: has no case in which it takes a side",
      ])
    #expect(
      try failures(good, weight: "{ real: 1, fake: -2 }")
        == ["timing/a-rule.test.yaml: has no case in which it says real"])
  }

  @Test func refusesASideWithoutAWeight() throws {
    #expect(
      try failures(good, weight: "{ real: 0, fake: 0 }").first
        == "timing/a-rule.test.yaml:1: case 'a test': says fake, for which its weight is 0")
  }

  @Test(arguments: [
    (
      "- case: x\n  given: { judgd: [] }\n  expect: []",
      "timing/a-rule.test.yaml:2: 'judgd' is not an evidence view; did you mean 'judged'?"
    ),
    (
      "- case: x\n  given:\n    judged:\n      - { test_di: 1 }\n  expect: []",
      "timing/a-rule.test.yaml:4: unknown 'judged' row key 'test_di'; did you mean 'test_id'?"
    ),
    (
      "- case: x\n  given: { judged: [{ test_id: one }] }\n  expect: []",
      "timing/a-rule.test.yaml:2: 'test_id' is 'one', which is not a whole number"
    ),
    (
      "- case: x\n  given: { judged: [{ test_id: 1, times: 1e9 }] }\n  expect: []",
      "timing/a-rule.test.yaml:2: 'times' is not a whole number from 1 to 100000"
    ),
    (
      "- case: x\n  expect: [{ test_id: 1, says: alarm }]",
      "timing/a-rule.test.yaml:2: a rule does not say 'alarm'; known: real, fake, skip"
    ),
    (
      "- case: x",
      "timing/a-rule.test.yaml:1: the case has no 'expect'; write 'expect: []' where the rule must say nothing"
    ),
    ("- expect: []", "timing/a-rule.test.yaml:1: the case has no 'case'"),
    ("x: y", "timing/a-rule.test.yaml:1: the file is not a list"),
  ])
  func refusesACaseThatIsWrong(cases: String, message: String) throws {
    #expect(try failures(cases) == [message])
  }

  @Test func refusesRowsThatTheRuleDoesNotRead() throws {
    #expect(
      try failures(good + "- case: x\n  given: { contact: [{ test_id: 1 }] }\n  expect: []")
        == ["timing/a-rule.test.yaml:6: case 'x': gives rows of 'contact', which the rule does not read"])
  }

  @Test func takesScalarsByTheTypeOfTheirColumn() throws {
    // YAML 1.1 reads a bare `no` as false, and `1_000` as a number.
    let query = """
      SELECT test_id, 'fake' AS says, format('%s %d %s', name, call_us, coalesce(file, 'null')) AS reason, '' AS proof
      FROM judged ORDER BY test_id
      """
    let rules = try TemporaryRules([
      "timing/a-rule.sql": ruleText(weight: "{ real: 0, fake: -1 }", query: query),
      "timing/a-rule.test.yaml": """
      - case: scalars
        given: { judged: [{ test_id: 1, name: no, call_us: 1_000, file: ~ }] }
        expect: [{ test_id: 1, says: fake, reason: no 1000 null }]
      - case: abstains
        expect: []
      """,
    ])
    let outcome = RuleCaseRunner.run(try rules.folder.rules())
    #expect(outcome.failures.filter { $0.place != "rules" } == [])
    #expect(outcome.cases == 2)
  }

  @Test func saysWhichVerdictsTheRulesCannotReach() throws {
    let rules = try TemporaryRules(["timing/a-rule.sql": ruleText(), "timing/a-rule.test.yaml": good])
    let outcome = RuleCaseRunner.run(try rules.folder.rules())
    let unreached = outcome.failures.filter { $0.place == "rules" }.map(\.message)
    #expect(
      unreached == [
        "no case leads the rules together to the verdict 'real'",
        "no case leads the rules together to the verdict 'fake'",
      ])
    #expect(outcome.reached[.inconclusive] == "timing/a-rule: a test")
  }
}
