import Evidence
import Records
import Rules

/// The audit for people who would rather look than read: one page that holds all it needs.
///
/// It keeps to what ``HTMLReport`` keeps to.
public struct AuditHTMLReport: AuditReport {
  /// The most charts of suites that share no test.
  private static let mostTrends = 6
  /// The most columns of all charts together.
  private static let mostColumns = 400

  /// A report.
  public init() {}

  /// Writes the page.
  public func render(_ reported: ReportedAudit, into output: inout some TextOutputStream) {
    let audit = reported.audit
    let headline = AuditHeadline(audit)
    let page = HTMLPage(title: "\(headline.word): \(headline.sentence)")
    let list = HistoryList(audit)
    let turns = AuditTurns(audit: audit)
    let before =
      page.head + Self.header(audit, headline) + "<main>\n"
      + HTMLPage.section("regressions", "Regressions", turns.regressions)
      + HTMLPage.section("runs", "Runs", Self.runs(of: audit))
      + HTMLPage.section("history", "What the history shows", turns.findings)
      + HTMLPage.section("found", "What was found", FindingOverview(groups: list.list.groups).markup)
      + HTMLPage.section(
        "files", "Files, the worst first",
        VerdictTable(what: "File", rows: audit.files.map { Self.row(of: $0, unnamed: "(no file known)") })
          .markup)
      + HTMLPage.section(
        "suites", "Suites, the worst first",
        VerdictTable(what: "Suite", rows: audit.suites.map { Self.row(of: $0, unnamed: "(none known)") })
          .markup)
    let after =
      HTMLPage.section("mended", "Turned for the better", turns.mended)
      + HTMLPage.section("failed", "Failed in the newest run, and so not fake", turns.failures)
      + HTMLPage.section("sources", "Looked at", Self.sources(reported)) + "</main>\n" + page.foot
    let reserve = 4096
    let rendering = list.list.rendering(
      budget: max(0, HTMLReport.sizeLimit - before.utf8.count - after.utf8.count - reserve))
    let controls = TestControls(
      legend: "Verdict", parts: list.parts, total: audit.tests.count, look: list.hasTrends ? "histories" : "")
    output.write(before)
    output.write(HTMLPage.section("tests", "Tests over time", controls.markup(of: rendering)))
    output.write(after)
  }

  private static func header(_ audit: Audit, _ headline: AuditHeadline) -> String {
    let newest = audit.newestRuns.first.map { audit.runs[$0] }
    let targets = audit.targets.prefix(10).map { "<code>\(HTMLText.escaped($0))</code>" }.joined(
      separator: " ")
    let figures = newest.map { run in
      [
        ("reported passed", DecimalText.percent(run.passed, of: run.tests), ""),
        ("proven real", DecimalText.percent(run[.real], of: run.tests), Verdict.real.cssClass),
        ("fake", DecimalText.percent(run[.fake], of: run.tests), Verdict.fake.cssClass),
      ].map { "<div class=\"\($0.2)\"><dt>\($0.0)<dd>\($0.1)</div>" }.joined()
    }
    let name = newest.map { "; the newest is \(AuditRunTable.time($0)) \($0.name)" } ?? ""
    return """
      <a class="skip" href="#tests">Skip to the tests</a>
      <header>
      <p class="run"><b>assay</b> audit · \(AuditTextReport.runs(audit.runs.count))\(HTMLText.escaped(name)) · \(targets)</p>
      <h1 class="\(headline.ink.cssClass)"><b>\(headline.word)</b> \(HTMLText.escaped(headline.sentence.replacing(" %", with: "\u{a0}%")))</h1>
      \(newest.map { VerdictBar(counts: $0.verdicts).markup } ?? "")
      <dl class="figures">\(figures ?? "")</dl>
      <p class="next"><b>Next:</b> \(HTMLText.escaped(AuditTextReport.next(audit))).</p>
      </header>

      """
  }

  private static func runs(of audit: Audit) -> String {
    let newestFirst = Array(audit.runs.indices.reversed())
    let table = VerdictTable(
      what: "Run",
      rows: newestFirst.map { place in
        let run = audit.runs[place]
        return VerdictTable.Row(
          address: "r\(place + 1)", time: AuditRunTable.time(run),
          name: run.name + (run.isPartial ? " (partial)" : ""), note: run.note, tests: run.tests,
          passed: run.passed, verdicts: run.verdicts, durationMicroseconds: run.durationMicroseconds)
      })
    let listed = Set(newestFirst.prefix(table.shown))
    let series = HistoryList.series(of: audit).filter { $0.count > 1 }
    let trends = series.prefix(mostTrends).map { runs in
      RunTrend(
        runs: runs.map { ($0, audit.runs[$0]) }, mostColumns: mostColumns / min(series.count, mostTrends),
        listed: listed
      ).markup
    }
    let more = series.count - trends.count
    let note =
      more > 0 ? "<p class=\"note\">The runs of \(more) more suites are in the table only.</p>\n" : ""
    return trends.joined() + note + table.markup
  }

  private static func row(of group: AuditedGroup, unnamed: String) -> VerdictTable.Row {
    VerdictTable.Row(
      name: group.name.isEmpty ? unnamed : group.name, tests: group.currentTests, passed: group.currentPassed,
      verdicts: group.current, durationMicroseconds: group.currentDurationMicroseconds)
  }

  private static func sources(_ reported: ReportedAudit) -> String {
    let audit = reported.audit
    let results = audit.runs.reduce(0) { $0 + $1.tests }
    var lines = [
      "\(AuditTextReport.runs(audit.runs.count)), \(audit.runs.count(where: \.hasPackets)) with a packet capture; "
        + "\(Headline.tests(audit.tests.count)), \(results) result\(results == 1 ? "" : "s") in all",
      "runs are told apart by folder, by the times of their suites and by their tests; the same files count once",
    ]
    for (basis, words) in AuditTextReport.uncertainTimes {
      let count = audit.runs.count { $0.timeBasis == basis }
      if count > 0 { lines.append("the time of \(AuditTextReport.runs(count)) \(words)") }
    }
    if reported.judgedOtherwise > 0 {
      lines.append(
        "\(AuditTextReport.runs(reported.judgedOtherwise)) of the store judged by other rules or another version of "
          + "assay: give the files to have them judged again")
    }
    if reported.declaredOtherwise > 0 {
      lines.append(
        "\(AuditTextReport.runs(reported.declaredOtherwise)) of the store left out, of other targets or promises"
      )
    }
    if reported.unrecognised > 0 {
      let files = reported.unrecognised
      lines.append("\(files) file\(files == 1 ? "" : "s") left out, of kinds that are not read")
    }
    return HTMLList(nil, text: lines).markup
      + HTMLList("Copies, which count once", text: reported.copies).markup
      + HTMLList("Left out", text: reported.leftOut.map { "\($0.path): \($0.reason)" }).markup
  }
}
