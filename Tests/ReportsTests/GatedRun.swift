import Reports
import Rules

@testable import Evidence

/// Runs with a gate, and with names that are meant to break a report.
enum GatedRun {
  /// The sample run, whose gate holds the first fake test and the lack of tests against it, and excuses the second.
  static let failed = ReportedRun(
    SampleRun.judgement(), leftOut: SampleRun.leftOut,
    gate: GateDecision(
      policy: "assay.yaml",
      breaches: [
        .init(condition: .fake, sentence: "1 test is fake; 0 may be", tests: [0]),
        .init(condition: .fewerTests, sentence: "the run has 7 tests, 3 fewer than the 10 of the baseline"),
        .init(condition: .inconclusive, sentence: "2 of 6 judged tests are inconclusive", tests: [3, 4]),
      ],
      excused: [.init(test: 1, sentence: "fake, waived until 2026-12-31: a bug is open")],
      notes: ["the waiver of 'a' matches no test"]))

  /// The sample run, with a gate that finds nothing to hold against it.
  static let passed = ReportedRun(
    SampleRun.judgement(), gate: GateDecision(policy: "assay.yaml", breaches: []))

  /// Names that a reader of some format obeys.
  static let hostileNames = [
    "<script>alert(1)</script>", "]]>", "escape \u{1b}[2K\u{9b}31m\u{7}", "a|b||c\\|d", "`a` ``b`` `",
    "two\nlines",
    "\r\n::error::x", "::set-output name=a::b", "##[error]x", "exe.\u{202e}gnp\u{200b}",
    "@team #123 GH-1 !5 ~bug",
    "[x](https://evil.example) ![y](z)", "https://evil.example www.evil.example a@evil.example", "{0} {a}",
    "\"'&<>", "%0A::error::x", "\u{0}\u{fffe}\u{ffff}", "-- --> <!-- x", "1. # a\n- [x] b", " ", "🧪 München",
    String(repeating: "n", count: 8000), String(repeating: "\u{301}", count: 3000),
  ]

  /// A fake and a suspect test of each hostile name, with the name in every text there is.
  static let hostile: ReportedRun = {
    var tests: [TestVerdict] = []
    for name in hostileNames {
      for verdict in [Verdict.fake, .suspect] {
        var test = SampleRun.fake(name)
        test.verdict = verdict
        test.cause = name
        test.facts.file = name
        test.facts.className = name
        test.findings[0].reason = name
        tests.append(test)
      }
    }
    var judgement = SampleRun.judgement(tests)
    judgement.run.targets = hostileNames
    judgement.run.sources[0].path = hostileNames[6]
    return ReportedRun(
      judgement, leftOut: hostileNames.map { LeftOutFile(path: $0, reason: $0) },
      gate: GateDecision(
        policy: hostileNames[9],
        breaches: hostileNames.map { .init(condition: .noCapture, sentence: $0) }
          + [.init(condition: .tooShort, sentence: hostileNames[2], tests: [0, 1, 2])],
        excused: [.init(test: 5, sentence: hostileNames[11])], notes: hostileNames))
  }()

  /// A run of so many fake tests.
  static func large(_ count: Int) -> ReportedRun {
    ReportedRun(SampleRun.judgement((0..<count).map { SampleRun.fake("test_\($0)") }))
  }

  static func text(_ report: some Report, _ run: ReportedRun) -> String {
    var text = ""
    report.render(run, into: &text)
    return text
  }

  /// What a terminal obeys, or a person can't see.
  static func unsafe(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter {
      $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
    }
  }
}
