import Evidence
import Records
import Rules

/// What a test of an audit opens to: what is known of it over time, a drawing of its durations and verdicts run by run,
/// and its latest runs in words.
struct HistoryDetails {
  let audit: Audit
  /// The words of the text report.
  let words: AuditTestSections
  /// For each run when it began and its name, as markup.
  let runNames: [String]
  /// The scale of all durations of the audit.
  let scale: DurationScale
  /// For each series its runs, the oldest first.
  let series: [[Int]]
  /// The most columns of a drawing.
  let mostColumns: Int
  /// How many of a test's runs are listed, the newest first.
  let mostRows: Int

  /// The height of the longest duration, and of the whole drawing, in its own units.
  private static let (levels, height) = (24, 32)

  /// The markup, in parts that other tests may share.
  func parts(of history: TestHistory, change: VerdictChange?) -> [FramedMarkup] {
    [facts(of: history, change)] + drawing(of: history) + rows(of: history)
  }

  private func facts(of history: TestHistory, _ change: VerdictChange?) -> FramedMarkup {
    var part = FramedMarkup()
    part.markup("<div class=\"facts\">")
    let id = history.test.id
    var lines: [(String, String)] = []
    if id.unicodeScalars.count > TestDetails.mostOfName { lines.append(("Name", id)) }
    if let change {
      lines.append((AuditTestSections.title(change.kind).lowercased(), words.sentence(of: change)))
    }
    if let reason = history.reason {
      lines.append((history.latest.verdict == .inconclusive ? "Would settle it" : "Why", reason.sentence))
    }
    for finding in history.findings { lines.append((finding.kind.rawValue, words.sentence(of: finding))) }
    for (word, text) in lines {
      part.markup("<p><b>\(HTMLText.escaped(word)):</b> ")
      part.text(text)
      // What is said by a rule names it.
      if word == "Why", let rule = history.reason?.rule, !rule.isEmpty {
        part.markup(" <code>\(HTMLText.escaped(rule))</code>")
      }
    }
    part.markup("<p>")
    part.text("\(words.state(of: history)); \(durations(of: history))")
    if let run = history.missingFrom {
      part.text("; last in \(words.runText(history.latest.run)), not in \(words.runText(run))")
    }
    part.markup(".</div>")
    return part
  }

  private func durations(of history: TestHistory) -> String {
    let durations = history.entries.compactMap(\.durationMicroseconds)
    guard let least = durations.min(), let most = durations.max() else { return "no duration is known" }
    let latest = AuditTestSections.span(history.latest)
    if durations.count == 1 { return "it took \(latest)" }
    return
      "it took \(DecimalText.span(microseconds: least)) to \(DecimalText.span(microseconds: most)), \(latest) in the latest run"
  }

  /// The runs of the test's series from left to right: durations as heights, and the verdicts below them.
  private func drawing(of history: TestHistory) -> [FramedMarkup] {
    let runs = series[audit.runs[history.latest.run].series]
    guard runs.count > 1, let first = runs.first, let last = runs.last else { return [] }
    let count = min(runs.count, mostColumns)
    var columns = Array(repeating: [TestHistory.Entry](), count: count)
    var place = 0
    for entry in history.entries {
      while place < runs.count - 1, runs[place] < entry.run { place += 1 }
      columns[place * count / runs.count].append(entry)
    }
    var part = FramedMarkup()
    part.markup(
      "<svg class=\"history\" role=\"img\" aria-label=\"Durations and verdicts, run by run\" width=\"100%\" "
        + "height=\"64\" viewBox=\"0 0 \(count) \(Self.height)\" preserveAspectRatio=\"none\"><path class=\"time\" d=\""
    )
    part.value(heights(columns))
    part.markup("\"/>")
    for verdict in TextReport.worstFirst {
      let path = strip(columns.map { Self.worst(of: $0) == verdict })
      if path.isEmpty { continue }
      part.markup("<path class=\"\(verdict.cssClass)\" d=\"")
      part.value(path)
      part.markup("\"/>")
    }
    if count <= 60 {
      let cuts = (1..<count).map { "M\($0) \(Self.levels + 2)V\(Self.height)" }.joined()
      part.markup("<path class=\"cut\" d=\"\(cuts)\"/>")
    }
    let ends = [first, last].map { "<span>\(HTMLText.references(AuditRunTable.time(audit.runs[$0])))</span>" }
      .joined()
    part.markup("</svg><p class=\"ends\" aria-hidden=\"true\">\(ends)</p>")
    return [part]
  }

  /// A path of steps without spaces.
  private func heights(_ columns: [[TestHistory.Entry]]) -> String {
    var path = "M0,\(Self.levels)"
    var level = 0
    var width = 0
    func end() { if width > 0 { path += "h\(width)" } }
    for column in columns {
      let durations = column.compactMap(\.durationMicroseconds).sorted()
      let next =
        durations.isEmpty
        ? 0
        : max(1, scale.place(durations[durations.count / 2]) * Self.levels / DurationScale.width)
      if next != level {
        end()
        (width, level) = (0, next)
        path += "V\(Self.levels - level)"
      }
      width += 1
    }
    end()
    return path + "V\(Self.levels)z"
  }

  private func strip(_ columns: [Bool]) -> String {
    var path = ""
    var start: Int?
    for (column, isDrawn) in (columns + [false]).enumerated() {
      if isDrawn {
        start = start ?? column
      } else if let begin = start {
        let (width, depth) = (column - begin, Self.height - Self.levels - 2)
        path += "M\(begin),\(Self.height)v-\(depth)h\(width)v\(depth)z"
        start = nil
      }
    }
    return path
  }

  private static func worst(of column: [TestHistory.Entry]) -> Verdict? {
    TextReport.worstFirst.first { verdict in column.contains { $0.verdict == verdict } }
  }

  private func rows(of history: TestHistory) -> [FramedMarkup] {
    var head = FramedMarkup()
    head.markup(
      "<table class=\"past\"><thead><tr><th scope=\"col\">Run<th scope=\"col\">Verdict<th scope=\"col\">Outcome"
        + "<th scope=\"col\" class=\"n\">Duration</thead><tbody>")
    let rows = history.entries.suffix(mostRows).reversed().map { entry in
      var row = FramedMarkup()
      row.markup(
        "<tr><th scope=\"row\">\(runNames[entry.run])<td class=\"\(entry.verdict.cssClass)\">\(entry.verdict.rawValue)"
          + "\(entry.isSuspectByHistory ? " by its history" : "")<td>\(entry.outcome.rawValue)<td class=\"n\">"
      )
      row.text(AuditTestSections.span(entry))
      return row
    }
    var foot = FramedMarkup()
    foot.markup("</table>")
    let more = history.entries.count - rows.count
    if more > 0 {
      foot.markup("<p class=\"turn\">")
      foot.text("... and \(AuditTextReport.runs(more)) before them")
    }
    return [head] + rows + [foot]
  }
}
