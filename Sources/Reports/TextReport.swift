import Evidence
import Records
import Rules

/// The report for people: the verdict first, then what it rests on, the worst first, and at the end what to
/// do next.
public struct TextReport: Report {
  private let screen: Screen
  private let limit: Int
  private let listsAll: Bool

  /// A report.
  ///
  /// - Parameters:
  ///   - screen: where it will be read.
  ///   - limit: how many entries of a list are shown; at least 1. The others are counted.
  ///   - listsAll: whether real and exempt tests are listed too, and no list is cut.
  public init(screen: Screen = Screen(), limit: Int = 20, listsAll: Bool = false) {
    self.screen = screen
    self.limit = listsAll ? .max : max(1, limit)
    self.listsAll = listsAll
  }

  /// Writes the report; every line ends in a line feed and is no wider than the screen.
  public func render(_ run: ReportedRun, into output: inout some TextOutputStream) {
    let judgement = run.judgement
    var page = TextPage(screen: screen)
    if let gate = run.gate { GateSection(gate: gate, judgement: judgement, limit: limit).write(into: &page) }
    let headline = Headline(judgement)
    page.paragraph("\(headline.word)  ", in: headline.ink, headline.sentence, ink: .bold)
    page.blank()
    write(judgement.summary, into: &page)
    page.blank()
    RunOverview(run: judgement.run, limit: limit).write(into: &page)
    for verdict in Self.worstFirst {
      write(judgement, verdict, into: &page)
      page.flush(into: &output)
    }
    LeftOutSection(files: run.leftOut, limit: limit).write(into: &page)
    write(judgement.run.oddities, into: &page)
    page.blank()
    page.paragraph("Next: ", in: .bold, NextStep(judgement: judgement).text)
    page.flush(into: &output)
  }

  /// The order in which people are told.
  static let worstFirst: [Verdict] = [.fake, .suspect, .inconclusive, .exempt, .real]

  /// A line for each verdict: the count, the word, the share and what the word means.
  private func write(_ summary: Summary, into page: inout TextPage) {
    let columns = String(summary.tests).utf8.count
    for verdict in Self.worstFirst where summary[verdict] > 0 || verdict == .fake || verdict == .real {
      let share = TextPage.right(DecimalText.percent(summary[verdict], of: summary.tests), 7)
      let count = TextPage.right(String(summary[verdict]), columns)
      let label = "\(count)  " + TextPage.left(verdict.rawValue, 13) + share
      let meaning = screen.width < 70 ? "" : Self.meaning(verdict)
      page.paragraph(label + "  ", in: summary[verdict] > 0 ? Ink(verdict) : .faint, indent: 2, meaning)
    }
  }

  /// What a verdict means, in a phrase.
  static func meaning(_ verdict: Verdict) -> String {
    switch verdict {
    case .real: "shown to exercise the target"
    case .fake: "passed without exercising the target"
    case .suspect: "conflicting, or not what it claims"
    case .inconclusive: "too little evidence either way"
    case .exempt: "not judged"
    }
  }

  private func write(_ judgement: Judgement, _ verdict: Verdict, into page: inout TextPage) {
    let tests = judgement.tests.filter { $0.verdict == verdict }
    if tests.isEmpty { return }
    let count = "\(verdict.rawValue.uppercased()): \(Headline.tests(tests.count))"
    page.blank()
    var listing = GroupListing(limit: limit, indent: 2)
    switch verdict {
    case .fake:
      page.paragraph(count, in: Ink(verdict), "")
      FakeSection(judgement, limit: limit).write(into: &page)
    case .suspect:
      page.paragraph(count, in: Ink(verdict), "")
      let groups = SentenceGroup.groups(of: FakeSection.surestFirst(tests)) {
        $0.cause ?? "the evidence conflicts"
      }
      listing.write(groups, into: &page)
    case .inconclusive:
      page.paragraph(count + ", ", in: Ink(verdict), "by what would settle them")
      listing.write(SentenceGroup.groups(of: tests) { $0.settle ?? "more evidence" }, into: &page)
    case .exempt:
      page.paragraph(count, in: Ink(verdict), "")
      listing.namesTests = listsAll
      listing.write(SentenceGroup.groups(of: tests) { $0.cause ?? "not judged" }, into: &page)
    case .real:
      page.paragraph(count + "  ", in: Ink(verdict), listsAll ? "" : "(listed with --verbose)")
      if listsAll { listing.write(tests, into: &page) }
    }
  }

  private func write(_ oddities: [OddityFacts], into page: inout TextPage) {
    if oddities.isEmpty { return }
    page.blank()
    page.paragraph("Odd in the input", in: .bold, "")
    for oddity in oddities.prefix(limit) {
      page.paragraph(
        "\(oddity.name) ", indent: 2, "(\(oddity.count)) in \(oddity.path), the first: \(oddity.detail)")
    }
    page.more(oddities.count, beyond: limit)
  }
}
