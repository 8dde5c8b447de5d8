import Records
import Rules
import Testing

@testable import Evidence

struct JudgeTests {
  private func judgement(
    _ query: String, more: String = "", weight: String = "{ real: 10, fake: -10 }",
    parameters: [String: [String: Double]] = [:], tests: [TestFacts] = [.fixture()],
    run: RunFacts = .fixture()
  ) throws -> Judgement {
    let rules = try TemporaryRules(["timing/a-rule.sql": ruleText(more: more, weight: weight, query: query)])
    let contract = try EvidenceContract(views: EvidenceView.all)
    try contract.insert(
      tests.map { ["test_id": .integer($0.testID), "overlap_count": .integer(0)] }, into: "judged")
    return try Judge(rules: try rules.folder.rules(), parameters: parameters)
      .judge(contract, tests: tests, run: run)
  }

  @Test func saysAVerdictOnEveryTestInTheirOrder() throws {
    let judgement = try judgement(
      "SELECT test_id, 'fake' AS says, 'too quick' AS reason, 'test:' || test_id AS proof FROM judged WHERE test_id = 1",
      tests: [.fixture(2), .fixture(1), .fixture(3, outcome: .skipped)])
    #expect(judgement.tests.map(\.facts.testID) == [2, 1, 3])
    #expect(judgement.tests.map(\.verdict) == [.inconclusive, .fake, .exempt])
    let finding = try #require(judgement.tests[1].findings.first)
    #expect(finding.rule == "timing/a-rule")
    #expect(finding.group == "timing")
    #expect(finding.bits == -10)
    #expect(finding.reason == "too quick")
    #expect(finding.proof == ["test:1"])
    #expect(judgement.summary.tests == 3)
    #expect(judgement.summary.passed == 2)
    #expect(judgement.summary[.fake] == 1)
    #expect(judgement.summary.provenReal == 0)
    #expect(judgement.summary.reportedPassRate == 2.0 / 3)
  }

  @Test func ordersAndCapsTheProof() throws {
    let judgement = try judgement(
      "SELECT 1 AS test_id, 'fake' AS says, 'x' AS reason, 'exchange:12 exchange:3 test:1 exchange:3 connection:20' AS proof FROM judged"
    )
    #expect(judgement.tests[0].findings[0].proof == ["test:1", "connection:20", "exchange:3", "exchange:12"])
    let many = (1...50).map { "lookup:\($0)" }.joined(separator: " ")
    let capped = try self.judgement(
      "SELECT 1 AS test_id, 'fake' AS says, 'x' AS reason, '\(many)' AS proof FROM judged")
    #expect(capped.tests[0].findings[0].proof == (1...20).map { "lookup:\($0)" })
  }

  @Test(arguments: [
    (
      "SELECT test_id, 'alarm' AS says, 'x' AS reason, '' AS proof FROM judged",
      "says 'alarm' of test 1; a rule says 'real', 'fake' or 'skip'"
    ),
    (
      "SELECT NULL AS test_id, 'fake' AS says, 'x' AS reason, '' AS proof FROM judged",
      "returns a row without a test_id"
    ),
    (
      "SELECT test_id, 'fake' AS says, NULL AS reason, '' AS proof FROM judged",
      "gives no reason for what it says of test 1"
    ),
    (
      "SELECT test_id, 'fake' AS says, 'x' AS reason, '' AS proof FROM judged UNION ALL SELECT test_id, 'real', 'y', '' FROM judged",
      "returns more than one row for test 1; GROUP BY test_id"
    ),
  ])
  func namesTheRuleWhoseRowsAreNoFindings(query: String, message: String) throws {
    let problem = try #require(throws: Problem.self) { _ = try judgement(query) }
    #expect(problem.message == "the rule 'timing/a-rule' \(message)")
  }

  @Test func runsARuleThatNeedsPacketsOnlyWhereThereAreSome() throws {
    let query = "SELECT test_id, 'fake' AS says, 'x' AS reason, '' AS proof FROM judged"
    let without = try judgement(query, more: "needs: [packets]", run: .fixture(hasPackets: false))
    #expect(without.tests[0].findings.isEmpty)
    let with = try judgement(query, more: "needs: [packets]")
    #expect(with.tests[0].verdict == .fake)
  }

  @Test func takesAPolicysParameters() throws {
    let query = "SELECT test_id, 'fake' AS says, format('%d', :floor) AS reason, '' AS proof FROM judged"
    let judgement = try judgement(
      query, more: "parameters: { floor: 1 }", parameters: ["timing/a-rule": ["floor": 7]])
    #expect(judgement.tests[0].findings[0].reason == "7")
    #expect(judgement.rules[0].parameters == ["floor": 7])
  }

  @Test func refusesAPolicyForARuleOrParameterThatIsNotThere() throws {
    let query = "SELECT test_id, 'fake' AS says, format('%d', :floor) AS reason, '' AS proof FROM judged"
    let rules = try TemporaryRules([
      "timing/a-rule.sql": ruleText(more: "parameters: { floor: 1 }", query: query)
    ])
    let loaded = try rules.folder.rules()
    #expect(throws: Problem("policy", "no rule is called 'timing/b-rule'; did you mean 'timing/a-rule'?")) {
      _ = try Judge(rules: loaded, parameters: ["timing/b-rule": ["floor": 1]])
    }
    #expect(
      throws: Problem("policy", "the rule 'timing/a-rule' has no parameter 'flor'; did you mean 'floor'?")
    ) {
      _ = try Judge(rules: loaded, parameters: ["timing/a-rule": ["flor": 1]])
    }
  }

  @Test func interruptsARuleThatTakesTooLong() throws {
    let endless = """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
      SELECT max(i) AS test_id, 'fake' AS says, 'x' AS reason, (SELECT '' FROM judged) AS proof FROM n
      """
    let rules = try TemporaryRules(["timing/a-rule.sql": ruleText(query: endless)])
    let judge = try Judge(rules: try rules.folder.rules(), timeLimit: 0.05)
    let contract = try EvidenceContract(views: EvidenceView.all)
    #expect(
      throws: Problem(rules.path + "/timing/a-rule.sql", "the rule 'timing/a-rule' took longer than 0.05 s")
    ) {
      _ = try judge.judge(contract, tests: [], run: .fixture())
    }
  }
}
