import Rules
import Testing

struct RuleContractTests {
  @Test func acceptsARuleThatKeepsTheContract() throws {
    #expect(try TemporaryRules.problem(ruleText()) == nil)
  }

  @Test(arguments: [
    (
      "judged", "SELECT test_id, '' AS says, '' AS reason, '' AS proof FROM contact",
      "timing/a-rule.sql:9: no such table: contact; add 'contact' to 'reads'"
    ),
    (
      "judged", "SELECT test_id, '' AS says, '' AS reason, '' AS proof FROM\n  test_row",
      "timing/a-rule.sql:10: no such table: test_row; a rule reads evidence views, and this is none"
    ),
    (
      "judged", "SELECT test_id, '' AS says,\n speed AS reason, '' AS proof FROM judged",
      "timing/a-rule.sql:10: no such column: speed"
    ),
    (
      "judged", "SELECT test_id, '' AS says, '' AS reason FROM judged",
      "timing/a-rule.sql: returns test_id, says, reason; a rule returns test_id, says, reason, proof"
    ),
    (
      "judged, contct", "SELECT 1",
      "timing/a-rule.sql:3: 'reads' names 'contct', which is not an evidence view; did you mean 'contact'?"
    ),
    (
      "judged, contact", "SELECT test_id, '' AS says, '' AS reason, '' AS proof FROM judged",
      "timing/a-rule.sql:3: 'reads' names 'contact', which the query does not read"
    ),
    ("judged", "DELETE FROM judged", "timing/a-rule.sql: not a SELECT statement"),
  ])
  func refusesAQueryThatBreaksIt(reads: String, query: String, message: String) throws {
    #expect(try TemporaryRules.problem(ruleText(reads: reads, query: query)) == message)
  }

  @Test func refusesParametersThatDoNotMeet() throws {
    let query = "SELECT test_id, '' AS says, :floor AS reason, '' AS proof FROM judged"
    #expect(
      try TemporaryRules.problem(ruleText(query: query))
        == "timing/a-rule.sql:9: uses the parameter ':floor', which 'parameters' does not declare")
    #expect(
      try TemporaryRules.problem(ruleText(more: "parameters: { floor: 1, ceiling: 2 }", query: query))
        == "timing/a-rule.sql:7: declares the parameter 'ceiling', which the query does not use")
  }
}
