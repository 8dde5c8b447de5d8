import Rules

/// Runs, files or suites with how many of their tests have each verdict.
struct VerdictTable {
  /// One of them.
  struct Row {
    /// Its address in the page; nil where nothing leads to it.
    var address: String?
    /// When it was; nil where that does not apply.
    var time: String?
    /// Its name.
    let name: String
    /// What there is to be said of it.
    var note: String?
    /// How many tests it has, and how many passed.
    let tests: Int
    let passed: Int
    /// How many have each verdict.
    let verdicts: [Verdict: Int]
    /// The sum of their durations, in microseconds.
    let durationMicroseconds: Int64
  }

  /// What a row is.
  let what: String
  /// The rows, those first that are to be shown where there is no room for all.
  let rows: [Row]

  /// The most rows, and the most bytes of all together.
  private static let limit = 500
  private static let mostBytes = 150_000
  private static let columns: [Verdict] = [.fake, .suspect, .inconclusive, .exempt, .real]

  /// How many of the rows are shown.
  var shown: Int { lines.count }

  /// A table, in a part of the page that scrolls where it is long.
  var markup: String {
    let lines = lines
    if lines.isEmpty { return "" }
    let isTimed = rows.contains { $0.time != nil }
    let verdicts = Self.columns.map {
      "<th scope=\"col\" class=\"n \($0.cssClass)\">\($0 == .real ? "proven real" : $0.rawValue)"
    }
    let more = rows.count - lines.count
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="\(what)s">
      <table class="shares"><thead><tr>\(isTimed ? "<th scope=\"col\">When (UTC)" : "")<th scope="col">\(what)\
      <th scope="col" class="n">Tests<th scope="col" class="n">Passed\(verdicts.joined())\
      <th scope="col" class="n">Time<th scope="col"><span class="unseen">Shares</span></thead><tbody>
      \(lines.joined())</table></div>
      \(more > 0 ? "<p class=\"note\">... and \(more) more, in --format json</p>" : "")
      """
  }

  private var lines: [String] {
    var room = Self.mostBytes
    return Array(
      rows.prefix(Self.limit).lazy.map(Self.line).prefix { line in
        room -= line.utf8.count
        return room >= 0
      })
  }

  private static func line(_ row: Row) -> String {
    let counts = columns.map { verdict in
      let count = row.verdicts[verdict] ?? 0
      let share = verdict == .real ? DecimalText.percent(count, of: row.tests) : "\(count)"
      return
        "<td class=\"n\(count > 0 ? " \(verdict.cssClass)" : " none")\" data-is=\"\(verdict.rawValue)\">\(share)"
    }
    let address = row.address.map { " id=\"\($0)\"" } ?? ""
    let time = row.time.map { "<td class=\"when\">\($0)" } ?? ""
    let note =
      row.note.map { "<p class=\"v-suspect\">\(HTMLText.escaped($0, limit: HTMLList.length))</p>" } ?? ""
    return """
      <tr\(address)>\(time)<th scope="row">\(HTMLText.escaped(row.name, limit: 120))\(note)\
      <td class="n" data-is="tests">\(row.tests)\
      <td class="n" data-is="passed">\(DecimalText.percent(row.passed, of: row.tests))\(counts.joined())\
      <td class="n">\(DecimalText.span(microseconds: row.durationMicroseconds))\
      <td class="share">\(VerdictBar(counts: row.verdicts).bar)

      """
  }
}
