import FoundationEssentials
import Records
import Testing

@testable import Rules

struct RuleFolderTests {
  @Test func findsTheRulesThatComeWithTheProgram() throws {
    let rules = try RuleFolder.bundled.rules()
    #expect(rules.count >= 30)
    #expect(rules.map(\.id) == rules.map(\.id).sorted())
  }

  @Test func looksBesideTheProgramAndInShare() {
    #expect(
      Array(RuleFolder.places(executable: "/opt/assay/bin/assay").prefix(4)) == [
        "/opt/assay/bin/assay_Rules.resources/rules", "/opt/assay/bin/assay_Rules.bundle/rules",
        "/opt/assay/bin/rules", "/opt/assay/share/assay/rules",
      ])
  }

  @Test func takesTheFirstFolderThatHoldsClaims() throws {
    let empty = try TemporaryRules(["timing/a-rule.sql": ruleText()])
    let whole = try TemporaryRules(["claims.yaml": "auth: [jwt]"])
    #expect(try RuleFolder.found(among: [empty.path, whole.path]).path == whole.path)
  }

  @Test func saysWhereItLookedWhenThereAreNone() {
    #expect {
      _ = try RuleFolder.found(among: ["/nowhere/rules", "/nor/here"])
    } throws: { error in
      "\(error)".contains("looked for /nowhere/rules, /nor/here;")
    }
  }

  @Test func addsAndReplacesRulesById() throws {
    let own = try TemporaryRules([
      "timing/faster-than-any-io.sql": ruleText(title: "Mine"), "house/our-rule.sql": ruleText(title: "Ours"),
    ])
    let bundled = try RuleFolder.bundled.rules()
    let rules = try RuleFolder.rules(adding: [try own.folder])
    #expect(rules.count == bundled.count + 1)
    #expect(rules.first { $0.id == "timing/faster-than-any-io" }?.title == "Mine")
    #expect(rules.first { $0.id == "house/our-rule" }?.group == "house")
  }

  @Test func keepsTheGoodRulesBesideTheBad() throws {
    let mixed = try TemporaryRules([
      "timing/a-rule.sql": ruleText(), "timing/b-rule.sql": "SELECT 1", "timing/notes.txt": "no rule",
      "readme.sql": "no group",
    ])
    let contents = try mixed.folder.contents()
    #expect(contents.rules.map(\.id) == ["timing/a-rule"])
    #expect(contents.problems.count == 1)
    #expect(throws: Problem.self) { _ = try mixed.folder.rules() }
  }

  @Test func refusesAFolderThatIsNotThere() {
    #expect(throws: Problem.self) { _ = try RuleFolder(path: "/nowhere") }
  }

  @Test func refusesAFileThatIsNotText() throws {
    let rules = try TemporaryRules([:])
    try FileManager.default.createDirectory(atPath: rules.path + "/timing", withIntermediateDirectories: true)
    try Data([0x2F, 0x2A, 0xFF]).write(to: URL(filePath: rules.path + "/timing/a-rule.sql"))
    #expect(
      try rules.folder.contents().problems.first?.message == "is not UTF-8 text of at most 1048576 bytes")
  }
}
