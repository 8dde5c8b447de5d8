import Reports
import Testing

@testable import Evidence
@testable import Rules

struct HTMLComparisonTests {
  static let sample = SampleComparison.render(HTMLComparison())

  /// Two runs of so many tests, each test faster and fake afterwards.
  static func large(_ count: Int) -> String {
    func run(_ verdict: Verdict) -> ComparedRun {
      var contacts: [Int64: ContactFacts] = [:]
      let tests = (0..<count).map { number in
        contacts[Int64(number)] = SampleComparison.contact(
          lookups: number % 3, connections: number % 5, exchanges: number % 11, server: "Google Frontend")
        return SampleComparison.test(
          Int64(number), verdict,
          "TestCheckout::test_customer_can_pay_by_card[\(number)-eu-west]",
          milliseconds: Double(number % 977) / (verdict == .fake ? 100 : 1) + 0.25)
      }
      return ComparedRun(SampleRun.judgement(tests), contacts: RunContacts(tests: contacts))
    }
    return SampleComparison.render(
      HTMLComparison(), ReportedComparison(Comparison(before: run(.real), after: run(.fake))))
  }

  @Test func pageSaysWhatTheTextSays() {
    for part in [
      "<b>FAKE</b> 3 of 8 tests are fake (1 turned fake, 1 still fake, 1 new), before 5 of 7; ",
      "100.0\u{a0}% → 75.0\u{a0}% reported passed, 14.3\u{a0}% → 37.5\u{a0}% proven real</h1>",
      "<section aria-label=\"Before\"><h2>Before</h2>\n<p class=\"run\">nightly, started 2026-11-22 10:47:31 UTC, no packet capture",
      "<tr class=\"changed\"><th scope=\"row\">tests<td class=\"n\">7<td class=\"n\">8",
      "<th scope=\"row\">connections<td class=\"n\">-<td class=\"n\">4",
      "<li>server: <code>Google Frontend</code>, in 6 responses",
      "<code>0af7651916cd43dd</code> and 5 more, in 6 responses, by the client&#39;s word",
      "<b>1 turned fake</b> not fake before; without exercising the target now</h3>",
      "<li class=\"v-exempt failed\"><details id=\"t4\"><summary><i>478.0 ms</i><em class=\"v-fake\">0.14 ms</em>",
      "<li class=\"v-exempt gone\"><details", "<em class=\"new\"></em>",
      "failed just short of a timing assertion: 0.478 where &gt; 0.5 was asked for, after real traffic</h3>",
      "<td class=\"v-real\">real<td class=\"n\">355.6 ms<td>1 lookup, 1 connection, 1 handshake, 2 exchanges, "
        + "512 B sent, 4.1 kB received, Server: Google Frontend<td>",
      "<tr><th scope=\"row\">Before<td>absent", "run/notes.md: no format that is read",
    ] {
      #expect(Self.sample.contains(part), "\(part)")
    }
  }

  @Test func whatARenameRestsOnIsSaid() throws {
    let basis = "by the same file and class, and the name most like it"
    #expect(Self.sample.contains("<b>1 renamed</b> \(basis)</h3>"))
    #expect(Self.sample.contains("<p>was tests/test_api.py::test_login</p>"))
    let start = try #require(Self.sample.firstRange(of: "<details id=\"t1\">")).upperBound
    let details = Self.sample[start...].prefix { $0 != "\u{0}" }.prefix(3000)
    #expect(details.contains("<p><b>Renamed:</b> \(basis)<p><b>Before:</b> tests/test_api.py::test_login<"))
  }

  @Test func changesStandInTheOrderOfTheirWeight() {
    let parts = Self.sample.matches(of: #/id="g[0-9]+" data-part="([a-z_]+)"/#).map(\.1)
    #expect(
      parts == ["turned_fake", "still_fake", "now_failing", "turned_real", "now_proven", "new", "gone"])
  }

  @Test func bothDurationsAreDrawnOnOneScale() throws {
    // From 0.1 ms to 1 s, four powers of ten on 980 units: 400 ms is at 10 + 980 * log10(4000) / 4 = 892.5 and 0.3 ms at
    // 10 + 980 * log10(3) / 4 = 126.9.
    for part in [
      "<line class=\"way\" y1=\"25\" y2=\"25\" x1=\"89.3%\" x2=\"12.7%\"/>",
      "<circle class=\"v-real before\" cx=\"89.3%\" cy=\"25\" r=\"6\"/>",
      "<circle class=\"v-fake after\" cx=\"12.7%\" cy=\"25\" r=\"6\"/>",
    ] {
      #expect(Self.sample.contains(part), "\(part)")
    }
    // Both drawings of all tests have that scale too.
    let ends = Self.sample.matches(of: #/text-anchor="end">1 s<\/text>/#).count
    #expect(ends >= 2)
    #expect(Self.sample.contains("id=\"strip-before\"") && Self.sample.contains("id=\"strip-after\""))
  }

  @Test func pageAsksTheNetworkForNothingAndAllowsNothingButItself() {
    for attribute in [" src=", " href=\"h", "url(", "@import", " style=", " onclick=", "javascript:"] {
      #expect(!Self.sample.contains(attribute), "\(attribute)")
    }
    #expect(
      Self.sample.contains("Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-"))
  }

  @Test(arguments: HTMLReportTests.hostile)
  func nothingFromTheInputIsMarkup(name: String) {
    let page = SampleComparison.render(HTMLComparison(), SampleComparison.hostile(name))
    #expect(page.matches(of: #/<script/#).count == 1)
    #expect(!page.contains("<img") && !page.contains("<!--"))
    let hidden = page.unicodeScalars.filter {
      $0 != "\n" && ([.control, .format].contains($0.properties.generalCategory) || $0 == "\u{2028}")
    }
    #expect(hidden.isEmpty)
    #expect(page.utf8.count < 150_000)
  }

  @Test func fiveThousandTestsFit() {
    let page = Self.large(5000)
    #expect(page.utf8.count < 2 << 20)
    #expect(page.matches(of: #/<li[^>]*><details id="t/#).count == 5000)
    let isCut = page.contains("class=\"bare\"") || page.contains("at the end, the least bad")
    #expect(!isCut)
  }

  @Test func whatDoesNotFitIsSaidToBeLeftOut() {
    let page = Self.large(12_000)
    #expect(page.utf8.count < 2 << 20)
    let listed = page.matches(of: #/<li[^>]*><details id="t/#).count
    let bare = page.matches(of: #/ class="bare"/#).count
    #expect(listed < 12_000 || bare > 0)
    if listed < 12_000 { #expect(page.contains("\(12_000 - listed) tests at the end, the least bad")) }
    if bare > 0 { #expect(page.contains("The details of \(bare) tests at the end are not in this page")) }
  }

  @Test func runsWithoutTestsHaveAPage() {
    let empty = ComparedRun(SampleRun.judgement([], hasPackets: false), contacts: RunContacts())
    let page = SampleComparison.render(HTMLComparison(), SampleComparison.reported(empty, empty))
    #expect(page.contains("NOT PROVEN"))
    #expect(!page.contains("id=\"strip-before\""))
  }

  @Test func sameRunsGiveTheSameBytes() {
    #expect(Self.large(300) == Self.large(300))
  }
}
