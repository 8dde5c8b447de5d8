import Evidence
import Records
import Rules

/// The audit for people: regressions first, then the runs, the tests over time, the files and suites.
public struct AuditTextReport: AuditReport {
  private let screen: Screen
  private let limit: Int

  /// A report.
  ///
  /// - Parameters:
  ///   - screen: where it will be read.
  ///   - limit: how many entries of a list are shown; at least 1. The others are counted.
  ///   - listsAll: whether no list is cut.
  public init(screen: Screen = Screen(), limit: Int = 20, listsAll: Bool = false) {
    self.screen = screen
    self.limit = listsAll ? .max : max(1, limit)
  }

  /// Writes the report; every line ends in a line feed and is no wider than the screen.
  public func render(_ reported: ReportedAudit, into output: inout some TextOutputStream) {
    let audit = reported.audit
    var page = TextPage(screen: screen)
    let headline = AuditHeadline(audit)
    page.paragraph("\(headline.word)  ", in: headline.ink, headline.sentence, ink: .bold)
    let tests = AuditTestSections(audit: audit, limit: limit)
    tests.writeChanges([.realToFake, .collapsedToFake], into: &page)
    write(audit, into: &page)
    if reported.judgedOtherwise > 0 {
      page.paragraph(
        "  judged    ",
        "\(Self.runs(reported.judgedOtherwise)) of the store by other rules or another version of assay: give "
          + "the files to have them judged again")
    }
    AuditRunTable(runs: audit.runs, limit: limit).write(into: &page)
    page.flush(into: &output)
    tests.writeFindings(into: &page)
    tests.writeHistories(into: &page)
    tests.writeChanges([.fakeToReal, .fakeToUnproven], into: &page)
    tests.writeFailures(into: &page)
    tests.writeAbsences(into: &page)
    page.flush(into: &output)
    AuditGroupTable(title: "Files", groups: audit.files, limit: limit).write(into: &page)
    AuditGroupTable(title: "Suites", groups: audit.suites, limit: limit).write(into: &page)
    writeRest(reported, into: &page)
    page.blank()
    page.paragraph("Next: ", in: .bold, Self.next(audit))
    page.flush(into: &output)
  }

  private func write(_ audit: Audit, into page: inout TextPage) {
    page.blank()
    page.paragraph("Looked at", in: .bold, "")
    let results = audit.runs.reduce(0) { $0 + $1.tests }
    let series = Set(audit.runs.map(\.series)).count
    let span = [audit.runs.first, audit.runs.last].compactMap { $0?.startedAt.map(UTCText.readable) }
    page.paragraph(
      "  runs      ",
      "\(audit.runs.count)\(series > 1 ? " of \(series) suites that share no test" : "")"
        + (span.count == 2 ? ", \(span[0]) to \(span[1]) UTC" : "")
        + ", \(audit.runs.count(where: \.hasPackets)) with a packet capture")
    page.paragraph(
      "  tests     ", "\(audit.tests.count), \(results) result\(results == 1 ? "" : "s") in all")
    for target in audit.targets { page.paragraph("  target    ", target) }
    page.paragraph(
      "  apart     ",
      "runs are told apart by folder, by the times of their suites and by their tests; the same files count once"
    )
    for (basis, words) in Self.uncertainTimes {
      let count = audit.runs.count { $0.timeBasis == basis }
      if count > 0 { page.paragraph("  time      ", "of \(Self.runs(count)) \(words)") }
    }
  }

  /// How the times of runs are known where the results do not say, and what to say of that.
  static let uncertainTimes: [(ArchivedRun.TimeBasis, String)] = [
    (.zoneUnknown, "is written without a zone, and taken for UTC"),
    (.name, "is not in the results, and taken from the name (~)"),
    (.fileTime, "is not in the results, and taken from when the files were last modified (~)"),
    (.none, "is not known: they come first, by name"),
  ]

  private func writeRest(_ reported: ReportedAudit, into page: inout TextPage) {
    let copies = reported.copies
    guard
      !copies.isEmpty || !reported.leftOut.isEmpty || reported.unrecognised + reported.declaredOtherwise > 0
    else { return }
    page.blank()
    page.paragraph("Left out", in: .bold, "")
    if !copies.isEmpty {
      page.paragraph(
        "copies: ", indent: 2, "\(copies.count) of runs that count once, such as \(copies[0])")
    }
    if reported.unrecognised > 0 {
      let files = reported.unrecognised
      page.paragraph(indent: 2, "\(files) file\(files == 1 ? "" : "s") of kinds that are not read")
    }
    if reported.declaredOtherwise > 0 {
      page.paragraph(
        indent: 2, "\(Self.runs(reported.declaredOtherwise)) of the store, of other targets or promises")
    }
    LeftOutSection(files: reported.leftOut, limit: limit).writeFiles(into: &page)
  }

  /// `1 run`, `12 runs`.
  static func runs(_ count: Int) -> String { "\(count) run\(count == 1 ? "" : "s")" }

  /// What a reader should do next.
  static func next(_ audit: Audit) -> String {
    var steps: [String] = []
    if let change = audit.changes.first(where: { $0.kind.isRegression }) {
      let name = audit.tests[change.test].test.name
      steps.append(
        "look at what changed between '\(audit.runs[change.before].name)' and '\(audit.runs[change.since].name)': "
          + "'assay explain' shows all that is known about one test, such as '\(name)'")
    }
    let open = audit.newestRuns.reduce(0) { $0 + audit.runs[$1][.inconclusive] }
    if open > 0, audit.newestRuns.contains(where: { !audit.runs[$0].hasPackets }) {
      steps.append(
        "a packet capture would settle \(Headline.tests(open)) of the newest run: run the suite while "
          + "'tcpdump -i any -w run.pcap' runs, and keep run.pcap with the results")
    }
    if steps.isEmpty, let fake = audit.tests.first(where: { $0.fakeSince != nil }) {
      steps.append(
        "'assay explain' with the files of a run shows all that is known about one test, such as '\(fake.test.name)'"
      )
    }
    return steps.isEmpty ? "nothing; audit again when there are more runs" : steps.joined(separator: ". ")
  }
}
