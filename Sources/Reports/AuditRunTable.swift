import Evidence
import Records
import Rules

/// The runs of an audit, the newest last: what was reported of each beside what is proven.
struct AuditRunTable {
  let runs: [AuditedRun]
  let limit: Int

  private static let letters: [(verdict: Verdict, letter: Character)] = [
    (.real, "█"), (.suspect, "!"), (.inconclusive, "?"), (.fake, "×"), (.exempt, "·"),
  ]

  func write(into page: inout TextPage) {
    page.blank()
    page.paragraph("Runs  ", in: .bold, "the newest last")
    if runs.count > 2 { writeTrends(into: &page) }
    let shown = runs.suffix(limit)
    if shown.count < runs.count {
      let earlier = runs.dropLast(shown.count)
      let withFakes = earlier.count { $0[.fake] > 0 }
      page.paragraph(
        indent: 2, "... \(earlier.count) earlier runs, \(withFakes) with fakes (all in --format json)",
        ink: .faint)
    }
    let isWide = page.screen.width >= 76
    if isWide {
      page.row("  when (UTC)       tests   passed    real fake susp incl exmt", in: .faint, "")
    }
    for run in shown {
      if isWide { writeRow(run, into: &page) } else { writeWords(run, into: &page) }
      if let note = run.note { page.paragraph("! ", in: .yellow, indent: 20, note) }
    }
    if barWidth(on: page.screen) > 0 || !isWide {
      page.paragraph(indent: 2, "bars: █ real  ! suspect  ? inconclusive  × fake  · exempt", ink: .faint)
    }
  }

  /// What was reported and what is proven, over all runs.
  private func writeTrends(into page: inout TextPage) {
    let columns = min(runs.count, page.screen.width - 20)
    func trend(_ label: String, _ ink: Ink, _ count: (AuditedRun) -> Int) {
      let shares = runs.map { $0.tests == 0 ? nil : Double(count($0)) / Double($0.tests) }
      page.row(
        TextPage.left("  \(label)", 18), in: ink, Sparkline.of(shares: shares, columns: columns))
    }
    trend("reported passed", .faint) { $0.passed }
    trend("proven real", .green) { $0[.real] }
    trend("fake", .red) { $0[.fake] }
  }

  /// Columns for a bar, where the screen has them.
  private func barWidth(on screen: Screen) -> Int { screen.width >= 96 ? min(20, screen.width - 84) : 0 }

  private func writeRow(_ run: AuditedRun, into page: inout TextPage) {
    let counts = [Verdict.fake, .suspect, .inconclusive, .exempt].map { TextPage.right("\(run[$0])", 5) }
    let columns =
      TextPage.left(Self.time(run), 16) + TextPage.right("\(run.tests)", 6)
      + TextPage.right(DecimalText.percent(run.passed, of: run.tests), 9)
      + TextPage.right(DecimalText.percent(run[.real], of: run.tests), 8) + counts.joined()
    let ink: Ink? = run[.fake] > 0 ? .red : run[.suspect] > 0 ? .yellow : nil
    let width = barWidth(on: page.screen)
    let bar = width > 0 ? Self.bar(run, width: width) + "  " : ""
    page.row("  \(columns)  \(bar)", in: ink, Self.name(run))
  }

  private func writeWords(_ run: AuditedRun, into page: inout TextPage) {
    page.paragraph(
      "\(Self.time(run))  ", in: run[.fake] > 0 ? .red : nil, indent: 2,
      "\(Headline.tests(run.tests)), \(DecimalText.percent(run.passed, of: run.tests)) passed, "
        + "\(run[.real]) real, \(run[.fake]) fake, \(run[.suspect]) suspect, \(run[.inconclusive]) inconclusive, "
        + "\(run[.exempt]) exempt")
    page.row("\(Self.bar(run, width: 14))  ", in: .faint, indent: 4, Self.name(run))
  }

  /// `2026-01-03 06:00`, with `~` where it is not the results' own word, or `no time`.
  static func time(_ run: AuditedRun) -> String {
    guard let start = run.startedAt else { return "no time" }
    let text = String(UTCText.readable(start).dropLast(3))
    return run.timeBasis == .name || run.timeBasis == .fileTime ? "~" + text.dropFirst(2) : text
  }

  private static func name(_ run: AuditedRun) -> String { run.name + (run.isPartial ? " (partial)" : "") }

  /// A bar of so many columns; whatever there is has one at least.
  private static func bar(_ run: AuditedRun, width: Int) -> String {
    let present = letters.filter { run[$0.verdict] > 0 }
    guard run.tests > 0, !present.isEmpty else { return String(repeating: " ", count: width) }
    var columns = present.map { max(1, run[$0.verdict] * width / run.tests) }
    while columns.reduce(0, +) != width {
      guard let widest = columns.indices.max(by: { columns[$0] < columns[$1] }) else { break }
      columns[widest] += columns.reduce(0, +) < width ? 1 : -1
    }
    return zip(present, columns).map { String(repeating: String($0.letter), count: $1) }.joined()
  }
}
