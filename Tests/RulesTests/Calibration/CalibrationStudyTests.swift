import Testing

@testable import Rules

struct CalibrationStudyTests {
  private static let seen = ["transport/seen": Says.real]
  private static let absent = ["transport/absent": Says.fake]

  private func count(_ rule: String, _ says: Says, in study: CalibrationStudy) throws -> RuleCount {
    try #require(study.counts.first { $0.rule == rule && $0.says == says })
  }

  @Test func judgesARunByWeightsThatItHadNoPartIn() throws {
    let study = CalibrationStudy([
      try .fixture(
        "large",
        [
          .init(count: 20, label: "real", said: Self.seen),
          .init(count: 20, label: "fake", said: Self.absent),
        ]),
      try .fixture(
        "small",
        [.init(count: 5, label: "real", said: Self.seen), .init(count: 5, label: "fake", said: Self.absent)]),
    ])
    #expect(study.asFiled.score.reals == .init(part: 25, whole: 25))
    // On all runs, log2(25.5 / 0.5) = 5.67 bits decide nothing.
    #expect(study.inSample.score.reals == .init(part: 0, whole: 25))
    // The large run alone implies log2(20.5 / 0.5) = 5.36 bits; the small one has too few tests, and the file's 10 stay.
    let heldOut = try #require(study.heldOut)
    #expect(heldOut.score.reals == .init(part: 20, whole: 25))
    #expect(heldOut.score.plainFakes == .init(part: 20, whole: 25))
    #expect(heldOut.score.accused.part == 0)
    // 2^5.36 = 41: 41 in 42 is between 90 and 99 %.
    #expect(heldOut.table.bins.map(\.tests) == [20, 5, 0, 0, 5, 20])
    #expect(heldOut.table.bins.map(\.real) == [0, 0, 0, 0, 5, 20])
    #expect(abs(heldOut.table.bins[4].meanProbability - 41.0 / 42) < 1e-12)
  }

  @Test func nothingIsLeftOutOfOneFold() throws {
    let kinds = [LabelledRun.Kind(count: 1, label: "real", said: Self.seen)]
    let study = CalibrationStudy([
      try .fixture("a", fold: "all", kinds), try .fixture("b", fold: "all", kinds),
    ])
    #expect(study.heldOut == nil)
  }

  @Test func countsARuleWhereItIsTheVoteThatDecides() throws {
    let study = CalibrationStudy([
      try .fixture(
        "run",
        [
          .init(count: 30, label: "real", said: Self.seen),
          .init(count: 21, label: "fake", said: Self.absent),
          // Another group decides these.
          .init(count: 9, label: "fake", said: ["transport/absent": .fake, "timing/quick": .fake]),
          .init(count: 4, label: "fake", isHard: true, said: Self.seen),
          .init(count: 6, label: "na", said: Self.seen),
        ])
    ])
    let absent = try count("transport/absent", .fake, in: study)
    #expect(absent.spoken == SpokenCount(ofReal: 0, real: 30, ofFake: 30, fake: 30))
    #expect(absent.deciding == SpokenCount(ofReal: 0, real: 30, ofFake: 21, fake: 21))
    #expect(absent.standing == .measured)
    let seen = try count("transport/seen", .real, in: study)
    #expect(seen.spoken == SpokenCount(ofReal: 30, real: 30, ofFake: 0, fake: 30))
    #expect(seen.hard == SpokenCount(ofReal: 0, real: 0, ofFake: 4, fake: 4))
    #expect(try count("timing/quick", .fake, in: study).standing == .few)
    // The hard ones are in the table, for they are judged as well; what claims nothing is not.
    #expect(study.asFiled.table.bins.map(\.tests) == [30, 0, 0, 0, 0, 34])
    #expect(study.asFiled.table.bins[5].hard == 4)
    #expect(study.asFiled.score.missed == .init(part: 4, whole: 34))
  }

  /// The cookie weighs 2 bits for real, and the transport decides all tests.
  @Test(arguments: [
    // Few occasions without counterexample contradict nothing, many still don't decide.
    (3, 0, RuleCount.Standing.few), (25, 0, .within),
    // Said of as many fake as real: 0 bits, in few tests and in many.
    (15, 15, .drift), (8, 8, .drift),
    // One of each side may still mean anything.
    (1, 1, .few),
  ])
  func saysWhatTheCountsMakeOfAWeight(ofReal: Int, ofFake: Int, standing: RuleCount.Standing) throws {
    let study = CalibrationStudy([
      try .fixture(
        "run",
        [
          .init(count: ofReal, label: "real", said: ["transport/seen": .real, "session/cookie": .real]),
          .init(count: 40 - ofReal, label: "real", said: Self.seen),
          .init(count: ofFake, label: "fake", said: ["transport/absent": .fake, "session/cookie": .real]),
          .init(count: 40 - ofFake, label: "fake", said: Self.absent),
        ])
    ])
    #expect(try count("session/cookie", .real, in: study).standing == standing)
  }

  @Test func aWeightBelowItsMeasuredIntervalHasDriftedToo() {
    var count = RuleCount(rule: "transport/seen", says: .real, bits: 1)
    count.deciding = SpokenCount(ofReal: 100, real: 100, ofFake: 0, fake: 100)
    #expect(count.standing == .drift)
    count.bits = 9
    #expect(count.standing == .measured)
  }

  @Test func aWeightAboveNineBitsMustBeImplied() {
    // log2(201 / 1) is 7.7, and log2(2001 / 1) is 11.
    var count = RuleCount(rule: "transport/seen", says: .real, bits: 9.5)
    count.deciding = SpokenCount(ofReal: 100, real: 100, ofFake: 0, fake: 100)
    #expect(count.standing == .drift)
    count.deciding = SpokenCount(ofReal: 1000, real: 1000, ofFake: 0, fake: 1000)
    #expect(count.standing == .measured)
  }

  @Test func aSuspectIsInNoBin() throws {
    // +10 and -9: the evidence conflicts, whatever the sum.
    let study = CalibrationStudy([
      try .fixture(
        "run", [.init(count: 3, label: "fake", said: ["transport/seen": .real, "timing/quick": .fake])])
    ])
    #expect(study.asFiled.table.bins.map(\.tests) == [0, 0, 0, 0, 0, 0])
    #expect(study.asFiled.table.suspects.tests == 3)
    #expect(study.asFiled.table.suspects.real == 0)
  }
}
