import Records
import Reports
import Testing

@testable import Evidence
@testable import Rules

struct AuditHTMLReportTests {
  static func html(_ audit: ReportedAudit) -> String {
    var text = ""
    AuditHTMLReport().render(audit, into: &text)
    return text
  }

  static func sample() throws -> String {
    html(
      ReportedAudit(
        try SampleAudit.audit(),
        leftOut: [LeftOutFile(path: "nightly/cut.xml", reason: "line 3: the file ends in a tag")],
        copies: ["nightly/run-0-copy"], unrecognised: 2, judgedOtherwise: 1))
  }

  /// An audit of so many runs of so many tests, a third of them fake; all names are `name` with a number.
  static func audit(tests: Int, runs: Int, name: String, reason: String = "") throws -> Audit {
    let archive = try RunArchive(in: try EvidenceStore(path: nil))
    let verdicts = Verdict.allCases
    let kept = try (0..<runs).map { run in
      let results = (0..<tests).map { test in
        ArchivedResult(
          test: Int32(test),
          verdict: UInt8(verdicts.firstIndex(of: test % 3 == 0 && run > 1 ? .fake : .real) ?? 0),
          outcome: .passed, durationMicroseconds: Int64(test % 977 * 1000 + 250 + run * 7919 % 1000),
          resolutionMicroseconds: 1, centibits: 0, reason: test % 7)
      }
      let run = ArchivedRun(
        content: "\(run)", name: "\(name) \(run)", digests: ["\(run)"],
        startedAt: Timestamp(nanoseconds: (1_767_247_200 + Int64(run) * 86_400) * 1_000_000_000),
        timeBasis: .written, hasPackets: true)
      return try archive.keep(
        run,
        ArchivedRun.Contents(
          results: results,
          reasons: (0..<7).map {
            ArchivedReason(rule: "group/rule\(name)", sentence: "\($0) \(reason)\(name)")
          },
          answers: []),
        tests: (0..<tests).map { test in
          ArchivedTest(
            key: "\(test)", id: "\(name) \(test)", className: name, name: name, file: "\(name)/\(test % 50)")
        }, judgedBy: JudgingFingerprint(declared: "", judge: ""))
    }
    return try Audit(kept, in: archive, targets: [name])
  }

  @Test func pageSaysWhatTheTextSays() throws {
    let page = try Self.sample()
    for part in [
      "<b>REGRESSED</b> 1 test turned from real to fake; 2 of 4 tests are fake in the newest of 5 runs",
      "<b>1 turned from real to fake</b> since 2026-01-04 06:00 (nightly/run-3); 0 packets went to the target</h3>",
      "<p>300.0 ms real in 2026-01-03 06:00 (nightly/run-2), then 1.00 ms</p>",
      "<dt>reported passed<dd>75.0 %", "<dt>proven real<dd>25.0 %", "<dt>fake<dd>50.0 %",
      "<tr id=\"r1\"><td class=\"when\">2026-01-01 06:00<th scope=\"row\">nightly/run-0"
        + "<td class=\"n\" data-is=\"tests\">5<td class=\"n\" data-is=\"passed\">80.0 %"
        + "<td class=\"n v-fake\" data-is=\"fake\">1<td class=\"n none\" data-is=\"suspect\">0",
      "<b>1 collapsed-duration</b> took a small part of what it had taken</h3>",
      "<b>1 fake</b> since 2026-01-04 06:00 (nightly/run-3), in 2 of 5 runs; last proven real in",
      "<b>1 real</b> in all 5 runs</h3>", "<b>1 exempt</b> never judged: failed before any network</h3>",
      "<b>1 vanished</b> last in 2026-01-02 06:00 (nightly/run-1), not in 2026-01-05 06:00 (nightly/run-4)</h3>",
      "<code>transport/no-contact-with-target</code>", "tests/e2e/test_shop.py<td", "tests/e2e<td",
      "nightly/cut.xml: line 3: the file ends in a tag", "<li>nightly/run-0-copy",
      "1 run of the store judged by other rules", "2 files left out, of kinds that are not read",
      "<b>Next:</b> look at what changed between &#39;nightly/run-2&#39; and &#39;nightly/run-3&#39;",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    // The worst first, regressions before anything else.
    let order = ["id=\"regressions\"", "id=\"runs\"", "id=\"files\"", "id=\"tests\""].compactMap {
      page.firstRange(of: $0)?.lowerBound
    }
    #expect(order.count == 4 && order == order.sorted())
    let names = page.matches(of: #/<li[^>]*><details id="t[0-9]+">.*?<span>[^<]*::([a-z_]+)/#).map(\.1)
    #expect(names.first == "test_turned" && names.last == "test_gone")
  }

  @Test func pageAsksTheNetworkForNothingAndAllowsNothingButItself() throws {
    let page = try Self.sample()
    for attribute in [" src=", " href=\"h", "url(", "@import", " style=", " onclick=", "javascript:"] {
      #expect(!page.contains(attribute), "\(attribute)")
    }
    #expect(page.contains("Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"))
  }

  @Test func sharesOfEachRunAreDrawnOneOnTheOther() throws {
    // The first run has 2 real, 1 inconclusive, 1 fake and 1 exempt test, and 4 that passed: fifths of 1,000, from the
    // bottom. The last has 1 real, 2 fake and 1 exempt one, and 3 that passed. Columns are 100 wide with 8 between.
    let page = try Self.sample()
    for path in [
      "<path class=\"v-real\" d=\"M8 600h84V1000h-84z",
      "<path class=\"v-inconclusive\" d=\"M8 400h84V600h-84z",
      "<path class=\"v-fake\" d=\"M8 200h84V400h-84z", "<path class=\"v-exempt\" d=\"M8 0h84V200h-84z",
      "M408 750h84V1000h-84z", "M408 250h84V750h-84z",
      "<path class=\"passed\" d=\"M0 200H100V200H200V250H300V250H400V250H500\"/>",
      "<title>2026-01-01 06:00  nightly/run-0: 80.0 % passed; 1 fake, 0 suspect, 1 inconclusive, 1 exempt, 2 real</title>",
      "<a href=\"#r5\" tabindex=\"-1\"><path class=\"hit\" d=\"M400 0h100v1000h-100z\">",
    ] {
      #expect(page.contains(path), "\(path)")
    }
  }

  @Test func aTestsVerdictsAreDrawnRunByRun() throws {
    // Three runs real, two fake; durations of 300 ms and 1 ms from 1 ms to 1 s: places 10 + 980 * log10(300) / 3 = 819 and
    // 10 of 1,000 are 19 and (at least) 1 of 24.
    let page = try Self.sample()
    let start = try #require(page.firstRange(of: "<details id=\"t1\">")).upperBound
    let details = page[start...].prefix { $0 != "\u{0}" }.prefix(4000)
    for path in [
      "<path class=\"time\" d=\"M0,24V5h3V23h2V24z\"/>", "<path class=\"v-fake\" d=\"M3,32v-6h2v6z\"/>",
      "<path class=\"v-real\" d=\"M0,32v-6h3v6z\"/>",
      "<th scope=\"row\">2026-01-03 06:00 (nightly/run-2)<td class=\"v-real\">real<td>passed<td class=\"n\">300.0 ms",
    ] {
      #expect(details.contains(path), "\(path)")
    }
  }

  @Test(arguments: HTMLReportTests.hostile)
  func nothingFromTheInputIsMarkup(name: String) throws {
    let page = Self.html(
      ReportedAudit(
        try Self.audit(tests: 3, runs: 3, name: name), leftOut: [LeftOutFile(path: name, reason: name)],
        copies: [name]))
    #expect(page.matches(of: #/<script/#).count == 1)
    #expect(!page.contains("<img") && !page.contains("<!--"))
    let hidden = page.unicodeScalars.filter {
      $0 != "\n" && ([.control, .format].contains($0.properties.generalCategory) || $0 == "\u{2028}")
    }
    #expect(hidden.isEmpty)
    #expect(page.utf8.count < 250_000)
  }

  @Test func fiveThousandTestsOverTwentyRunsFit() throws {
    let page = Self.html(
      ReportedAudit(try Self.audit(tests: 5000, runs: 20, name: "tests/test_shop.py::TestCart::test_pays")))
    #expect(page.utf8.count < 2 << 20)
    #expect(page.matches(of: #/<li[^>]*><details id="t/#).count == 5000)
    let isCut = page.contains("class=\"bare\"") || page.contains("at the end, the least bad")
    #expect(!isCut)
  }

  @Test func whatDoesNotFitIsSaidToBeLeftOut() throws {
    let long = String(repeating: "\u{e0041}", count: 300)
    let page = Self.html(ReportedAudit(try Self.audit(tests: 700, runs: 120, name: long, reason: "x")))
    #expect(page.utf8.count < 2 << 20)
    let listed = page.matches(of: #/<li[^>]*><details id="t/#).count
    #expect(listed > 0)
    #expect(page.contains("\(700 - listed) tests at the end, the least bad, are not in this list"))
    let isTableCut = page.contains(" more, in --format json</p>")
    #expect(isTableCut)
  }

  @Test func moreRunsThanColumnsShareThem() throws {
    // 500 runs on 400 columns: each stands for one or two.
    let page = Self.html(ReportedAudit(try Self.audit(tests: 1, runs: 500, name: "a")))
    #expect(page.contains("viewBox=\"0 0 40000 1000\""))
    #expect(page.contains("A column stands for 1 or 2 runs that followed on one another."))
  }

  @Test func anAuditOfOneRunOrNoneHasAPage() throws {
    for runs in [0, 1] {
      let page = Self.html(ReportedAudit(try SampleAudit.audit(runs: runs)))
      #expect(!page.contains("class=\"trend\"") && !page.contains("<svg class=\"history\""))
      #expect(page.contains(runs == 0 ? "NOTHING JUDGED" : "the one run"))
    }
  }

  @Test func sameAuditGivesTheSameBytes() throws {
    #expect(try Self.sample() == Self.sample())
  }
}
