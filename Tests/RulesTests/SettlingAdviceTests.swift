import Records
import Testing

@testable import Evidence
@testable import Rules

/// What would settle an inconclusive verdict; the test ran from 00:00:37 to 00:00:39.5.
struct SettlingAdviceTests {
  private func advice(
    _ facts: TestFacts = .fixture(), run: RunFacts = .fixture(), overlaps: Int64 = 0, skip: String? = nil
  ) throws -> String? {
    var files: [String: String] = [:]
    if let skip {
      files["timing/a-rule.sql"] = ruleText(
        query: "SELECT test_id, 'skip' AS says, '\(skip)' AS reason, '' AS proof FROM judged ORDER BY test_id"
      )
    } else {
      files["timing/a-rule.sql"] = ruleText(
        query: "SELECT test_id, 'fake' AS says, 'x' AS reason, '' AS proof FROM judged ORDER BY test_id")
    }
    let rules = try TemporaryRules(files)
    let contract = try EvidenceContract(views: EvidenceView.all)
    try contract.insert([["test_id": .integer(1), "overlap_count": .integer(overlaps)]], into: "judged")
    return try Judge(rules: try rules.folder.rules()).judge(contract, tests: [facts], run: run).tests[0]
      .settle
  }

  @Test func asksForADeclarationWhereThePatternsMatchNothing() throws {
    #expect(
      try advice(.fixture(isScopeKnown: false))
        == "a pattern of --expect matches no test, and the results don't name this test's file: if the pattern is "
        + "meant for it, declare it by its id")
  }

  @Test func asksForACaptureWhereThereIsNone() throws {
    #expect(
      try advice(run: .fixture(hasPackets: false))
        == "a packet capture of the run, covering 00:00:37 to 00:00:40, would show whether it reaches "
        + "https://api.example.test")
    #expect(
      try advice(.fixture(window: .none, start: nil, stop: nil), run: .fixture(hasPackets: false))?
        .contains("and result files with start and stop times") == true)
  }

  @Test func saysWhatTheCaptureMissed() throws {
    #expect(
      try advice(.fixture(isCovered: false), run: .fixture(captureStart: 40_200))
        == "the capture starts 3.2 s after the test began: capture from the start")
    #expect(
      try advice(.fixture(isCovered: false), run: .fixture(captureStop: 38_000))
        == "the capture stops 1.5 s before the test ended: capture to the end")
    #expect(
      try advice(.fixture(isCovered: false), run: .fixture(dropped: 12))?
        .hasPrefix("the capture dropped 12 packets") == true)
    #expect(
      try advice(.fixture(isCovered: false))?.hasSuffix("capture on all interfaces (tcpdump -i any)") == true)
  }

  @Test func asksForTimesOrForATestThatRunsAlone() throws {
    let times =
      "result files with start and stop times (pytest-reportlog) would tell its traffic from its neighbours'"
    #expect(try advice(.fixture(window: .none, start: nil, stop: nil, isCovered: nil)) == times)
    #expect(try advice(.fixture(window: .bounded), overlaps: 2) == times)
    #expect(try advice(overlaps: 1)?.hasPrefix("other tests ran at the same time: run it alone") == true)
  }

  @Test func otherwiseGivesTheReasonOfAnAbstention() throws {
    #expect(try advice(skip: "declare 203.0.113.9") == "declare 203.0.113.9")
    #expect(try advice()?.hasPrefix("a HAR file, a client log or the TLS secrets") == true)
  }
}
