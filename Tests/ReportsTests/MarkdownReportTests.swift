import Reports
import Testing

@testable import Evidence
@testable import Rules

struct MarkdownReportTests {
  @Test func reportReadsAsItDid() {
    #expect(
      GatedRun.text(MarkdownReport(), GatedRun.failed) == """
        <!-- assay -->
        ### Gate failed. FAKE: 2 of 7 tests passed without exercising the target (85.7 % reported passed, 14.3 % proven real, 28.6 % fake)

        By the policy `assay.yaml`:

        - **fake**: 1 test is fake; 0 may be
        - **fewer-tests**: the run has 7 tests, 3 fewer than the 10 of the baseline
        - **inconclusive**: 2 of 6 judged tests are inconclusive
        - excused: `tests/test_api.py::test_logout`: fake, waived until `2026-12-31`: a bug is open
        - note: the waiver of `'a'` matches no test

        | verdict | tests | share |
        |---|---:|---:|
        | fake | 2 | 28.6 % |
        | suspect | 1 | 14.3 % |
        | inconclusive | 2 | 28.6 % |
        | exempt | 1 | 14.3 % |
        | real | 1 | 14.3 % |

        **The worst tests**

        - **fake** `tests/test_api.py::test_login` (0.14 ms): 0 packets went to the target while the test ran; at least 1 is needed; the body lasted at most 0.142 ms; no network call fits into less than 2.0 ms
        - **suspect** `tests/test_api.py::test_jwt` (355.6 ms): it claims auth and only fetched `/health`, 1 request of 1
        - **inconclusive** `tests/test_api.py::test_late` (40.0 ms): to settle it: the capture starts 12.5 s after the test began: capture from the start
        - **inconclusive** `tests/test_api.py::test_parallel` (12.34 s): to settle it: the capture starts 3.2 s after the test began: capture from the start
        - **fake**, excused `tests/test_api.py::test_logout` (1.50 ms): 0 packets went to the target while the test ran; at least 1 is needed; the body lasted at most 1.5 ms; no network call fits into less than 2.0 ms

        **For the reviewer**

        - [x] packet capture: it covers 6 of 6 tests judged
        - [x] targets contacted: packets show it
        - [ ] proven real: 1 of 6 tests judged
        - [ ] new fakes: 1
        - [ ] suspect: 1
        - [ ] 1 test excused: does each reason still hold?
        - [ ] files given: 1 was not used

        To reproduce: `assay gate run/results.xml run/traffic.pcap --target https://api.example.com`, by the policy `assay.yaml`

        """)
  }

  @Test func emptyRunIsNoSuccess() {
    let text = GatedRun.text(MarkdownReport(), ReportedRun(SampleRun.judgement([], hasPackets: false)))
    #expect(text.contains("### NOTHING JUDGED: the result files hold no tests\n"))
    #expect(text.contains("- [ ] packet capture: there is none, and without one nothing is proven real\n"))
    #expect(text.contains("- [ ] targets contacted: no packet shows it\n"))
    #expect(text.contains("- [ ] proven real: 0 of 0 tests judged\n"))
    #expect(!text.contains("The worst tests"))
  }

  @Test func whatIsDeclaredToNeedNoTargetIsForTheReviewer() {
    var test = SampleRun.test(.exempt, "t", cause: "declared mocked")
    test.facts.expectation = .mocked
    let text = GatedRun.text(MarkdownReport(), ReportedRun(SampleRun.judgement([test, SampleRun.tests[6]])))
    #expect(text.contains("- [ ] 1 test declared mocked or offline: is that so of each?\n"))
    #expect(text.contains("- [x] proven real: 1 of 1 test judged\n"))
    #expect(text.hasSuffix("--target https://api.example.com`, with the run's `--expect`\n"))
  }

  @Test(arguments: [32_768, 65_000, 1_048_000])
  func cutReportKeepsToItsLimitAndCountsTheRest(limit: Int) throws {
    let large = GatedRun.large(6000)
    for run in [large, GatedRun.hostile] {
      let text = GatedRun.text(MarkdownReport(limit: limit), run)
      #expect(text.utf8.count <= limit)
      #expect(text.hasPrefix(MarkdownReport.mark + "\n"))
      #expect(text.contains("\nTo reproduce: "))
    }
    let text = GatedRun.text(MarkdownReport(limit: limit), large)
    let shown = text.matches(of: #/(?m)^- \*\*fake\*\* /#).count
    #expect(shown > 50)
    #expect(text.contains("- ... and \(6000 - shown) more, cut for want of room (all in `--format json`)\n"))
    #expect(text.contains("<details><summary>5990 more</summary>\n\n- "))
    #expect(text.utf8.count > limit - 1000)
  }

  @Test func hostileTextIsInCodeSpansOnly() {
    let text = GatedRun.text(MarkdownReport(limit: 1_048_000), GatedRun.hostile)
    #expect(GatedRun.unsafe(text).isEmpty)
    for line in text.split(separator: "\n") where !line.hasPrefix("|") {
      let outside = Self.outsideOfCode(line)
      if Self.own.contains(String(outside)) { continue }
      // What begins markup, HTML, an entity, a link, a mention or a reference.
      let marks = outside.replacing("- [ ] ", with: "").replacing("- [x] ", with: "").replacing(
        "**", with: "")
      #expect(!marks.contains { "<>&[]!@#*_~\\|".contains($0) && !marks.hasPrefix("### ") }, "\(outside)")
      #expect(!marks.contains("http") && !marks.contains("www.") && !marks.contains("evil"), "\(outside)")
    }
  }

  // By CommonMark 0.31, 6.1: the fence is longer than any run within, and one space at both ends is taken away.
  @Test(
    arguments: [
      ("a", "`a`"), ("a`b", "``a`b``"), ("`a`", "`` `a` ``"), ("a``b`", "``` a``b` ```"), (" a ", "`  a  `"),
      ("a\nb", #"`a\nb`"#), ("", "(empty)"), ("a|b", "`a|b`"),
    ])
  func codeSpansHoldWhatTheyAreGiven(name: String, code: String) {
    var test = SampleRun.tests[0]
    test.facts.id = name
    let text = GatedRun.text(MarkdownReport(), ReportedRun(SampleRun.judgement([test])))
    #expect(text.contains("- **fake** \(code) (0.14 ms): "))
  }

  // Plain words and numbers stay; a commit's number, a reference or a host do not.
  @Test(
    arguments: [
      ("it took 0.2 ms (of 1,234); 97.5 %", "it took 0.2 ms (of 1,234); 97.5 %"),
      ("see #1, now", "see `#1`, now"), ("at (a.b): x-y.", "at (`a.b`): `x-y`."),
      ("by @a and @b", "by `@a` and `@b`"), ("deadbeef 1234567 abc", "`deadbeef 1234567` abc"),
      ("the target's api.example.com", "the target's `api.example.com`"), ("GH-1 *x* _y_", "`GH-1 *x* _y_`"),
    ])
  func sentencesKeepTheirPlainWords(reason: String, shown: String) {
    let test = SampleRun.test(.suspect, "t", cause: reason)
    let text = GatedRun.text(MarkdownReport(), ReportedRun(SampleRun.judgement([test])))
    #expect(text.contains("`tests/test_api.py::t` (0.14 ms): \(shown)\n"))
  }

  @Test func commandIsQuotedForAShell() {
    var run = ReportedRun(SampleRun.judgement())
    run.judgement.run.sources[0].path = "it's; rm -r $HOME/x"
    let text = GatedRun.text(MarkdownReport(), run)
    #expect(text.contains(#"`assay check 'it'\''s; rm -r $HOME/x' run/traffic.pcap --target"#))
  }

  /// Lines that are markup by intent.
  private static let own: Set<String> = [
    MarkdownReport.mark, "</details>",
    "<details><summary>\(GatedRun.hostileNames.count * 2 - 10) more</summary>",
  ]

  /// A line without its code spans, by CommonMark's rule: a run of backticks ends at the next run of the same length.
  private static func outsideOfCode(_ line: Substring) -> String {
    var outside = ""
    var rest = line[...]
    while let start = rest.firstIndex(of: "`") {
      outside += rest[..<start]
      let fence = rest[start...].prefix { $0 == "`" }
      var after = rest[fence.endIndex...]
      var isClosed = false
      while let next = after.firstIndex(of: "`"), !isClosed {
        let run = after[next...].prefix { $0 == "`" }
        after = after[run.endIndex...]
        isClosed = run.count == fence.count
      }
      if !isClosed { return outside + rest[start...] }
      rest = after
    }
    return outside + rest
  }
}
