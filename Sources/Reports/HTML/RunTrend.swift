import Rules

/// The runs of a suite over time: for each the shares of the verdicts, one on the other, and the pass rate as a line over
/// them.
struct RunTrend {
  /// The runs, the oldest first, each with its place in the audit.
  let runs: [(place: Int, run: AuditedRun)]
  /// The most columns; where there are more runs, a column stands for several.
  let mostColumns: Int
  /// The places of the runs to which a column may lead.
  let listed: Set<Int>

  /// What is proven stands at the bottom, and what is not judged at the top: the line of what passed lies where the fakes end.
  private static let upwards: [Verdict] = [.real, .inconclusive, .suspect, .fake, .exempt]
  /// The drawing's height and a column's width, in its own units.
  private static let (height, pitch) = (1000, 100)

  /// Runs that are drawn as one.
  private struct Column {
    let members: ArraySlice<(place: Int, run: AuditedRun)>
    var tests: Int { members.reduce(0) { $0 + $1.run.tests } }
    var passed: Int { members.reduce(0) { $0 + $1.run.passed } }
    func count(_ verdict: Verdict) -> Int { members.reduce(0) { $0 + $1.run[verdict] } }
  }

  /// The drawing with a sentence about it; nothing for a single run.
  var markup: String {
    guard runs.count > 1, let first = runs.first, let last = runs.last else { return "" }
    let count = min(runs.count, mostColumns)
    let columns = (0..<count).map { number in
      Column(members: runs[number * runs.count / count..<(number + 1) * runs.count / count])
    }
    let keys = Self.upwards.reversed().filter { verdict in runs.contains { $0.run[verdict] > 0 } }
      .map { "<span class=\"key \($0.cssClass)\">\($0 == .real ? "proven real" : $0.rawValue)</span>" }
    let shared =
      count < runs.count
      ? " A column stands for \(runs.count / count) or \(runs.count / count + 1) runs that followed on one another."
      : ""
    return """
      <figure class="trend">
      <div class="plot" role="img" aria-label="The shares of the verdicts in \(runs.count) runs; the table says them in \
      numbers"><p class="axis" aria-hidden="true"><span>100 %</span><span>50 %</span><span>0 %</span></p>
      <svg width="100%" height="220" viewBox="0 0 \(count * Self.pitch) \(Self.height)" preserveAspectRatio="none">
      \(bars(columns))\(line(columns))\(links(columns))</svg>
      <p class="ends" aria-hidden="true"><span>\(AuditRunTable.time(first.run))</span>\
      <span>\(AuditRunTable.time(last.run))</span></p></div>
      <figcaption>\(keys.joined(separator: " ")) <span class="key passed">reported passed</span> Each column is a run, \
      the newest at the right.\(shared)</figcaption>
      </figure>

      """
  }

  private func bars(_ columns: [Column]) -> String {
    // Columns that are wide enough stand apart.
    let gap = columns.count > 60 ? 0 : 8
    return Self.upwards.map { verdict in
      var path = ""
      for (number, column) in columns.enumerated() {
        let below = Self.upwards.prefix { $0 != verdict }.reduce(0) { $0 + column.count($1) }
        let ends = [below + column.count(verdict), below].map {
          Self.height - Self.height * $0 / max(1, column.tests)
        }
        if ends[0] == ends[1] { continue }
        let width = Self.pitch - 2 * gap
        path += "M\(number * Self.pitch + gap) \(ends[0])h\(width)V\(ends[1])h-\(width)z"
      }
      return path.isEmpty ? "" : "<path class=\"\(verdict.cssClass)\" d=\"\(path)\"/>\n"
    }
    .joined()
  }

  private func line(_ columns: [Column]) -> String {
    var path = ""
    var isDrawing = false
    for (number, column) in columns.enumerated() {
      guard column.tests > 0 else {
        isDrawing = false
        continue
      }
      let y = Self.height - Self.height * column.passed / column.tests
      path += "\(isDrawing ? "V\(y)" : "M\(number * Self.pitch) \(y)")H\((number + 1) * Self.pitch)"
      isDrawing = true
    }
    return "<path class=\"halo\" d=\"\(path)\"/><path class=\"passed\" d=\"\(path)\"/>\n"
  }

  /// What is pointed at has words, and a click leads to the run's row.
  private func links(_ columns: [Column]) -> String {
    columns.enumerated().map { number, column in
      guard let newest = column.members.last else { return "" }
      let name =
        column.members.count == 1
        ? HTMLText.escaped(newest.run.name, limit: 60) : "\(column.members.count) runs"
      let shares = TextReport.worstFirst.map { "\(column.count($0)) \($0.rawValue)" }.joined(separator: ", ")
      let title =
        "\(AuditRunTable.time(newest.run))  \(name): \(DecimalText.percent(column.passed, of: column.tests)) passed; "
        + shares
      let area =
        "<path class=\"hit\" d=\"M\(number * Self.pitch) 0h\(Self.pitch)v\(Self.height)h-\(Self.pitch)z\"><title>\(title)</title></path>"
      guard listed.contains(newest.place) else { return area }
      return "<a href=\"#r\(newest.place + 1)\" tabindex=\"-1\">\(area)</a>\n"
    }
    .joined()
  }
}
