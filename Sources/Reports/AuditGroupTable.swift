import Rules

/// Files or suites, the worst first: what they come to in their tests' latest runs.
struct AuditGroupTable {
  let title: String
  let groups: [AuditedGroup]
  let limit: Int

  func write(into page: inout TextPage) {
    if groups.isEmpty { return }
    page.blank()
    page.paragraph("\(title)  ", in: .bold, "worst first, by the latest run of each test")
    let isWide = page.screen.width >= 76
    if isWide { page.row("  tests   passed   fake   susp   incl   real      time  ", in: .faint, "") }
    for group in groups.prefix(limit) {
      let fakes = group.current[.fake] ?? 0
      let ink: Ink? = fakes > 0 ? .red : (group.current[.suspect] ?? 0) > 0 ? .yellow : nil
      func count(_ verdict: Verdict) -> String { "\(group.current[verdict] ?? 0)" }
      let passed = DecimalText.percent(group.currentPassed, of: group.currentTests)
      let time = DecimalText.span(microseconds: group.currentDurationMicroseconds)
      let name = group.name.isEmpty ? "(no file known)" : group.name
      if isWide {
        let columns = [
          TextPage.right("\(group.currentTests)", 5), TextPage.right(passed, 7),
          TextPage.right(count(.fake), 5), TextPage.right(count(.suspect), 5),
          TextPage.right(count(.inconclusive), 5), TextPage.right(count(.real), 5), TextPage.right(time, 8),
        ].joined(separator: "  ")
        page.row("  \(columns)  ", in: ink, name)
      } else {
        page.row(in: ink, indent: 2, name)
        page.paragraph(
          indent: 4,
          "\(Headline.tests(group.currentTests)), \(passed) passed, \(count(.fake)) fake, \(count(.suspect)) suspect, "
            + "\(count(.inconclusive)) inconclusive, \(count(.real)) real, \(time)")
      }
    }
    page.more(groups.count, beyond: limit)
  }
}
