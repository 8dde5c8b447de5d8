import Records
import Reports

@testable import Evidence
@testable import Rules

/// A small judged run made by hand, with a test of each verdict.
enum SampleRun {
  /// 2026-11-22T10:47:31.017999Z: `date -ud @1795344451` of GNU coreutils.
  static let start = Timestamp(nanoseconds: 1_795_344_451_017_999_000)

  static let instant = "timing/faster-than-any-io"
  static let noContact = "transport/no-contact-with-target"

  static func test(
    _ verdict: Verdict, _ name: String, milliseconds: Double? = 0.142, outcome: Outcome = .passed,
    cause: String? = nil, settle: String? = nil, score: Double = 0, probability: Double = 0.5,
    findings: [Finding] = []
  ) -> TestVerdict {
    var facts = TestFacts(
      testID: 1, id: "tests/test_api.py::\(name)", className: "tests.test_api", name: name,
      file: "tests/test_api.py", outcome: outcome, attempts: 1, message: nil, expectation: .real,
      durationMicroseconds: milliseconds.map { Int64($0 * 1000) }, windowKind: .exact, windowStart: start,
      windowStop: start.advanced(byNanoseconds: 142_000), isCovered: true, bestWitness: .packets, failure: nil
    )
    if milliseconds == nil {
      facts.windowKind = .none
      facts.windowStart = nil
      facts.windowStop = nil
      facts.isCovered = nil
      facts.bestWitness = .timing
    }
    return TestVerdict(
      facts: facts, verdict: verdict, cause: cause, settle: settle, scoreBits: score,
      probabilityReal: probability, findings: findings)
  }

  static func fake(_ name: String, milliseconds: Double = 0.142) -> TestVerdict {
    test(
      .fake, name, milliseconds: milliseconds, score: -21, probability: 1 / (1 + 2_097_152),
      findings: [
        Finding(
          rule: instant, group: "timing", says: .fake, bits: -9,
          reason: "the body lasted at most \(milliseconds) ms; no network call fits into less than 2.0 ms",
          proof: ["test:1"]),
        Finding(
          rule: noContact, group: "transport", says: .fake, bits: -12,
          reason: "0 packets went to the target while the test ran; at least 1 is needed",
          proof: ["test:1", "connection:7"]),
      ])
  }

  static let tests: [TestVerdict] = [
    fake("test_login"),
    fake("test_logout", milliseconds: 1.5),
    test(
      .suspect, "test_jwt", milliseconds: 355.6,
      cause: "it claims auth and only fetched /health, 1 request of 1", score: 14, probability: 0.99994),
    test(
      .inconclusive, "test_parallel", milliseconds: 12_340,
      settle: "the capture starts 3.2 s after the test began: capture from the start", score: 1.5,
      probability: 0.738796),
    test(
      .inconclusive, "test_late", milliseconds: 40,
      settle: "the capture starts 12.5 s after the test began: capture from the start"),
    test(.exempt, "test_windows", milliseconds: nil, outcome: .skipped, cause: "skipped: needs Windows"),
    test(
      .real, "test_checkout", milliseconds: 801.7, score: 12, probability: 1 - 1.0 / 4097,
      findings: [
        Finding(
          rule: "transport/bytes-exchanged-with-target", group: "transport", says: .real, bits: 12,
          reason: "1,234 bytes went to the target and 5,678 came back", proof: ["connection:9"])
      ]),
  ]

  static let rules: [Rule] = [
    rule(instant, "The test was over before any network call could have been"),
    rule(noContact, "No connection to the target while the test ran"),
  ]

  static func run(hasPackets: Bool = true) -> RunFacts {
    RunFacts(
      name: "nightly", startedAt: start, targets: ["https://api.example.com"],
      sources: [
        .init(
          path: "run/results.xml", kind: "junit-xml", sha256: "ab12", records: 7, oddities: 0,
          clockOffsetMicroseconds: 0, clockBasis: nil, clockErrorMicroseconds: 0),
        .init(
          path: "run/traffic.pcap", kind: "pcap", sha256: "cd34", records: 42, oddities: 3,
          clockOffsetMicroseconds: 1_250_000, clockBasis: "estimated", clockErrorMicroseconds: 2000),
      ],
      coverage: hasPackets
        ? [
          .init(
            path: "run/traffic.pcap", interface: "eth0", start: start,
            stop: start.advanced(byNanoseconds: 60_000_000_000), packets: 420, dropped: nil, snapLength: 96)
        ] : [],
      hasPackets: hasPackets, roundTripMicroseconds: hasPackets ? 11_800 : nil,
      oddities: hasPackets
        ? [
          OddityFacts(path: "run/traffic.pcap", name: "pcap_cut_short", detail: "12 bytes missing", count: 3)
        ]
        : [])
  }

  static func judgement(_ tests: [TestVerdict] = tests, hasPackets: Bool = true) -> Judgement {
    Judgement(run: run(hasPackets: hasPackets), tests: tests, rules: rules)
  }

  /// A gate that fails by a baseline and a waiver.
  static let gate = GateDecision(
    policy: "assay.yaml at origin/main",
    breaches: [
      .init(condition: .fake, sentence: "1 test is fake and not known to the baseline; 0 may be", tests: [1]),
      .init(condition: .noCapture, sentence: "the run has 0 packet captures; at least 1 is asked for"),
    ],
    excused: [
      .init(test: 0, sentence: "fake, and known to the baseline"),
      .init(test: 2, sentence: "suspect, waived until 2026-12-31: being rewritten"),
    ],
    notes: ["the waiver of 'x' matches no test: remove it"])

  static let leftOut = [LeftOutFile(path: "run/notes.md", reason: "no format that is read")]

  static func text(
    _ judgement: Judgement = judgement(), width: Int = 80, isColored: Bool = false, limit: Int = 20,
    listsAll: Bool = false, leftOut: [LeftOutFile] = leftOut, gate: GateDecision? = nil
  ) -> String {
    var text = ""
    TextReport(screen: Screen(width: width, isColored: isColored), limit: limit, listsAll: listsAll)
      .render(ReportedRun(judgement, leftOut: leftOut, gate: gate), into: &text)
    return text
  }

  static func json(
    _ judgement: Judgement = judgement(), leftOut: [LeftOutFile] = leftOut, gate: GateDecision? = nil
  ) -> String {
    var text = ""
    JSONReport().render(ReportedRun(judgement, leftOut: leftOut, gate: gate), into: &text)
    return text
  }

  private static func rule(_ id: String, _ title: String) -> Rule {
    Rule(
      id: id, group: "", title: title, origin: nil, needs: [], reads: [], parameters: [:],
      weight: Rule.Weight(real: 0, fake: -9), why: "", mistakenWhen: [], path: "", sql: "")
  }
}
