import Evidence
import Records
import Testing

@testable import Rules

struct AuditTests {
  // MARK: - Tests over time

  @Test func testThatTurnsFromRealToFakeIsARegressionUntilItTurnsBack() throws {
    let prepared = try PreparedArchive()
    try prepared.add(
      [.real, .real, .exempt, .fake, .fake], durations: [300_000, 310_000, 0, 200_000, 210_000])
    let audit = try prepared.audit()
    #expect(audit.runs.map(\.name) == ["run-0", "run-1", "run-2", "run-3", "run-4"])
    #expect(audit.changes == [VerdictChange(kind: .realToFake, test: 0, before: 1, since: 3)])
    #expect(audit.tests[0].fakeSince == 3)
    #expect(audit.tests[0].lastReal == 1)
    #expect(audit.tests[0].reason?.sentence == "as run-4 says")

    try prepared.add([.real], durations: [320_000])
    let mended = try prepared.audit()
    #expect(mended.changes == [VerdictChange(kind: .fakeToReal, test: 0, before: 4, since: 5)])
    #expect(mended.tests[0].fakeSince == nil)
    #expect(mended.tests[0].firstFake == 3)
  }

  @Test func fakeFromTheFirstRunOnIsNoRegression() throws {
    let prepared = try PreparedArchive()
    try prepared.add([.fake, .fake], durations: [400, 300])
    let audit = try prepared.audit()
    #expect(audit.changes.isEmpty)
    #expect(audit.tests[0].fakeSince == 0)
    #expect(audit.hasFakes)
  }

  @Test func testThatWasNeverProvenAndCollapsedToFakeIsARegression() throws {
    let prepared = try PreparedArchive()
    try prepared.add([.inconclusive, .fake], durations: [300_000, 400])
    #expect(try prepared.audit().changes.map(\.kind) == [.collapsedToFake])
    // 19 times as quick: a test of 10 ms may have been as fake as it is.
    let other = try PreparedArchive()
    try other.add([.inconclusive, .fake], durations: [10_000, 500])
    #expect(try other.audit().changes.isEmpty)
  }

  @Test func worstTestsComeFirst() throws {
    let prepared = try PreparedArchive()
    func results(_ verdicts: [(String, Verdict)]) -> [PreparedArchive.Result] {
      verdicts.map { PreparedArchive.Result(name: $0.0, verdict: $0.1, duration: 1000) }
    }
    try prepared.add(
      results([
        ("exempt", .exempt), ("real", .real), ("open", .inconclusive), ("fake", .fake), ("turned", .real),
        ("gone", .fake), ("odd", .suspect),
      ]))
    try prepared.add(
      results([
        ("exempt", .exempt), ("real", .real), ("open", .inconclusive), ("fake", .fake), ("turned", .fake),
        ("odd", .suspect),
      ]))
    let audit = try prepared.audit()
    #expect(
      audit.tests.map(\.test.name) == ["turned", "fake", "odd", "open", "real", "exempt", "gone"])
    #expect(audit.vanished.map(\.test.name) == ["gone"])
    #expect(audit.neverJudged.map(\.test.name) == ["exempt"])
    #expect(audit.files.map(\.name) == ["tests/test_shop.py"])
    #expect(audit.files[0].current[.fake] == 2)
    #expect(audit.files[0].verdicts[.fake] == 4)
    #expect(audit.suites.map(\.name) == ["tests"])
  }

  @Test func runsThatShareNoTestAreSeriesOfTheirOwn() throws {
    let prepared = try PreparedArchive()
    for name in ["a", "b", "a"] {
      try prepared.add([PreparedArchive.Result(name: name, verdict: .real, duration: 1000)])
    }
    let audit = try prepared.audit()
    #expect(audit.runs.map(\.series) == [0, 1, 0])
    #expect(audit.newestRuns == [2, 1])
    #expect(audit.vanished.isEmpty)
  }

  // MARK: - History as evidence

  @Test func sameDurationInRunAfterRunIsSuspectByHowFinelyItIsWritten() throws {
    // To the microsecond, four times is no chance; to the millisecond, 300 ms may well repeat four times.
    for (resolution, verdict) in [(Int64(1), Verdict.suspect), (1000, .inconclusive)] {
      let prepared = try PreparedArchive()
      try prepared.add(
        Array(repeating: .inconclusive, count: 4), durations: Array(repeating: 300_123, count: 4),
        resolution: resolution)
      let audit = try prepared.audit()
      #expect(audit.tests[0].latest.verdict == verdict)
      #expect(audit.tests[0].findings.isEmpty == (verdict == .inconclusive))
      #expect(audit.runs[0][verdict] == 1)
    }
    // 3 ms of spread at 300 ms, in steps of 1 ms: log2(3) bits for each repetition, and 20 bits are asked for.
    for (runs, verdict) in [(13, Verdict.inconclusive), (14, .suspect)] {
      let prepared = try PreparedArchive()
      try prepared.add(
        Array(repeating: .inconclusive, count: runs), durations: Array(repeating: 300_000, count: runs))
      #expect(try prepared.audit().tests[0].latest.verdict == verdict)
    }
  }

  @Test func instantAndCoarseDurationsMayRepeat() throws {
    for (duration, resolution) in [
      (Int64(0), Int64(1000)), (1000, 1000), (4000, 1), (100_000, 10_000), (2_000_000, 1_000_000),
    ] {
      let prepared = try PreparedArchive()
      try prepared.add(
        Array(repeating: .inconclusive, count: 50), durations: Array(repeating: duration, count: 50),
        resolution: resolution)
      #expect(try prepared.audit().tests[0].findings.isEmpty)
    }
  }

  @Test func collapsedDurationIsSuspectAndNeverFake() throws {
    let prepared = try PreparedArchive()
    try prepared.add(
      Array(repeating: .inconclusive, count: 5), durations: [600_000, 700_000, 650_000, 19_000, 11_000])
    let audit = try prepared.audit()
    #expect(
      audit.tests[0].entries.map(\.verdict) == Array(repeating: .inconclusive, count: 3) + [
        .suspect, .suspect,
      ])
    #expect(audit.tests[0].findings.map(\.kind) == [.collapsedDuration])
    #expect(audit.tests[0].findings[0].since == 3)
    #expect(audit.tests[0].findings[0].runs == 2)
    #expect(!audit.hasFakes)
  }

  @Test func durationThatVariesOrGrowsIsNoCollapse() throws {
    for durations in [
      [600_000, 700_000, 650_000, 100_000], [600_000, 30_000, 650_000, 12_000], [400, 300, 600_000, 500],
    ] {
      let prepared = try PreparedArchive()
      try prepared.add(Array(repeating: .inconclusive, count: 4), durations: durations.map(Int64.init))
      #expect(try prepared.audit().tests[0].findings.isEmpty)
    }
  }

  @Test func historyLeavesARealVerdictAlone() throws {
    let prepared = try PreparedArchive()
    try prepared.add(
      Array(repeating: .real, count: 4), durations: Array(repeating: 300_123, count: 4), resolution: 1)
    let audit = try prepared.audit()
    #expect(audit.tests[0].entries.map(\.verdict) == Array(repeating: .real, count: 4))
    #expect(audit.tests[0].findings.map(\.kind) == [.repeatedDuration])
  }

  @Test func answersThatAnEarlierRunHadAreNamed() throws {
    let prepared = try PreparedArchive()
    func answered(_ marks: [(ArchivedAnswer.Mark, UInt64)]) -> [PreparedArchive.Result] {
      [PreparedArchive.Result(name: "a", verdict: .inconclusive, duration: 300_000, marks: marks)]
    }
    try prepared.add(answered([(.identifier, 1), (.date, 1)]))
    try prepared.add(answered([(.identifier, 2), (.identifier, 1), (.date, 3)]))
    // The value of an identifier is no Date.
    try prepared.add(answered([(.identifier, 3), (.date, 2)]))
    let audit = try prepared.audit()
    #expect(audit.tests[0].findings.map(\.kind) == [.repeatedIdentifier])
    #expect(
      audit.tests[0].findings[0].reason
        == "1 of 2 answers had the identifier of an answer in 'run-0', an earlier run; 0 should")
    #expect(audit.tests[0].entries.map(\.verdict) == [.inconclusive, .suspect, .inconclusive])
  }

  @Test func answersOfRunsAtTheSameTimeMayBeTheSame() throws {
    let prepared = try PreparedArchive()
    for seconds in [Int64(0), 30] {
      try prepared.add(
        day: 0, seconds: seconds,
        [PreparedArchive.Result(name: "a", verdict: .inconclusive, duration: 300_000, marks: [(.date, 1)])])
    }
    #expect(try prepared.audit().tests[0].findings.isEmpty)
  }

  @Test func namesAreOrderedAsPeopleNumberThem() {
    let names = ["run-10", "run-9", "run-09b", "Run-1", "run-1", "run"]
    #expect(
      names.sorted(by: NaturalOrder.isBefore) == ["Run-1", "run", "run-1", "run-9", "run-09b", "run-10"])
  }
}
