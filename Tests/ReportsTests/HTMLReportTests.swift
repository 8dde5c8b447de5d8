import Foundation
import Records
import Reports
import Testing

@testable import Evidence
@testable import Rules

struct HTMLReportTests {
  static func html(_ run: ReportedRun) -> String {
    var text = ""
    HTMLReport().render(run, into: &text)
    return text
  }

  /// The sample run, whose tests have numbers of their own, with two turns of traffic in the window of the last.
  static let sample: ReportedRun = {
    var tests = SampleRun.tests
    for place in tests.indices { tests[place].facts.testID = Int64(place + 1) }
    return ReportedRun(
      SampleRun.judgement(tests), leftOut: SampleRun.leftOut,
      activity: [
        7: [
          turn(.target, from: 10_000, to: 60_000, sent: 1234, received: 5678),
          turn(.loopback, from: 80_000, to: 90_000, sent: 1, received: 0, share: 0.5),
        ]
      ])
  }()

  static func turn(
    _ peer: ActivityFacts.Peer, from start: Int64, to stop: Int64, sent: Int, received: Int,
    share: Double = 1
  ) -> ActivityFacts {
    ActivityFacts(
      connectionID: peer == .target ? 12_884_901_889 : 12_884_901_890, peer: peer,
      host: peer == .target ? "api.example.com" : "127.0.0.1",
      start: SampleRun.start.advanced(byNanoseconds: start),
      stop: SampleRun.start.advanced(byNanoseconds: stop), clientBytes: sent, serverBytes: received,
      share: share)
  }

  /// What a run of many tests with a capture is like: each has its own numbers in seven findings.
  static func large(_ count: Int) -> ReportedRun {
    var activity: [Int64: [ActivityFacts]] = [:]
    let tests = (0..<count).map { number in
      let name = "TestCheckout::test_customer_can_pay_by_card_in_two_steps[\(number)-eu-west]"
      var test = SampleRun.test(
        number % 3 == 0 ? .fake : .real, name, milliseconds: Double(number % 977) + 0.25,
        score: number % 3 == 0 ? -12.5 : 13)
      test.facts.testID = Int64(number + 1)
      test.facts.windowStart = SampleRun.start.advanced(byNanoseconds: Int64(number) * 1_000_000)
      test.facts.windowStop = SampleRun.start.advanced(byNanoseconds: Int64(number + 1) * 1_000_000)
      test.findings = (0..<7).map { rule in
        Finding(
          rule: "group/rule-number-\(rule)", group: "group\(rule)", says: number % 3 == 0 ? .fake : .real,
          bits: Double(rule),
          reason:
            "api.example.com answered \(number % 7) requests in the test's body: \(number * 3) bytes went "
            + "there and \(number * 5 + rule) came back, at least \(rule) each way is needed",
          proof: ["test:\(number + 1)", "connection:\(12_884_901_889 + number)"])
      }
      activity[Int64(number + 1)] = [turn(.target, from: 0, to: 100, sent: number, received: number * 2)]
      return test
    }
    return ReportedRun(SampleRun.judgement(tests), activity: activity)
  }

  @Test func pageSaysWhatTheTextSays() {
    let page = Self.html(Self.sample)
    for part in [
      "<title>FAKE: 2 of 7 tests passed without exercising the target",
      "<b>FAKE</b> 2 of 7 tests passed without exercising the target (85.7\u{a0}% reported passed",
      "<dt>proven real<dd>14.3 %", "<dt>quickest round trip<dd>11.8 ms", "round trip 11.8 ms</text>",
      "<b>2 fake</b> 0 packets went to the target while the test ran; at least 1 is needed</h3>",
      "<b>1 suspect</b> it claims auth and only fetched /health, 1 request of 1</h3>",
      "<b>2 inconclusive</b> the capture starts 3.2 to 12.5 s after the test began: capture from the start</h3>",
      "<summary><i>1.50 ms</i><span>tests/test_api.py::test_logout</span></summary>",
      "<td>the body lasted at most 1.5 ms; no network call fits into less than 2.0 ms<td><code>test:1</code>",
      "<td>-12<", "<code>test:1</code> <code>connection:7</code>", "run/notes.md: no format that is read",
      "pcap_cut_short (3) in run/traffic.pcap, the first: 12 bytes missing",
      "run/traffic.pcap is 1.25 s ahead of the results&#39; clock",
      "<code>connection:12884901889</code>",
      "the target</span> api.example.com: 1 turn, 1234 bytes sent, 5678 received",
      "127.0.0.1: 1 turn, 1 bytes sent, 0 received; it may be of other tests, share 0.5",
    ] {
      #expect(
        page.contains(part.replacingOccurrences(of: "<td>-12<", with: "<td class=\"n\">-12<")), "\(part)")
    }
  }

  @Test func pageAsksTheNetworkForNothingAndAllowsNothingButItself() throws {
    let page = Self.html(Self.sample)
    for attribute in [" src=", " href=\"h", "url(", "@import", " style=", " onclick=", "javascript:"] {
      #expect(!page.contains(attribute), "\(attribute)")
    }
    let policy = try #require(page.firstMatch(of: #/Content-Security-Policy" content="([^"]*)"/#)).1
    #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
    #expect(!policy.contains("unsafe"))
  }

  @Test func theGateAndItsReasonsAreShown() {
    var run = Self.sample
    run.gate = GateDecision(
      policy: "assay<.yaml",
      breaches: [.init(condition: .fake, sentence: "2 tests are fake, at most 0 <may> be", tests: [0, 1])],
      excused: [.init(test: 2, sentence: "waived until 2026-12-31")], notes: ["a waiver & no match"])
    let page = Self.html(run)
    #expect(page.contains("The gate fails</b> by the policy <code>assay&lt;.yaml</code>"))
    #expect(page.contains("<li>2 tests are fake, at most 0 &lt;may&gt; be"))
    #expect(page.contains("<a href=\"#t3\">tests/test_api.py::test_jwt</a>: waived until 2026-12-31"))
    #expect(page.contains("a waiver &amp; no match"))
    run.gate = GateDecision(policy: "assay.yaml", breaches: [])
    #expect(Self.html(run).contains("The gate passes</b>"))
    #expect(!Self.html(Self.sample).contains("id=\"gate\""))
  }

  static let hostile = [
    "<script>alert(1)</script>", "</script><script>alert(2)</script>", "<!--<script>",
    "\"><img src=x onerror=alert(3)>",
    "'&amp;&lt;", "a\u{2028}b\u{202e}c\u{0}d\u{1b}[31m", "__proto__", "~1 ~2~", "${alert(4)}", "]]>",
    String(repeating: "n<", count: 5000),
  ]

  @Test(arguments: hostile)
  func nothingFromTheInputIsMarkup(name: String) {
    var test = SampleRun.test(.suspect, name, cause: name)
    test.facts.message = name
    test.findings = [
      Finding(rule: name, group: name, says: .fake, bits: -1, reason: name, proof: [name, name + ":7"])
    ]
    var judgement = SampleRun.judgement([test])
    judgement.run.name = name
    judgement.run.targets = [name]
    judgement.run.sources[0].path = name
    judgement.run.oddities = [OddityFacts(path: name, name: name, detail: name, count: 1)]
    judgement.rules[0].id = name
    judgement.rules[0].title = name
    judgement.rules[0].why = name
    judgement.rules[0].mistakenWhen = [name]
    var turn = Self.turn(.other, from: 0, to: 1, sent: 1, received: 1)
    turn.host = name
    let page = Self.html(
      ReportedRun(
        judgement, leftOut: [LeftOutFile(path: name, reason: name)],
        gate: GateDecision(
          policy: name, breaches: [.init(condition: .fake, sentence: name)],
          excused: [.init(test: 0, sentence: name)], notes: [name]), activity: [1: [turn]]))
    #expect(page.matches(of: #/<script/#).count == 1)
    #expect(!page.contains("<img") && !page.contains("<!--"))
    let hidden = page.unicodeScalars.filter {
      $0 != "\n" && ([.control, .format].contains($0.properties.generalCategory) || $0 == "\u{2028}")
    }
    #expect(hidden.isEmpty)
    #expect(page.utf8.count < 120_000)
  }

  @Test func fiveThousandTestsWithAllTheirFindingsFit() {
    let page = Self.html(Self.large(5000))
    #expect(page.utf8.count < 2 << 20)
    #expect(page.matches(of: #/<li><details id="t/#).count == 5000)
    let isCut = page.contains("class=\"bare\"") || page.contains("at the end, the least bad")
    #expect(!isCut)
  }

  @Test func whatDoesNotFitIsSaidToBeLeftOut() throws {
    let page = Self.html(Self.large(20_000))
    #expect(page.utf8.count < 2 << 20)
    let listed = page.matches(of: #/<li><details id="t/#).count
    #expect(page.contains("\(20_000 - listed) tests at the end, the least bad, are not in this list"))
    let bare = page.matches(of: #/ class="bare"/#).count
    #expect(bare > 0 && page.contains("The details of \(bare) tests at the end are not in this page"))
  }

  @Test(arguments: [[], [SampleRun.test(.exempt, "test_skipped", milliseconds: nil, outcome: .skipped)]])
  func runsWithNothingToDrawHaveAPage(tests: [TestVerdict]) {
    let page = Self.html(ReportedRun(SampleRun.judgement(tests, hasPackets: false)))
    #expect(page.contains("NOTHING JUDGED"))
    #expect(!page.contains("id=\"strip\"") && !page.contains("class=\"chart\""))
    #expect(page.contains("there is no packet capture"))
  }

  @Test func aDurationIsDrawnWhereTheScaleHasIt() throws {
    // From 0.1 ms to 100 s, six powers of ten on 980 units: 0.142 ms is at 10 + 980 * log10(1.42) / 6 = 34.9, 1.5 ms at
    // 10 + 980 * log10(15) / 6 = 202.1. Bins are 8 wide.
    let page = Self.html(Self.sample)
    let fake = try #require(page.firstMatch(of: #/data-verdict="fake" d="([^"]*)"/#)).1
    let columns = fake.split(separator: "M").map { $0.prefix { $0 != " " } }
    #expect(columns == ["36", "204"])
    // 11.8 ms: 10 + 980 * log10(118) / 6 = 348.4.
    #expect(page.contains("<line class=\"floor\" x1=\"34.8%\""))
  }

  @Test(arguments: [Int64.min, -1, 0, 1, .max])
  func everyDurationHasAPlace(microseconds: Int64) {
    var tests = [SampleRun.fake("test_a"), SampleRun.fake("test_b")]
    tests[0].facts.durationMicroseconds = microseconds
    tests[0].facts.windowStart = Timestamp(nanoseconds: .min)
    tests[0].facts.windowStop = Timestamp(nanoseconds: .max)
    let page = Self.html(ReportedRun(SampleRun.judgement(tests)))
    #expect(page.contains(microseconds == .max ? "10000000 s</text>" : "0.01 ms</text>"))
    #expect(page.contains(#"<path class="v-fake" d="M0 19h2000"#))
  }

  @Test func manyLongTextsLeaveRoomForTheTests() {
    // Every character of these is written out with nine.
    let long = String(repeating: "\u{e0041}", count: 2000)
    var judgement = SampleRun.judgement(
      (0..<30).map { SampleRun.test(.suspect, "\($0)\(long)", cause: "x\($0)\(long)") })
    judgement.run.oddities = (0..<100).map { _ in OddityFacts(path: long, name: long, detail: long, count: 1)
    }
    judgement.run.sources = (0..<100).map { _ in
      var source = judgement.run.sources[0]
      source.path = long
      return source
    }
    let files = (0..<100).map { _ in LeftOutFile(path: long, reason: long) }
    let gate = GateDecision(
      policy: long, breaches: (0..<100).map { _ in .init(condition: .fake, sentence: long) })
    let page = Self.html(ReportedRun(judgement, leftOut: files, gate: gate))
    #expect(page.utf8.count < 2 << 20)
    #expect(page.matches(of: #/<li><details id="t/#).count == 30)
    #expect(page.contains("<li>... and 80 more"))
  }

  @Test func windowsAreDrawnOverTheTimeOfTheRun() throws {
    // Two windows of a second, one after the other, in 2,000 units; a turn in the middle of the second. Rows are 26 high.
    var tests = [SampleRun.fake("test_a"), SampleRun.test(.real, "test_b", milliseconds: 1000)]
    for place in tests.indices {
      tests[place].facts.testID = Int64(place + 1)
      tests[place].facts.windowStart = SampleRun.start.advanced(byNanoseconds: Int64(place) * 1_000_000_000)
      tests[place].facts.windowStop = SampleRun.start.advanced(
        byNanoseconds: Int64(place + 1) * 1_000_000_000)
    }
    let turn = Self.turn(.target, from: 1_500_000_000, to: 1_600_000_000, sent: 1, received: 1)
    let page = Self.html(ReportedRun(SampleRun.judgement(tests), activity: [2: [turn]]))
    for path in [
      #"<path class="v-fake" d="M0 19h1000"/>"#, #"<path class="v-real" d="M1000 45h1000"/>"#,
      #"<path class="t-target" d="M1500 45h100"/>"#, #"<path class="t-target" d="M498,7h99"/>"#,
    ] {
      #expect(page.contains(path), "\(path)")
    }
    #expect(!page.contains("class=\"gap\""))

    tests[0].facts.windowKind = .bounded
    #expect(
      Self.html(ReportedRun(SampleRun.judgement(tests))).contains(
        #"<path class="v-fake bound" d="M0 19h1000"/>"#))
    tests[1].facts.windowKind = .bounded
    tests[0].facts.windowStop = tests[1].facts.windowStop
    tests[1].facts.windowStart = tests[0].facts.windowStart
    #expect(
      Self.html(ReportedRun(SampleRun.judgement(tests))).contains(
        "2 tests ran between 10:47:31.017 and 10:47:33.017"))
  }

  @Test func timeThatNoCaptureCoversIsShaded() throws {
    // The capture begins with the run of 80 s and ends after 60 s.
    var tests = [SampleRun.fake("test_a"), SampleRun.fake("test_b")]
    for place in tests.indices {
      let start = Int64(place) * 40_000_000_000
      tests[place].facts.windowStart = SampleRun.start.advanced(byNanoseconds: start)
      tests[place].facts.windowStop = SampleRun.start.advanced(byNanoseconds: start + 40_000_000_000)
    }
    let page = Self.html(ReportedRun(SampleRun.judgement(tests)))
    #expect(page.contains(#"<rect class="gap" x="1500" width="500""#))
  }

  @Test func sameRunGivesTheSameBytes() {
    #expect(Self.html(Self.large(300)) == Self.html(Self.large(300)))
  }

  @Test(arguments: [0, 1])
  func textIsLegibleInBothThemes(theme: Int) throws {
    let roots = Self.html(Self.sample).matches(of: #/:root\{([^}]*)\}/#).map { String($0.1) }
    let colors = Dictionary(
      try #require(roots.dropFirst(theme).first).matches(of: #/--([a-z]+):#([0-9a-f]{3,6})[;}]?/#).map {
        (String($0.1), String($0.2))
      }, uniquingKeysWith: { one, _ in one })
    for paper in ["back", "panel", "below"] {
      for ink in ["ink", "soft", "fake", "suspect", "inconclusive", "real", "exempt"] {
        let contrast = try Self.contrast(#require(colors[ink]), #require(colors[paper]))
        #expect(contrast >= 4.5, "\(ink) on \(paper): \(contrast)")
      }
    }
  }

  /// The contrast of two colours (WCAG 2.2, "contrast ratio" and "relative luminance").
  private static func contrast(_ one: String, _ other: String) -> Double {
    func luminance(_ hex: String) -> Double {
      let digits = hex.count == 3 ? hex.map { "\($0)\($0)" }.joined() : hex
      let value = Int(digits, radix: 16) ?? 0
      let parts = [value >> 16, value >> 8 & 255, value & 255].map { part -> Double in
        let share = Double(part) / 255
        return share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    let both = [luminance(one), luminance(other)].sorted()
    return (both[1] + 0.05) / (both[0] + 0.05)
  }
}
