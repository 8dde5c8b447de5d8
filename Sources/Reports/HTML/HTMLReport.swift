import Evidence
import Records
import Rules

/// The report for people who would rather look than read: one page that holds all it needs.
///
/// Scripts add search, filter and order, and in pages of many tests the details of those at the end; all else works
/// without. The page stays below ``sizeLimit``: for a run that needs more, it says what it leaves out.
public struct HTMLReport: Report {
  /// The most bytes of a page: 2 MiB.
  public static let sizeLimit = 2 << 20

  /// A report.
  public init() {}

  /// Writes the page.
  public func render(_ run: ReportedRun, into output: inout some TextOutputStream) {
    let judgement = run.judgement
    let glossary = RuleGlossary(judgement)
    let list = TestList(judgement, activity: run.activity, ruleNumbers: glossary.numbers)
    let headline = Headline(judgement)
    let page = HTMLPage(title: "\(headline.word): \(headline.sentence)")
    let gate = run.gate.map { GateSummary(gate: $0, tests: judgement.tests).markup } ?? ""
    let before =
      page.head + Self.header(judgement, headline) + "<main>\n" + HTMLPage.section("gate", "Gate", gate)
      + HTMLPage.section(
        "durations", "Tests by duration",
        DurationStrip(tests: list.tests, roundTrip: judgement.run.roundTripMicroseconds).markup)
      + HTMLPage.section("found", "What was found", FindingOverview(groups: list.groups).markup)
      + HTMLPage.section(
        "windows", "Windows and traffic", WindowChart(judgement: judgement, activity: run.activity).markup)
    let after =
      HTMLPage.section("rules", "The rules behind the findings", glossary.markup)
      + HTMLPage.section(
        "sources", "Looked at", SourceTable(run: judgement.run, leftOut: run.leftOut).markup)
      + "</main>\n" + page.foot
    let reserve = 4096
    let rendering = list.rendering(
      budget: max(0, Self.sizeLimit - before.utf8.count - after.utf8.count - reserve))
    output.write(before)
    output.write(HTMLPage.section("tests", "Tests", Self.tests(judgement.summary, rendering)))
    output.write(after)
  }

  private static func header(_ judgement: Judgement, _ headline: Headline) -> String {
    let run = judgement.run
    let summary = judgement.summary
    let verdict = TextReport.worstFirst.first { summary[$0] > 0 } ?? .exempt
    let started = run.startedAt.map { "started \(UTCText.readable($0)) UTC" } ?? "start not known"
    let targets = run.targets.prefix(10).map { "<code>\(HTMLText.escaped($0))</code>" }.joined(separator: " ")
    var figures = [
      ("reported passed", DecimalText.percent(summary.passed, of: summary.tests), ""),
      ("proven real", DecimalText.percent(summary.provenReal, of: summary.tests), Verdict.real.cssClass),
      ("fake", DecimalText.percent(summary[.fake], of: summary.tests), Verdict.fake.cssClass),
    ]
    if let roundTrip = run.roundTripMicroseconds {
      figures.append(("quickest round trip", DecimalText.span(microseconds: roundTrip), ""))
    }
    return """
      <a class="skip" href="#tests">Skip to the tests</a>
      <header>
      <p class="run"><b>assay</b> · \(HTMLText.escaped(run.name)), \(started) · \(targets)</p>
      <h1 class="\(verdict.cssClass)"><b>\(headline.word)</b> \(HTMLText.escaped(headline.sentence.replacing(" %", with: "\u{a0}%")))</h1>
      \(VerdictBar(summary: summary).markup)
      <dl class="figures">\(figures.map { "<div class=\"\($0.2)\"><dt>\($0.0)<dd>\($0.1)</div>" }.joined())</dl>
      <p class="next"><b>Next:</b> \(HTMLText.escaped(NextStep(judgement: judgement).text)).</p>
      </header>

      """
  }

  private static func tests(_ summary: Summary, _ list: TestList.Rendering) -> String {
    var notes: [String] = []
    if list.packed > 0 {
      notes.append(
        "<noscript>\(Headline.tests(list.packed)) open only where scripts run.</noscript>")
    }
    if list.bare > 0 {
      notes.append(
        "The findings of \(Headline.tests(list.bare)) at the end are not in this page; --format json has them all."
      )
    }
    if list.unlisted > 0 {
      notes.append(
        "\(Headline.tests(list.unlisted)) at the end, the least bad, are not in this list; --format json has them all."
      )
    }
    let boxes = TextReport.worstFirst.filter { summary[$0] > 0 }.map { verdict in
      """
      <label class="\(verdict.cssClass)"><input type="checkbox" name="verdict" value="\(verdict.rawValue)" checked> \
      \(verdict.rawValue) \(summary[verdict])</label>
      """
    }
    return """
      <form id="controls" role="search" hidden>
      <label>Search <input type="search" id="search" autocomplete="off" spellcheck="false" \
      placeholder="name, file or reason"></label>
      <fieldset><legend>Verdict</legend>\(boxes.joined(separator: "\n"))</fieldset>
      <label>Order <select id="order"><option value="worst">worst first<option value="run">as in the results\
      <option value="slow">slowest first<option value="quick">quickest first<option value="name">by name</select></label>
      <button type="button" id="open">Open all</button>
      </form>
      <p id="status" role="status" data-total="\(summary.tests)">\(Headline.tests(summary.tests))</p>
      <p class="keys" hidden>Keys: <kbd>/</kbd> searches, <kbd>↓</kbd> <kbd>↑</kbd> or <kbd>j</kbd> <kbd>k</kbd> go \
      from test to test, <kbd>Enter</kbd> opens one, <kbd>Esc</kbd> clears the search.</p>
      \(notes.map { "<p class=\"note\">\($0)</p>\n" }.joined())<div id="list">
      \(list.markup)</div>
      """
  }
}
