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
      + HTMLPage.section("found", "What was found", FindingOverview(groups: list.list.groups).markup)
      + HTMLPage.section(
        "windows", "Windows and traffic", WindowChart(judgement: judgement, activity: run.activity).markup)
    let after =
      HTMLPage.section("rules", "The rules behind the findings", glossary.markup)
      + HTMLPage.section(
        "sources", "Looked at", SourceTable(run: judgement.run, leftOut: run.leftOut).markup)
      + "</main>\n" + page.foot
    let reserve = 4096
    let rendering = list.list.rendering(
      budget: max(0, Self.sizeLimit - before.utf8.count - after.utf8.count - reserve))
    output.write(before)
    output.write(HTMLPage.section("tests", "Tests", Self.controls(judgement.summary).markup(of: rendering)))
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
      \(VerdictBar(counts: summary.verdicts).markup)
      <dl class="figures">\(figures.map { "<div class=\"\($0.2)\"><dt>\($0.0)<dd>\($0.1)</div>" }.joined())</dl>
      <p class="next"><b>Next:</b> \(HTMLText.escaped(NextStep(judgement: judgement).text)).</p>
      </header>

      """
  }

  private static func controls(_ summary: Summary) -> TestControls {
    let parts = TextReport.worstFirst.filter { summary[$0] > 0 }.map { verdict in
      TestControls.Part(
        look: verdict.cssClass, part: verdict.rawValue, name: "\(verdict.rawValue) \(summary[verdict])")
    }
    return TestControls(
      legend: "Verdict", parts: parts, givenOrder: "as in the results", total: summary.tests)
  }
}
