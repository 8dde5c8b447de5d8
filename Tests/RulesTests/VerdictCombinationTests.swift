import Records
import Testing

@testable import Evidence
@testable import Rules

struct VerdictCombinationTests {
  /// A finding; its rule is of a witness that sees packets unless its name begins with `told`.
  private func finding(_ group: String, _ bits: Double, _ name: String = "seen") -> Finding {
    Finding(
      rule: "\(group)/\(name)", group: group, says: bits > 0 ? .real : bits < 0 ? .fake : .skip, bits: bits,
      reason: "\(name) in \(group)", proof: [])
  }

  private func verdict(_ findings: [Finding], of facts: TestFacts = .fixture()) throws -> TestVerdict {
    var rules: [Rule] = []
    for finding in findings {
      let more = finding.rule.contains("told") ? "" : "needs: [packets]"
      rules.append(try RuleFile(path: "x", id: finding.rule, text: ruleText(more: more)).rule())
    }
    return VerdictCombination(rules: rules).verdict(on: facts, findings: findings)
  }

  @Test func isRealOrFakeFromTheThresholdOn() throws {
    #expect(try verdict([finding("transport", 6.63)]).verdict == .real)
    #expect(try verdict([finding("transport", 6.62)]).verdict == .inconclusive)
    #expect(try verdict([finding("transport", -6.63)]).verdict == .fake)
    #expect(try verdict([finding("transport", -6.62)]).verdict == .inconclusive)
    #expect(try verdict([]).verdict == .inconclusive)
  }

  @Test func accusesNobodyWhoseScopeIsNotKnown() throws {
    let facts = TestFacts.fixture(isScopeKnown: false)
    #expect(try verdict([finding("transport", -12)], of: facts).verdict == .inconclusive)
    #expect(
      try verdict([finding("transport", 12), finding("timing", -10)], of: facts).verdict == .inconclusive)
    #expect(try verdict([finding("transport", 12)], of: facts).verdict == .real)
  }

  @Test func letsAGroupVoteOnceForEachSide() throws {
    let verdict = try verdict([
      finding("timing", 2, "a"), finding("timing", 3, "b"), finding("timing", -1, "c"),
      finding("timing", -4, "d"),
      finding("session", 1),
    ])
    // 3 - 4 for timing, and 1 for session.
    #expect(verdict.scoreBits == 0)
    #expect(verdict.probabilityReal == 0.5)
    #expect(verdict.findings.count == 5)
  }

  @Test func turnsBitsIntoAProbability() throws {
    // 1 / (1 + 2^-2) = 0.8; 1 / (1 + 2^7) = 1/129.
    #expect(try verdict([finding("timing", 2)]).probabilityReal == 0.8)
    #expect(try verdict([finding("timing", -7)]).probabilityReal == 1.0 / 129)
  }

  @Test func suspectsWhereStrongEvidenceStandsOnBothSides() throws {
    let verdict = try verdict([finding("replay", -7.5), finding("transport", 10)])
    #expect(verdict.verdict == .suspect)
    #expect(verdict.cause == "the evidence conflicts: seen in transport; but seen in replay")
    #expect(try self.verdict([finding("replay", -3), finding("transport", 10)]).verdict == .real)
  }

  @Test func neverSaysRealWithoutPackets() throws {
    #expect(try verdict([finding("content", 20, "told")]).verdict == .inconclusive)
    #expect(try verdict([finding("content", 20, "told"), finding("timing", 0.5)]).verdict == .real)
    #expect(try verdict([finding("content", -20, "told")]).verdict == .fake)
  }

  @Test func suspectsARealTestThatDoesNotDoWhatItClaims() throws {
    let verdict = try verdict([finding("intent", -3), finding("transport", 10)])
    #expect(verdict.verdict == .suspect)
    #expect(verdict.cause == "seen in intent")
    #expect(verdict.scoreBits == 10)
    #expect(try self.verdict([finding("intent", -30)]).verdict == .inconclusive)
  }

  @Test(arguments: [
    (TestFacts.fixture(outcome: .skipped, message: "no token"), "skipped: no token"),
    (.fixture(outcome: .skipped), "skipped"),
    (.fixture(outcome: .failed), "failed"),
    (.fixture(outcome: .error, failure: .beforeNetwork), "failed before any network"),
    (.fixture(outcome: .failed, failure: .afterRealTraffic), "failed after real traffic"),
    (.fixture(outcome: .failed, failure: .refused), "failed: the target refused the connection"),
    (
      .fixture(outcome: .failed, message: "httpx.ReadTimeout: timed out", failure: .unanswered),
      "failed with a timeout: the target did not answer"
    ),
    (
      .fixture(outcome: .failed, message: "AssertionError: assert 0.478 > 0.5", failure: .afterRealTraffic),
      "failed just short of a timing assertion: 0.478 where > 0.5 was asked for, after real traffic"
    ),
    (
      .fixture(outcome: .failed, message: "assert 0.1 > 0.5", failure: .afterRealTraffic),
      "failed after real traffic"
    ),
    (.fixture(isGroup: true), "holds other tests, which are judged"),
    (.fixture(expectation: .offline), "declared offline"),
    (.fixture(expectation: .mocked), "declared mocked"),
  ])
  func exemptsWhatIsNotToBeJudged(facts: TestFacts, cause: String) throws {
    let verdict = try verdict([finding("timing", -20)], of: facts)
    #expect(verdict.verdict == .exempt)
    #expect(verdict.cause == cause)
    #expect(verdict.findings.isEmpty)
  }
}
