import Evidence
import Records
import Rules

/// What was looked at: the run, its targets, its files, what the captures covered and how the clocks agree.
struct RunOverview {
  let run: RunFacts
  /// How many files are named.
  let limit: Int

  func write(into page: inout TextPage) {
    page.paragraph("Looked at", in: .bold, "")
    if let start = run.startedAt {
      page.paragraph("  run       ", run.name + ", started " + UTCText.readable(start) + " UTC")
    } else {
      page.paragraph("  run       ", run.name + ", start not known")
    }
    for target in run.targets { page.paragraph("  target    ", target) }
    writeSources(into: &page)
    more(run.sources.count, "files", into: &page)
    if run.coverage.isEmpty {
      page.paragraph("  coverage  ", run.hasPackets ? "the captures hold no packets" : "no packet capture")
    }
    for coverage in run.coverage.prefix(limit) { page.paragraph("  coverage  ", Self.sentence(coverage)) }
    more(run.coverage.count, "interfaces", into: &page)
    let clocks = run.sources.filter { $0.clockBasis != nil }
    for source in clocks.prefix(limit) { page.paragraph("  clock     ", Self.clockSentence(source)) }
    more(clocks.count, "clocks", into: &page)
    if let roundTrip = run.roundTripMicroseconds {
      page.paragraph(
        "  distance  ", "\(DecimalText.span(microseconds: roundTrip)) round trip to a target, at least")
    }
  }

  private func more(_ count: Int, _ what: String, into page: inout TextPage) {
    if count > limit { page.paragraph("            ", "... and \(count - limit) more \(what)") }
  }

  /// Path, kind and counts in columns, or in words where the columns need more than the line has.
  private func writeSources(into page: inout TextPage) {
    let rows = run.sources.prefix(limit).map { source in
      (
        path: VisibleText.of(source.path), kind: VisibleText.of(source.kind),
        counts: "\(source.records) record\(source.records == 1 ? "" : "s")"
          + (source.oddities == 0 ? "" : ", \(source.oddities) odd")
      )
    }
    func widest(_ texts: [String]) -> Int { texts.map { VisibleText.width(of: $0) }.max() ?? 0 }
    let label = "  file      "
    let kinds = widest(rows.map(\.kind))
    let room = page.screen.width - label.count - kinds - widest(rows.map(\.counts)) - 4
    let paths = min(widest(rows.map(\.path)), room)
    for row in rows {
      if room < 16 {
        page.paragraph(label, "\(row.path), \(row.kind), \(row.counts)")
      } else {
        let path = TextPage.left(TextPage.cut(row.path, to: paths), paths)
        page.row(label, "\(path)  \(TextPage.left(row.kind, kinds))  \(row.counts)")
      }
    }
  }

  /// What a capture covered on an interface.
  static func sentence(_ coverage: RunFacts.Coverage) -> String {
    var sentence = coverage.path + (coverage.interface.map { " on \($0)" } ?? "") + ": "
    if let start = coverage.start, let stop = coverage.stop {
      sentence += "\(UTCText.clock(start, decimals: 3)) to \(UTCText.clock(stop, decimals: 3)) UTC, "
    }
    sentence += "\(coverage.packets) packet\(coverage.packets == 1 ? "" : "s"), "
    sentence += coverage.dropped.map { "\($0) dropped" } ?? "drops not recorded"
    if coverage.snapLength > 0 { sentence += ", \(coverage.snapLength) bytes kept of each" }
    return sentence
  }

  /// How a file's clock stands to that of the results.
  static func clockSentence(_ source: RunFacts.Source) -> String {
    let offset = source.clockOffsetMicroseconds
    let span = DecimalText.span(microseconds: Int64(clamping: offset.magnitude))
    let how = offset == 0 ? "agrees with" : "is \(span) \(offset > 0 ? "ahead of" : "behind")"
    return "\(source.path) \(how) the results' clock (\(source.clockBasis ?? "not known"), "
      + "to within \(DecimalText.span(microseconds: source.clockErrorMicroseconds)))"
  }
}
