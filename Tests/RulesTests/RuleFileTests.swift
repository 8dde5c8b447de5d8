import Records
import Rules
import Testing

struct RuleFileTests {
  @Test func readsTheWholeHeader() throws {
    let text = ruleText(
      more: "origin: 7\nneeds: [packets, har]\nparameters: { floor_us: 300 }",
      query: "SELECT test_id, 'fake' AS says, :floor_us AS reason, '' AS proof FROM judged ORDER BY test_id")
    let rules = try TemporaryRules(["timing/a-rule.sql": text])
    let rule = try #require(try rules.folder.rules().first)
    #expect(rule.id == "timing/a-rule")
    #expect(rule.group == "timing")
    #expect(rule.title == "A title")
    #expect(rule.origin == 7)
    #expect(rule.needs == [.packets, .har])
    #expect(rule.parameters == ["floor_us": 300])
    #expect(rule.weight == Rule.Weight(real: 1, fake: -2))
    #expect(rule.mistakenWhen == ["never"])
  }

  @Test func refusesAnUnknownKeyWithItsLineInTheFile() throws {
    // The header's comment opens in line 1; the key stands in line 7.
    #expect(
      try TemporaryRules.problem(ruleText(more: "orign: 3"))
        == "timing/a-rule.sql:7: unknown header key 'orign'; did you mean 'origin'?")
    #expect(
      try TemporaryRules.problem("\n\n" + ruleText(more: "severity: high"))
        == "timing/a-rule.sql:9: unknown header key 'severity'; known: title, origin, needs, reads, parameters, "
        + "weight, why, mistaken_when")
  }

  @Test(arguments: [
    ("weight: 3", "timing/a-rule.sql:4: the weight is not a mapping of keys to values"),
    (
      "weight: { real: -1, fake: -2 }",
      "timing/a-rule.sql:4: 'weight' has the wrong sign: 'real' is 0 or more, 'fake' is 0 or less"
    ),
    ("weight: { real: 1 }", "timing/a-rule.sql:4: the weight has no 'fake'"),
    ("weight: { real: much, fake: 0 }", "timing/a-rule.sql:4: 'real' is 'much', which is not a number"),
    ("weight: { real: 1, fke: 0 }", "timing/a-rule.sql:4: unknown weight key 'fke'; did you mean 'fake'?"),
  ])
  func refusesAWeightThatIsNone(weight: String, message: String) throws {
    let text = ruleText().replacing("weight: { real: 1, fake: -2 }", with: weight)
    #expect(try TemporaryRules.problem(text) == message)
  }

  @Test(arguments: [
    ("origin: 21", "timing/a-rule.sql:7: 'origin' is not a number from 1 to 20"),
    ("needs: [packet]", "timing/a-rule.sql:7: 'packet' is not a witness; did you mean 'packets'?"),
    ("title: twice", "timing/a-rule.sql:2: not YAML: the key 'title' stands there twice"),
    ("parameters: [a]", "timing/a-rule.sql:7: 'parameters' is not a mapping of names to numbers"),
    ("parameters: { a: .nan }", "timing/a-rule.sql:7: 'a' is '.nan', which is not a number"),
  ])
  func refusesAHeaderThatIsWrong(line: String, message: String) throws {
    let problem = try TemporaryRules.problem(ruleText(more: line))
    // Yams names the mapping and not the second key.
    #expect(problem?.drop { $0 != " " } == message.drop { $0 != " " })
    #expect(problem?.hasPrefix("timing/a-rule.sql:") == true)
  }

  @Test func refusesAFileWithoutAHeader() throws {
    #expect(
      try TemporaryRules.problem("SELECT 1")
        == "timing/a-rule.sql:1: a rule begins with a comment '/* ... */' that holds its header")
    #expect(
      try TemporaryRules.problem("/* title: x")
        == "timing/a-rule.sql:1: the header's comment is not closed by '*/'")
    #expect(
      try TemporaryRules.problem("/* [ */ SELECT 1")?.hasPrefix("timing/a-rule.sql:1: not YAML: ") == true)
    #expect(
      try TemporaryRules.problem("/* */ SELECT 1")
        == "timing/a-rule.sql:1: the header is not a mapping of keys to values")
  }

  @Test func refusesAnIdThatIsNotInKebabCase() throws {
    let rules = try TemporaryRules(["timing/A_Rule.sql": ruleText()])
    #expect(try rules.folder.contents().problems.first?.message.contains("lower case with hyphens") == true)
  }
}
