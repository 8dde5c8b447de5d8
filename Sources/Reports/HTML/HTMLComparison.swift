import Evidence
import Records
import Rules

/// The comparison for people who would rather look than read: one page that holds all it needs.
///
/// It keeps to what ``HTMLReport`` keeps to.
public struct HTMLComparison: ComparisonReport {
  /// A report.
  public init() {}

  /// Writes the page.
  public func render(_ reported: ReportedComparison, into output: inout some TextOutputStream) {
    let comparison = reported.comparison
    let headline = ComparisonHeadline(comparison)
    let page = HTMLPage(title: "\(headline.word): \(headline.sentence)")
    let list = ComparedList(comparison)
    let before =
      page.head + Self.header(comparison, headline) + "<main>\n"
      + HTMLPage.section(
        "found", "What became of the tests", FindingOverview(groups: list.list.groups).markup)
      + HTMLPage.section("durations", "Tests by duration", Self.durations(comparison, list))
      + HTMLPage.section("totals", "Totals", Self.totals(comparison))
      + HTMLPage.section("headers", "Server headers", Self.headers(comparison))
      + HTMLPage.section("failed", "Failed, and so not fake", list.failures)
    let after =
      HTMLPage.section("again", "Found again under another name or in another place", list.renames)
      + HTMLPage.section("sources", "Looked at", Self.sources(reported)) + "</main>\n" + page.foot
    let reserve = 4096
    let rendering = list.list.rendering(
      budget: max(0, HTMLReport.sizeLimit - before.utf8.count - after.utf8.count - reserve))
    let controls = TestControls(
      legend: "Change", parts: list.parts, givenOrder: "as in the later run", total: comparison.tests.count,
      look: "pairs")
    output.write(before)
    output.write(HTMLPage.section("tests", "Tests", controls.markup(of: rendering)))
    output.write(after)
  }

  private static func header(_ comparison: Comparison, _ headline: ComparisonHeadline) -> String {
    let next = NextStep(judgement: comparison.after.judgement).text
    let sentence = headline.sentence.replacing(" %", with: "\u{a0}%").replacing(" -> ", with: " → ")
    return """
      <a class="skip" href="#tests">Skip to the tests</a>
      <header>
      <p class="run"><b>assay</b> compare</p>
      <h1 class="\(headline.ink.cssClass)"><b>\(headline.word)</b> \(HTMLText.escaped(sentence))</h1>
      <div class="sides">
      \(side("Before", comparison.before))\(side("After", comparison.after))</div>
      <p class="next"><b>Next:</b> \(HTMLText.escaped(next)).</p>
      </header>

      """
  }

  private static func side(_ word: String, _ run: ComparedRun) -> String {
    let summary = run.judgement.summary
    let facts = run.judgement.run
    let started = facts.startedAt.map { ", started \(UTCText.readable($0)) UTC" } ?? ""
    let capture = facts.hasPackets ? "with a packet capture" : "no packet capture"
    let targets = facts.targets.prefix(10).map { "<code>\(HTMLText.escaped($0))</code>" }.joined(
      separator: " ")
    let figures = [
      ("reported passed", DecimalText.percent(summary.passed, of: summary.tests), ""),
      ("proven real", DecimalText.percent(summary.provenReal, of: summary.tests), Verdict.real.cssClass),
      ("fake", DecimalText.percent(summary[.fake], of: summary.tests), Verdict.fake.cssClass),
    ].map { "<div class=\"\($0.2)\"><dt>\($0.0)<dd>\($0.1)</div>" }
    return """
      <section aria-label="\(word)"><h2>\(word)</h2>
      <p class="run">\(HTMLText.escaped(facts.name))\(started), \(capture) · \(targets)</p>
      \(VerdictBar(counts: summary.verdicts).markup)
      <dl class="figures">\(figures.joined())</dl></section>

      """
  }

  private static func durations(_ comparison: Comparison, _ list: ComparedList) -> String {
    let strips = [("before", "Before", comparison.before), ("after", "After", comparison.after)].map {
      side, word, run in
      let drawing = DurationStrip(
        tests: run.judgement.tests, roundTrip: run.judgement.run.roundTripMicroseconds, scale: list.scale,
        side: side)
      return "<div><h3>\(word)</h3>\n\(drawing.markup)</div>\n"
    }
    return "<div class=\"sides\">\n\(strips.joined())</div>"
  }

  private static func totals(_ comparison: Comparison) -> String {
    let rows = TotalsRow.rows(of: comparison)
    let half = (rows.count + 1) / 2
    return """
      <div class="sides">
      \(table(rows.prefix(half)))\(table(rows.dropFirst(half)))</div>
      <p class="note">\(HTMLText.escaped(TotalsRow.legend)).</p>
      """
  }

  private static func table(_ rows: ArraySlice<TotalsRow>) -> String {
    let lines = rows.map { row in
      let changed = row.before == row.after ? "" : " class=\"changed\""
      return
        "<tr\(changed)><th scope=\"row\">\(row.label)<td class=\"n\">\(row.before)<td class=\"n\">\(row.after)\n"
    }
    return """
      <table class="totals"><thead><tr><th scope="col"><span class="unseen">Figure</span>\
      <th scope="col" class="n">Before<th scope="col" class="n">After</thead><tbody>
      \(lines.joined())</table>

      """
  }

  private static func headers(_ comparison: Comparison) -> String {
    [("Before", comparison.before), ("After", comparison.after)].map { word, run in
      HTMLList(
        word,
        markup: run.contacts.frontHeaders.map { header in
          let others = header.values > 1 ? " and \(header.values - 1) more" : ""
          let witness = header.isOnTheWire ? "" : ", by the client&#39;s word"
          let responses = "\(header.responses) response\(header.responses == 1 ? "" : "s")"
          return
            "\(HTMLText.escaped(header.name, limit: HTMLList.length)): "
            + "<code>\(HTMLText.escaped(header.value, limit: HTMLList.length))</code>\(others), in \(responses)\(witness)"
        }
      ).markup
    }
    .joined()
  }

  private static func sources(_ reported: ReportedComparison) -> String {
    let comparison = reported.comparison
    return [
      ("Before", comparison.before.judgement.run, reported.leftOutBefore),
      ("After", comparison.after.judgement.run, reported.leftOutAfter),
    ].map { word, run, leftOut in "<h3>\(word)</h3>\n" + SourceTable(run: run, leftOut: leftOut).markup }
      .joined()
  }
}
