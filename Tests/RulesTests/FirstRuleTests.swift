import FoundationEssentials
import Records
import Rules
import Testing

/// The rule that docs/rules.md writes with its reader.
struct FirstRuleTests {
  private func page() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return String(decoding: try Data(contentsOf: root.appending(path: "docs/rules.md")), as: UTF8.self)
  }

  private func block(_ language: String, in page: String) throws -> String {
    let start = try #require(page.firstRange(of: "```\(language)\n")).upperBound
    let end = try #require(page[start...].firstRange(of: "```")).lowerBound
    return String(page[start..<end])
  }

  @Test func theExampleOnThePagePassesAsItStands() throws {
    let page = try page()
    let rules = try TemporaryRules([
      "identity/served-by-canary.sql": try block("sql", in: page),
      "identity/served-by-canary.test.yaml": try block("yaml", in: page),
    ])
    let all = try RuleFolder.rules(adding: [try rules.folder])
    #expect(RuleLint.problems(in: all) == [])
    #expect(RuleCaseRunner.run(all.filter { $0.id == "identity/served-by-canary" }).cases == 3)
    let rule = try #require(all.first { $0.id == "identity/served-by-canary" })
    for ruleCase in try RuleCaseRunner.cases(of: rule) {
      #expect(RuleCaseRunner.failure(of: ruleCase, for: rule) == nil)
    }
  }

  @Test func thePageNamesEveryHeaderKey() throws {
    let page = try page()
    for key in ["title", "origin", "needs", "reads", "parameters", "weight", "why", "mistaken_when"] {
      #expect(page.contains("| `\(key)` |"))
    }
  }
}
