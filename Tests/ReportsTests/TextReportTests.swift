@testable import Evidence
import Records
import Reports
import Rules
import Testing

struct TextReportTests {
  @Test func reportReadsAsItDid() {
    #expect(
      SampleRun.text() == #"""
        FAKE  2 of 7 tests passed without exercising the target (85.7 % reported passed,
              14.3 % proven real, 28.6 % fake)

          2  fake          28.6 %  passed without exercising the target
          1  suspect       14.3 %  conflicting, or not what it claims
          2  inconclusive  28.6 %  too little evidence either way
          1  exempt        14.3 %  not judged
          1  real          14.3 %  shown to exercise the target

        Looked at
          run       nightly, started 2026-11-22 10:47:31 UTC
          target    https://api.example.com
          file      run/results.xml   junit-xml  7 records
          file      run/traffic.pcap  pcap       42 records, 3 odd
          coverage  run/traffic.pcap on eth0: 10:47:31.017 to 10:48:31.017 UTC, 420
                    packets, drops not recorded, 96 bytes kept of each
          clock     run/traffic.pcap is 1.25 s ahead of the results' clock (estimated,
                    to within 2.00 ms)
          distance  11.8 ms round trip to a target, at least

        FAKE: 2 tests

          transport/no-contact-with-target  No connection to the target while the test
                                            ran
            2 tests: 0 packets went to the target while the test ran; at least 1 is
                     needed
            also: the body lasted at most 0.142 to 1.5 ms; no network call fits into
                  less than 2.0 ms
                0.14 ms  tests/test_api.py::test_login
                1.50 ms  tests/test_api.py::test_logout

        SUSPECT: 1 test
          1 test: it claims auth and only fetched /health, 1 request of 1
             355.6 ms  tests/test_api.py::test_jwt

        INCONCLUSIVE: 2 tests, by what would settle them
          2 tests: the capture starts 3.2 to 12.5 s after the test began: capture from
                   the start
              12.34 s  tests/test_api.py::test_parallel
              40.0 ms  tests/test_api.py::test_late

        EXEMPT: 1 test
          1 test: skipped: needs Windows

        REAL: 1 test  (listed with --verbose)

        Left out: 1 file
          run/notes.md: no format that is read

        Odd in the input
          pcap_cut_short (3) in run/traffic.pcap, the first: 12 bytes missing

        Next: to settle 2 tests: the capture starts 3.2 to 12.5 s after the test began:
              capture from the start. 'assay explain' shows all that is known about one
              test, such as 'test_login'

        """#)
  }

  @Test func headlineSaysTheRatesOfTheRunThatStartedIt() {
    // The counts of ../shared/origin/README.md: 158 tests, 154 passed, 113 fake, 41 open, 4 failed.
    let tests =
      (0..<113).map { SampleRun.fake("test_\($0)") }
      + (0..<41).map { SampleRun.test(.inconclusive, "test_open_\($0)", settle: "a capture") }
      + (0..<4).map { SampleRun.test(.exempt, "test_bad_\($0)", outcome: .failed, cause: "failed") }
    let text = SampleRun.text(SampleRun.judgement(tests, hasPackets: false), width: 120)
    #expect(
      text.hasPrefix(
        """
        FAKE  113 of 158 tests passed without exercising the target (97.5 % reported passed, 0.0 % proven real, 71.5 % fake)

        """))
    #expect(text.contains("... and 93 more (all in --format json)"))
    #expect(text.contains("no packet capture"))
    #expect(text.contains("Next: a packet capture would settle 41 tests: "))
    #expect(text.contains("\n  4 tests: failed\n"))
  }

  @Test(
    arguments: [
      ([], "NOTHING JUDGED  the result files hold no tests\n"),
      ([.exempt, .exempt], "NOTHING JUDGED  all 2 tests are exempt (100.0 % reported passed)\n"),
      ([.real, .real], "REAL  no fakes found; 2 of 2 proven real (100.0 % reported passed)\n"),
      ([.real, .inconclusive], "NO FAKES  no fakes found; 1 of 2 proven real (100.0 % reported passed)\n"),
      (
        [.inconclusive],
        "NOT PROVEN  no fakes found, but none of 1 test is proven real (100.0 % reported passed)\n"
      ),
      (
        [.suspect, .real],
        "SUSPECT  no fakes found, but 1 of 2 tests is suspect (100.0 % reported passed, 50.0 % proven real)\n"
      ),
      (
        [.fake, .suspect],
        "FAKE  1 of 2 tests passed without exercising the target "
          + "(100.0 % reported passed, 0.0 % proven real, 50.0 % fake)\n"
      ),
    ] as [([Verdict], String)])
  func everyRunHasAHeadline(verdicts: [Verdict], headline: String) {
    let tests = verdicts.map { SampleRun.test($0, "test_x") }
    #expect(SampleRun.text(SampleRun.judgement(tests), width: 120).hasPrefix(headline))
  }

  @Test func ratesNeitherRoundUpToAllNorDownToNone() {
    let tests = (0..<5000).map { SampleRun.test($0 == 0 ? .fake : .real, "test_\($0)") }
    let text = SampleRun.text(SampleRun.judgement(tests), width: 120)
    #expect(text.hasPrefix("FAKE  1 of 5000 tests"))
    #expect(text.contains("(100.0 % reported passed, 99.9 % proven real, 0.1 % fake)"))
  }

  @Test(arguments: [0, 40, 57, 80, 120, 500])
  func noLineIsWiderThanTheScreen(width: Int) {
    let long = String(repeating: "日本語", count: 40)
    let tests =
      SampleRun.tests + [
        SampleRun.fake("test_" + long),
        SampleRun.test(.suspect, long, cause: long + " " + long),
        SampleRun.test(.exempt, "e", cause: String(repeating: "x", count: 500)),
      ]
    let columns = min(max(width, 40), 120)
    for line in SampleRun.text(SampleRun.judgement(tests), width: width).split(separator: "\n") {
      // Each of these three characters takes two columns.
      let wide = line.unicodeScalars.count { "日本語".unicodeScalars.contains($0) }
      #expect(line.unicodeScalars.count + wide <= columns, "\(line)")
    }
  }

  @Test func longIdKeepsItsEnd() {
    let name = "test_" + String(repeating: "a", count: 60) + "_last"
    let text = SampleRun.text(SampleRun.judgement([SampleRun.fake(name)]))
    let row = text.split(separator: "\n").first { $0.contains("…") }
    #expect(row?.count == 80)
    #expect(row?.hasSuffix("aaaa_last") == true)
    #expect(row?.contains("0.14 ms  tests/test_api") == true)
  }

  @Test func coloursAppearOnlyWhenAskedFor() {
    #expect(!SampleRun.text().contains("\u{1b}"))
    let colored = SampleRun.text(isColored: true)
    #expect(colored.hasPrefix("\u{1b}[1;31mFAKE  \u{1b}[0m"))
    #expect(colored.replacing(/\u{1b}\[[0-9;]*m/, with: "") == SampleRun.text())
  }

  @Test func nothingFromTheInputReachesTheTerminalAsACommand() {
    let hostile = "a\u{1b}[31mb\u{202e}c\u{200b}d\ne\u{9b}f\u{e0041}g\u{7f}é日"
    var test = SampleRun.test(.suspect, hostile, cause: hostile)
    test.facts.message = hostile
    var judgement = SampleRun.judgement([test])
    judgement.run.name = hostile
    judgement.run.targets = [hostile]
    judgement.run.sources[0].path = hostile
    judgement.run.oddities = [OddityFacts(path: hostile, name: hostile, detail: hostile, count: 1)]
    let shown = #"a\x1b[31mb\u{202e}c\u{200b}d\ne\x9bf\u{e0041}g\x7fé日"#
    var text = SampleRun.text(
      judgement, width: 120, leftOut: [LeftOutFile(path: hostile, reason: hostile)])
    Explanation(of: test, events: [ExplanationEvent(time: nil, text: hostile, source: hostile)])
      .render(on: Screen(width: 120), into: &text)
    #expect(text.contains("::" + shown + "\n"))
    let hidden = text.unicodeScalars.filter {
      $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
    }
    #expect(hidden.isEmpty)
  }

  @Test func testsThatDifferInNumbersShareOneSentence() {
    let tests = [0.2, 1.5, 0.9].map { SampleRun.fake("test_\($0)", milliseconds: $0) }
    #expect(SampleRun.text(SampleRun.judgement(tests)).contains("at most 0.2 to 1.5 ms; no"))
    let clocks = ["10:47:31", "10:47:33"].map {
      SampleRun.test(
        .inconclusive, "t\($0)", settle: "a capture from \($0), of api2 and 192.0.2.1:80, would do")
    }
    #expect(
      SampleRun.text(SampleRun.judgement(clocks))
        .contains("  2 tests: a capture from …, of api2 and 192.0.2.1:80, would do\n"))
  }

  @Test func numbersInsideOfWordsKeepTestsApart() {
    let tests = ["/item/1", "/item/2"].map { SampleRun.test(.suspect, "t", cause: "only \($0) was fetched") }
    let text = SampleRun.text(SampleRun.judgement(tests))
    #expect(text.contains("  1 test: only /item/1 was fetched\n"))
    #expect(text.contains("  1 test: only /item/2 was fetched\n"))
  }

  @Test func listsAreCutAtTheLimitUnlessAllIsAskedFor() {
    let tests = (0..<30).map { SampleRun.test(.suspect, "t\($0)", cause: "cause/\($0)") }
    let text = SampleRun.text(SampleRun.judgement(tests), limit: 3)
    #expect(text.contains("\n  ... and 27 more in 27 more groups (all in --format json)\n"))
    #expect(!text.contains("cause/3"))
    #expect(SampleRun.text(SampleRun.judgement(tests), limit: 3, listsAll: true).contains("cause/29"))
  }

  @Test func realAndExemptTestsAreListedOnlyWhenAllIsAskedFor() {
    #expect(!SampleRun.text().contains("test_checkout"))
    #expect(!SampleRun.text().contains("test_windows"))
    #expect(SampleRun.text(listsAll: true).contains("   801.7 ms  tests/test_api.py::test_checkout\n"))
    #expect(SampleRun.text(listsAll: true).contains("    no time  tests/test_api.py::test_windows\n"))
  }

  @Test(
    arguments: [
      ([.real], "Next: nothing; every judged test is proven real\n"),
      ([], "Next: give the result files of a run that had tests\n"),
      ([.inconclusive], "Next: to settle 1 test: look closer\n"),
    ] as [([Verdict], String)])
  func lastLineSaysWhatToDoNext(verdicts: [Verdict], next: String) {
    let tests = verdicts.map { SampleRun.test($0, "t", settle: "look closer") }
    #expect(SampleRun.text(SampleRun.judgement(tests)).hasSuffix("\n" + next))
  }
}
