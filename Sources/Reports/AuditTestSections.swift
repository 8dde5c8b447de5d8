import Evidence
import Records
import Rules

/// The tests of an audit: what turned, what history shows, who is fake since when, who is gone and who was never judged.
struct AuditTestSections {
  let audit: Audit
  let limit: Int

  /// Tests that turned from real to fake, or the other way.
  func writeChanges(_ kinds: [VerdictChange.Kind], into page: inout TextPage) {
    for kind in kinds {
      let changes = audit.changes.filter { $0.kind == kind }
      if changes.isEmpty { continue }
      page.blank()
      let ink: Ink = kind.isRegression ? .red : kind == .fakeToReal ? .green : .cyan
      page.paragraph("\(Self.title(kind)): \(Headline.tests(changes.count))  ", in: ink, "")
      let byRun = Dictionary(grouping: changes) { $0.since }.sorted { $0.key > $1.key }
      for (since, changes) in byRun.prefix(limit) {
        page.paragraph("since \(runText(since))  ", in: .bold, indent: 2, "\(Headline.tests(changes.count))")
        for change in changes.prefix(limit) { write(change, into: &page) }
        page.more(changes.count, beyond: limit, indent: 4)
      }
      page.more(byRun.count, beyond: limit, "runs")
    }
  }

  /// What a kind of change is called.
  static func title(_ kind: VerdictChange.Kind) -> String {
    switch kind {
    case .realToFake: "TURNED FROM REAL TO FAKE"
    case .collapsedToFake: "TURNED FAKE, never proven real but it took its time before"
    case .fakeToReal: "Turned from fake to real"
    case .fakeToUnproven: "No longer fake, not proven real"
    }
  }

  private func write(_ change: VerdictChange, into page: inout TextPage) {
    let history = audit.tests[change.test]
    page.row(
      Sparkline.of(history.entries.map(\.durationMicroseconds), columns: 12) + "  ", indent: 4,
      history.test.id)
    page.paragraph(indent: 6, sentence(of: change), ink: .faint)
    if change.kind.isRegression, let reason = history.reason {
      page.paragraph(indent: 6, reason.sentence, ink: .faint)
    }
  }

  /// `300.0 ms real in 2026-01-03 06:00 (run-3), then 1.0 ms`.
  func sentence(of change: VerdictChange) -> String {
    let history = audit.tests[change.test]
    let before = history.entries.last { $0.run == change.before }
    let after = history.entries.last { $0.run == change.since }
    let was =
      change.kind.isRegression
      ? (change.kind == .realToFake ? "real" : before?.verdict.rawValue ?? "") : "fake"
    return "\(Self.span(before)) \(was) in \(runText(change.before)), then \(Self.span(after))"
  }

  /// What no single run shows.
  func writeFindings(into page: inout TextPage) {
    let found = audit.tests.flatMap { history in history.findings.map { (history, $0) } }
    if found.isEmpty { return }
    page.blank()
    page.paragraph(
      "What the history shows  ", in: .yellow, "evidence, and no proof: it makes an inconclusive test suspect"
    )
    for kind in HistoryFinding.Kind.allCases {
      let ofKind = found.filter { $0.1.kind == kind }
      if ofKind.isEmpty { continue }
      page.paragraph(
        "\(kind.rawValue): ", in: .bold, indent: 2, "\(Headline.tests(ofKind.count)) \(Self.meaning(kind))")
      for (history, finding) in ofKind.prefix(limit) {
        page.row(
          Sparkline.of(history.entries.map(\.durationMicroseconds), columns: 12) + "  ", indent: 4,
          history.test.id)
        page.paragraph(indent: 6, sentence(of: finding), ink: .faint)
      }
      page.more(ofKind.count, beyond: limit, indent: 4)
    }
  }

  /// When a thing was seen, and what it was.
  func sentence(of finding: HistoryFinding) -> String {
    let place = finding.since == finding.until ? "in" : "from \(runText(finding.since)) to"
    return "\(place) \(runText(finding.until)): \(finding.reason)"
  }

  /// What tests with such a finding did.
  static func meaning(_ kind: HistoryFinding.Kind) -> String {
    switch kind {
    case .repeatedDuration: "took the same time in run after run"
    case .collapsedDuration: "took a small part of what it had taken"
    case .repeatedIdentifier: "had an answer that an earlier run had, by its identifier"
    case .repeatedDate: "had an answer that an earlier run had, by its Date"
    }
  }

  /// The tests over time, by what is to be said of them.
  func writeHistories(into page: inout TextPage) {
    let histories = audit.tests.filter { $0.missingFrom == nil && !$0.isNeverJudged }
    if histories.isEmpty { return }
    page.blank()
    page.paragraph(
      "Tests over time  ", in: .bold, "worst first; bars are durations from 0.1 ms to 10 s, by logarithm")
    let groups = Self.grouped(histories, by: state)
    for (state, members) in groups.prefix(limit) {
      guard let verdict = members[0].latestJudged?.verdict else { continue }
      page.paragraph("\(Headline.tests(members.count)) ", in: Ink(verdict), indent: 2, state)
      for history in members.prefix(limit) {
        let duration = TextPage.right(Self.span(history.latest), 9)
        let columns = min(audit.runs.count, page.screen.width >= 76 ? 16 : 8)
        let bars = Sparkline.of(history.entries.map(\.durationMicroseconds), columns: columns)
        page.row("\(duration)  \(TextPage.left(bars, columns))  ", in: .faint, indent: 4, history.test.id)
      }
      page.more(members.count, beyond: limit, indent: 4)
    }
    page.more(groups.count, beyond: limit, "groups")
  }

  /// `fake since 2026-01-03 06:00 (run-3), in 4 of 7 runs; last proven real in ...`.
  func state(of history: TestHistory) -> String {
    guard let judged = history.latestJudged else { return "never judged" }
    let runs = history.entries.count
    let count = history.count(judged.verdict)
    let share =
      count == runs ? (runs == 1 ? "in the one run" : "in all \(runs) runs") : "in \(count) of \(runs) runs"
    let real = history.lastReal.map { "last proven real in \(runText($0))" } ?? "never proven real"
    switch judged.verdict {
    case .fake:
      let since = history.fakeSince ?? judged.run
      return "fake since \(runText(since)), \(share); \(real)"
    case .real: return "real, \(share)"
    case .suspect, .inconclusive, .exempt:
      let fakes = history.count(.fake)
      let before = fakes == 0 ? "" : "; fake in \(fakes) earlier run\(fakes == 1 ? "" : "s")"
      return "\(judged.verdict.rawValue), \(share); \(real)\(before)"
    }
  }

  /// The tests that failed in the newest runs: they are not fake.
  func writeFailures(into page: inout TextPage) {
    let newest = Set(audit.newestRuns)
    let failed = audit.tests.filter {
      newest.contains($0.latest.run) && ($0.latest.outcome == .failed || $0.latest.outcome == .error)
    }
    writeList("Failed in the newest run, and so not fake", failed, into: &page) {
      $0.reason?.sentence ?? "failed"
    }
  }

  /// Tests that are gone, and tests that were never judged.
  func writeAbsences(into page: inout TextPage) {
    writeList("Vanished", audit.vanished, into: &page) { history in
      "last in \(runText(history.latest.run)), not in \(runText(history.missingFrom ?? 0))"
    }
    writeList("Never judged", audit.neverJudged, into: &page) { $0.reason?.sentence ?? "exempt in every run" }
  }

  private func writeList(
    _ title: String, _ histories: [TestHistory], into page: inout TextPage, reason: (TestHistory) -> String
  ) {
    if histories.isEmpty { return }
    page.blank()
    page.paragraph("\(title): ", in: .bold, Headline.tests(histories.count))
    let groups = Self.grouped(histories, by: reason)
    for (reason, members) in groups.prefix(limit) {
      page.paragraph("\(Headline.tests(members.count)): ", indent: 2, reason)
      for history in members.prefix(limit) { page.row(indent: 4, history.test.id) }
      page.more(members.count, beyond: limit, indent: 4)
    }
    page.more(groups.count, beyond: limit, "groups")
  }

  /// Tests by what is said of them, in the order of the first of each.
  private static func grouped(
    _ histories: [TestHistory], by sentence: (TestHistory) -> String
  ) -> [(sentence: String, members: [TestHistory])] {
    var groups: [(sentence: String, members: [TestHistory])] = []
    var places: [String: Int] = [:]
    for history in histories {
      let sentence = sentence(history)
      let place = places[sentence, default: groups.count]
      if place == groups.count { groups.append((sentence, [])) }
      places[sentence] = place
      groups[place].members.append(history)
    }
    return groups
  }

  /// When a run began, and its name.
  func runText(_ run: Int) -> String {
    let run = audit.runs[run]
    return run.startedAt == nil ? run.name : "\(AuditRunTable.time(run)) (\(run.name))"
  }

  /// A test's duration in a run.
  static func span(_ entry: TestHistory.Entry?) -> String {
    entry?.durationMicroseconds.map(DecimalText.span) ?? "no time"
  }
}
