import Evidence
import Records
import Rules

/// The comparison for people: what became of the fakes, the figures side by side, then the tests, the worst first.
public struct TextComparison: ComparisonReport {
  private let screen: Screen
  private let limit: Int
  private let listsAll: Bool

  /// A report.
  ///
  /// - Parameters:
  ///   - screen: where it will be read.
  ///   - limit: how many entries of a list are shown; at least 1. The others are counted.
  ///   - listsAll: whether tests that stayed as they were are listed too, and no list is cut.
  public init(screen: Screen = Screen(), limit: Int = 20, listsAll: Bool = false) {
    self.screen = screen
    self.limit = listsAll ? .max : max(1, limit)
    self.listsAll = listsAll
  }

  /// Writes the report; every line ends in a line feed and is no wider than the screen.
  public func render(_ reported: ReportedComparison, into output: inout some TextOutputStream) {
    let comparison = reported.comparison
    var page = TextPage(screen: screen)
    let headline = ComparisonHeadline(comparison)
    page.paragraph("\(headline.word)  ", in: headline.ink, headline.sentence, ink: .bold)
    page.blank()
    writeRuns(comparison, into: &page)
    page.blank()
    writeTotals(comparison, into: &page)
    page.blank()
    page.paragraph("Tests  ", in: .bold, ChangeSection.counts(of: comparison))
    writeHeaders(comparison, into: &page)
    page.flush(into: &output)
    for section in ChangeSection.all where section.isShown(listsAll) {
      write(section, of: comparison, into: &page)
      page.flush(into: &output)
      if section.change == .stillFake { writeFailures(comparison, into: &page) }
    }
    writeRenames(comparison, into: &page)
    LeftOutSection(files: reported.leftOutBefore + reported.leftOutAfter, limit: limit).write(into: &page)
    page.blank()
    page.paragraph("Next: ", in: .bold, NextStep(judgement: comparison.after.judgement).text)
    page.flush(into: &output)
  }

  private func writeRuns(_ comparison: Comparison, into page: inout TextPage) {
    for (word, run) in [
      ("before", comparison.before.judgement.run), ("after", comparison.after.judgement.run),
    ] {
      let started = run.startedAt.map { ", started \(UTCText.readable($0)) UTC" } ?? ""
      let capture = run.hasPackets ? "" : ", no packet capture"
      page.paragraph(
        TextPage.left(word, 8), in: .bold, indent: 2,
        "\(run.name)\(started)\(capture); \(run.targets.joined(separator: " "))")
    }
  }

  private func writeTotals(_ comparison: Comparison, into page: inout TextPage) {
    let rows = TotalsRow.rows(of: comparison)
    let label = rows.map(\.label.count).max() ?? 0
    let column = max(6, rows.map { max($0.before.count, $0.after.count) }.max() ?? 0)
    func line(_ label: String, _ before: String, _ after: String) -> String {
      label + TextPage.right(before, column) + "  " + TextPage.right(after, column)
    }
    page.row(line(TextPage.left("", label + 2), "before", "after"), in: .bold, indent: 2, "")
    for row in rows {
      page.row(line(TextPage.left(row.label, label + 2), row.before, row.after), indent: 2, "")
    }
    page.paragraph(indent: 2, TotalsRow.legend, ink: .faint)
  }

  private func writeHeaders(_ comparison: Comparison, into page: inout TextPage) {
    for (word, run) in [("before", comparison.before), ("after", comparison.after)] {
      let headers = run.contacts.frontHeaders
      if headers.isEmpty { continue }
      page.blank()
      page.paragraph("Server headers \(word)", in: .bold, "")
      for header in headers {
        let others = header.values > 1 ? " and \(header.values - 1) more" : ""
        let witness = header.isOnTheWire ? "" : ", by the client's word"
        page.paragraph(
          "\(header.name): ", indent: 2,
          "\(header.value)\(others), in \(header.responses) response\(header.responses == 1 ? "" : "s")\(witness)"
        )
      }
    }
  }

  private func write(_ section: ChangeSection, of comparison: Comparison, into page: inout TextPage) {
    let tests = section.tests(of: comparison)
    if tests.isEmpty { return }
    page.blank()
    page.paragraph(
      "\(section.title): \(Headline.tests(tests.count))  ", in: section.ink, section.meaning)
    for test in tests.prefix(limit) {
      if section.change == .gone, let side = test.before {
        let verdict = TextPage.left(ChangeSection.verdict(side), 12)
        page.row(
          "\(TextPage.right(ChangeSection.duration(side), 9))  \(verdict)  ", in: .faint, indent: 2, test.id)
        continue
      }
      page.row(indent: 2, test.id)
      write(test.before, "before", comparison.before, into: &page)
      write(test.after, "after", comparison.after, into: &page)
      if let reason = section.reason(for: test) { page.paragraph("why     ", indent: 4, reason) }
    }
    page.more(tests.count, beyond: limit)
  }

  /// `before  0.14 ms  fake  nothing went to the target`.
  private func write(
    _ side: ComparedTest.Side?, _ word: String, _ run: ComparedRun, into page: inout TextPage
  ) {
    guard let side else { return }
    let (duration, verdict) = (ChangeSection.duration(side), ChangeSection.verdict(side))
    page.paragraph(
      "\(TextPage.left(word, 6))  \(TextPage.right(duration, 9))  \(TextPage.left(verdict, 12))  ", indent: 4,
      EvidenceSentence(side, hasPackets: run.judgement.run.hasPackets).text)
  }

  private func writeFailures(_ comparison: Comparison, into page: inout TextPage) {
    let failures = comparison.failures.compactMap { $0.after?.verdict }
    if failures.isEmpty { return }
    page.blank()
    page.paragraph(
      "FAILED: \(Headline.tests(failures.count))  ", in: .yellow, "not fake, only failing")
    let groups = SentenceGroup.groups(of: failures) { FailureExplanation($0.facts).sentence }
    for group in groups.prefix(limit) {
      page.paragraph("\(Headline.tests(group.tests.count)): ", indent: 2, group.sentence.text)
      for test in group.tests.prefix(limit) {
        page.row(indent: 4, test.facts.id)
        if let message = test.facts.message { page.paragraph(indent: 6, message, ink: .faint) }
      }
      page.more(group.tests.count, beyond: limit)
    }
    page.more(groups.count, beyond: limit)
  }

  private func writeRenames(_ comparison: Comparison, into page: inout TextPage) {
    let renamed = comparison.renamed
    if renamed.isEmpty { return }
    page.blank()
    page.paragraph(
      "FOUND AGAIN: \(Headline.tests(renamed.count))  ", in: .bold, "under another name or in another place")
    let groups = Dictionary(grouping: renamed) {
      "\($0.match?.kind.rawValue ?? ""), by \($0.match?.basis ?? "")"
    }
    for (basis, tests) in groups.sorted(by: { $0.key < $1.key }) {
      page.paragraph("\(Headline.tests(tests.count)): ", indent: 2, basis)
      for test in tests.prefix(limit) {
        page.row("before  ", in: .faint, indent: 4, test.before?.verdict.facts.id ?? "")
        page.row("after   ", in: .faint, indent: 4, test.id)
      }
      page.more(tests.count, beyond: limit)
    }
  }
}
