import Records
import Testing

@testable import Rules

struct GateTests {
  private let tests = [
    GateRun.test("real", .real), GateRun.test("fake", .fake), GateRun.test("suspect", .suspect),
    GateRun.test("open", .inconclusive), GateRun.test("skipped", .exempt), GateRun.test("fake2", .fake),
  ]

  @Test func failsForFakesAndNothingElseUnlessAsked() throws {
    let decision = try GateRun.decision(tests)
    #expect(decision.policy == "assay.yaml")
    #expect(decision.lines == ["fake [1, 5]: 2 tests are fake; 0 may be"])
    #expect(decision.excused.isEmpty && decision.notes.isEmpty)
    #expect(!decision.isPassed)
    #expect(try GateRun.decision([tests[0], tests[2], tests[3], tests[4]]).isPassed)
  }

  @Test func failsForEachConditionThatThePolicyNames() throws {
    let policy = """
      minimum-duration: 100 ms
      fail-on: { suspect: true, inconclusive: 15 %, no-capture: true, fewer-tests: 1 }
      """
    let decision = try GateRun.decision(
      [tests[1], tests[2], tests[3]], policy: policy, baseline: Baseline(tests: 5, failing: [:]),
      hasPackets: false)
    #expect(
      decision.lines == [
        "fake [0]: 1 test is fake and not known to the baseline; 0 may be",
        "suspect [1]: 1 test is suspect and not known to the baseline; 0 may be",
        "inconclusive [2]: 1 of 3 judged tests (33.4 %) is inconclusive; at most 15 % may be",
        "no-capture []: the run has 0 packet captures; at least 1 is asked for",
        "fewer-tests []: the run has 3 tests, 2 fewer than the 5 of the baseline; at most 1 may be missing",
        "too-short [0, 1, 2]: 3 tests took at most 90 ms; '**' asks for at least 100 ms",
      ])
  }

  @Test func aShareIsExceededOnlyAboveIt() throws {
    // One of five judged tests is inconclusive; the skipped one is not judged.
    #expect(try GateRun.decision(tests, policy: "fail-on: { fake: no, inconclusive: 20 % }").isPassed)
    #expect(
      try GateRun.decision(tests, policy: "fail-on: { fake: no, inconclusive: 19.9 % }").lines
        == ["inconclusive [3]: 1 of 5 judged tests (20.0 %) is inconclusive; at most 19.9 % may be"])
    let baseline = Baseline(tests: 8, failing: [:])
    #expect(
      try GateRun.decision(tests, policy: "fail-on: { fake: no, fewer-tests: 25 % }", baseline: baseline)
        .isPassed)
    #expect(
      try GateRun.decision(tests, policy: "fail-on: { fake: no, fewer-tests: 24 % }", baseline: baseline)
        .lines
        == [
          "fewer-tests []: the run has 6 tests, 2 fewer than the 8 of the baseline; at most 24 % may be missing"
        ])
  }

  @Test func aPolicyThatComparesNeedsABaseline() {
    #expect(
      throws: Problem(
        "assay.yaml", "'fewer-tests' compares the run with a baseline; give one with '--baseline FILE'")
    ) { _ = try GateRun.decision(tests, policy: "fail-on: { fewer-tests: 0 }") }
  }

  @Test func theLastMinimumDurationThatMatchesCounts() throws {
    let tests = [
      GateRun.test("quick", .real, bodyMost: 254), GateRun.test("slow", .real, bodyMost: 1_500_000),
      GateRun.test("enough", .real, bodyMost: 10_000), GateRun.test("unknown", .real, bodyMost: nil),
      GateRun.test("skipped", .exempt, bodyMost: 0),
    ]
    let policy = """
      minimum-duration:
        - { test: '**', at-least: 10 ms }
        - { test: '**::slow', at-least: 2 s }
      """
    #expect(
      try GateRun.decision(tests, policy: policy).lines == [
        "too-short [0]: 1 test took at most 0.254 ms; '**' asks for at least 10 ms",
        "too-short [1]: 1 test took at most 1.5 s; '**::slow' asks for at least 2 s",
      ])
  }

  @Test func aWaiverHoldsUntilItsDayIsOver() throws {
    let policy = "waivers: [{ test: '**::fake*', reason: being rewritten, until: 2026-11-30 }]"
    let last = try GateRun.decision(tests, policy: policy, today: "2026-11-30")
    #expect(last.isPassed)
    #expect(last.excused.map(\.test) == [1, 5])
    #expect(Set(last.excused.map(\.sentence)) == ["fake, waived until 2026-11-30: being rewritten"])
    #expect(last.notes == ["the waiver of '**::fake*' ends today, on 2026-11-30: 2 tests will fail then"])
    let after = try GateRun.decision(tests, policy: policy, today: "2026-12-01")
    #expect(
      after.lines == [
        "fake [1, 5]: 2 tests are fake; 0 may be",
        "expired-waiver [1, 5]: the waiver of '**::fake*' ended on 2026-11-30, 1 day ago; 2 tests that it was for still "
          + "fail (its reason: being rewritten)",
      ])
    #expect(after.excused.isEmpty && after.notes.isEmpty)
  }

  @Test func waiversAreNotedWhenTheyEndSoonOrAreNotNeeded() throws {
    func notes(_ test: String, until: String) throws -> [String] {
      try GateRun.decision(tests, policy: "waivers: [{ test: '\(test)', reason: r, until: \(until) }]").notes
    }
    #expect(try notes("**::fake", until: "2026-12-07").isEmpty)
    #expect(
      try notes("**::fake", until: "2026-12-06")
        == ["the waiver of '**::fake' ends in 13 days, on 2026-12-06: 1 test will fail then"])
    #expect(
      try notes("**::fake", until: "2026-11-24")
        == ["the waiver of '**::fake' ends tomorrow, on 2026-11-24: 1 test will fail then"])
    #expect(
      try notes("t.py::fak", until: "2027-01-01") == ["the waiver of 't.py::fak' matches no test: remove it"])
    for day in ["2027-01-01", "2026-01-01"] {
      #expect(
        try notes("**::real", until: day)
          == ["the waiver of '**::real' is not needed: no test that it is for would fail; remove it"])
    }
  }

  @Test func aWaiverThatHoldsOutdoesOneThatHasEnded() throws {
    let policy = """
      waivers:
        - { test: '**', reason: old, until: 2026-01-01 }
        - { test: '**::fake', reason: new, until: 2027-01-01 }
      """
    let decision = try GateRun.decision(tests, policy: policy)
    #expect(decision.excused.map(\.sentence) == ["fake, waived until 2027-01-01: new"])
    #expect(decision.breaches.map(\.condition) == [.fake, .expiredWaiver])
    #expect(decision.breaches.map(\.tests) == [[5], [5]])
  }

  @Test func theBaselineExcusesOnlyWhatItKnows() throws {
    let baseline = Baseline(
      tests: 4, failing: ["t.py::fake": [.fake], "t.py::fake2": [.suspect], "t.py::suspect": [.fake]])
    let decision = try GateRun.decision(
      tests, policy: "fail-on: { suspect: true }\nminimum-duration: 1 s", baseline: baseline)
    #expect(
      decision.excused.map { "\($0.test) \($0.sentence)" } == [
        "1 fake, and known to the baseline", "2 suspect, and known to the baseline",
      ])
    // It was suspect and is fake now; and no baseline knows any to be too short.
    #expect(
      decision.lines == [
        "fake [5]: 1 test is fake and not known to the baseline; 0 may be",
        "too-short [0, 1, 2, 3, 5]: 5 tests took at most 90 ms; '**' asks for at least 1 s",
      ])
  }

  @Test func whatIsBetterThanTheBaselineIsNoted() throws {
    let baseline = Baseline(
      tests: 9,
      failing: [
        "t.py::real": [.fake], "t.py::suspect": [.fake], "t.py::gone": [.fake], "t.py::open": [.fake],
        "t.py::skipped": [.suspect], "t.py::fake": [.fake], "t.py::fake2": [.fake],
      ])
    let decision = try GateRun.decision(tests, baseline: baseline)
    #expect(decision.isPassed)
    #expect(
      decision.notes == [
        "2 tests of the baseline are better now: write it anew with 'assay baseline'",
        "1 test of the baseline is not in this run: write it anew with 'assay baseline'",
        "2 tests of the baseline are not judged or inconclusive in this run",
      ])
  }

  @Test func passingWithoutProofIsNoted() throws {
    #expect(
      try GateRun.decision([tests[4]]).notes == ["no test was judged: 1 of 1 test exempt"])
    #expect(
      try GateRun.decision(tests, policy: "fail-on: { fake: false }").notes
        == ["2 tests are fake, and the policy does not fail for it"])
  }
}
