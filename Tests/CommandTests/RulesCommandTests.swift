import Testing

struct RulesCommandTests {
  @Test func theRulesCanBeListedAndShown() throws {
    let list = try AssayProgram.run(["rules", "list"])
    #expect(list.exitCode == 0)
    #expect(list.output.contains("transport/no-contact-with-target  "))
    let rule = try AssayProgram.run(["rules", "show", "transport/no-contact-with-target"])
    #expect(rule.exitCode == 0)
    #expect(rule.output.hasPrefix("/*\ntitle: No connection to the target while the test ran\n"))
  }

  @Test func theShippedRulesPassTheirOwnChecks() throws {
    let lint = try AssayProgram.run(["rules", "lint"])
    #expect(lint.exitCode == 0)
    #expect(lint.output.hasSuffix(" rules, 0 problems\n"))
    let test = try AssayProgram.run(["rules", "test"])
    #expect(test.exitCode == 0)
    #expect(test.output.hasSuffix(" cases, 0 failures\n"))
  }

  @Test func anUnknownRuleIsAnError() throws {
    let outcome = try AssayProgram.run(["rules", "show", "timing/nonsense"])
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.hasPrefix("assay: rules: no rule is called 'timing/nonsense'; "))
  }

  @Test func aFolderOfRulesThatIsNotThereIsAnError() throws {
    let folder = try TemporaryFolder()
    let outcome = try AssayProgram.run(["rules", "list", "--rules", folder.path("none")])
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains(folder.path("none")))
  }
}
