import Evidence
import Records
import Rules
import Testing

struct ComparisonTests {
  @Test(
    arguments: [
      (.real, .fake, .turnedFake), (.suspect, .fake, .turnedFake), (.exempt, .fake, .turnedFake),
      (.inconclusive, .fake, .foundFake), (.fake, .fake, .stillFake), (.fake, .real, .turnedReal),
      (.suspect, .real, .turnedReal), (.inconclusive, .real, .nowProven), (.exempt, .real, .nowProven),
      (.real, .real, .stillReal), (.fake, .exempt, .nowFailing), (.fake, .inconclusive, .noLongerFake),
      (.fake, .suspect, .noLongerFake), (.real, .exempt, .noLongerProven), (.real, .suspect, .noLongerProven),
      (.inconclusive, .exempt, .undecided), (.exempt, .exempt, .undecided),
    ] as [(Verdict, Verdict, Change)])
  func everyPairOfVerdictsIsAChange(before: Verdict, after: Verdict, change: Change) {
    let comparison = Comparison([.compared("a.py::t", before)], [.compared("a.py::t", after)])
    #expect(comparison.tests.map(\.change) == [change])
    #expect(comparison.counts.filter { $0.value > 0 } == [change: 1])
  }

  @Test func aFakeThatIsSkippedNowIsNotFailing() {
    let comparison = Comparison(
      [.compared("a.py::t", .fake)], [.compared("a.py::t", .exempt, outcome: .skipped)])
    #expect(comparison.tests.map(\.change) == [.noLongerFake])
    #expect(comparison.failures.isEmpty)
  }

  @Test func testsAreInTheOrderOfTheLaterRunAndThenThoseThatAreGone() {
    let comparison = Comparison(
      ["z", "b", "y", "a"].map { .compared("t.py::test_\($0)") },
      ["new", "a", "b"].map { .compared("t.py::test_\($0)") })
    #expect(
      comparison.matches == [
        "new t.py::test_new", "same t.py::test_a", "same t.py::test_b", "gone t.py::test_z",
        "gone t.py::test_y",
      ])
  }

  @Test func durationsOfTestsInBothRunsAreAdded() {
    let comparison = Comparison(
      [
        .compared("t.py::test_a", milliseconds: 1), .compared("t.py::test_b", milliseconds: 2),
        .compared("t.py::test_c", milliseconds: nil), .compared("t.py::test_gone", milliseconds: 50),
      ],
      [
        .compared("t.py::test_a", milliseconds: 300), .compared("t.py::test_b", milliseconds: 400),
        .compared("t.py::test_c", milliseconds: 500), .compared("t.py::test_else", milliseconds: 600),
      ])
    let sums = comparison.matchedDurations
    #expect(sums.tests == 2)
    #expect(sums.before == 3000)
    #expect(sums.after == 700_000)
  }

  @Test func durationsBeyondEveryMeasureAreNoCrash() {
    var endless = TestVerdict.compared("t.py::test_a")
    endless.facts.durationMicroseconds = .max
    var other = endless
    other.facts.id = "t.py::test_b"
    other.facts.name = "test_b"
    let comparison = Comparison([endless, other], [endless, other])
    #expect(comparison.matchedDurations.before == .max)
    #expect(comparison.before.totals.totalDuration == .max)
  }

  @Test func totalsCountAndMeasure() {
    let tests: [TestVerdict] = [
      .compared("t.py::a", .fake, milliseconds: 1), .compared("t.py::b", .real, milliseconds: 300),
      .compared("t.py::c", .real, milliseconds: 900), .compared("t.py::d", .exempt, milliseconds: 20),
      .compared("t.py::e", .exempt, milliseconds: 0, outcome: .skipped),
    ]
    let totals = Comparison(tests, tests).after.totals
    #expect(totals.summary.tests == 5)
    #expect(totals.summary.passed == 3)
    #expect(totals.failed == 1)
    #expect(totals.totalDuration == 1_221_000)
    // Of 1, 20, 300 and 900 ms; the skipped test did not run.
    #expect([totals.fastest, totals.median, totals.slowest] == [1000, 20_000, 900_000])
    #expect(totals.covered == 5)
  }

  @Test func withoutACaptureNothingIsSaidOfTraffic() {
    let bare = ComparedRun(
      Judgement(run: .fixture(hasPackets: false), tests: [], rules: []), contacts: RunContacts())
    #expect(bare.totals.traffic == nil)
    #expect(bare.totals.fastest == nil)
    #expect(bare.totals.totalDuration == nil)
    let captured = ComparedRun(Judgement(run: .fixture(), tests: [], rules: []), contacts: RunContacts())
    #expect(captured.totals.traffic == ContactFacts.Traffic())
  }

  @Test func aTestBringsItsTrafficAlong() {
    var contact = ContactFacts()
    contact.target.connections = ContactFacts.Amount(2)
    let run = ComparedRun(
      Judgement(run: .fixture(), tests: [.compared("t.py::a", number: 7)], rules: []),
      contacts: RunContacts(tests: [7: contact]))
    let comparison = Comparison(before: run, after: run)
    #expect(comparison.tests[0].after?.contact == contact)
  }
}
