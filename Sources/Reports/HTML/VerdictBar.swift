import Rules

/// The verdicts of a run as the parts of one bar, with their counts below it.
struct VerdictBar {
  /// How many tests have each verdict.
  let counts: [Verdict: Int]

  /// The bar, and a list that says in words what it shows.
  var markup: String {
    let items = verdicts.map { verdict in
      """
      <li class="\(verdict.cssClass)"><b>\(counts[verdict] ?? 0) \(verdict.rawValue)</b> \(TextReport.meaning(verdict))

      """
    }
    return "\(bar)\n<ul class=\"counts\">\(items.joined())</ul>"
  }

  /// The bar alone.
  var bar: String {
    let tests = counts.values.reduce(0, +)
    var begin = 0
    let parts = verdicts.map { verdict in
      let count = counts[verdict] ?? 0
      let ends = [begin, begin + count].map { 10_000 * $0 / max(1, tests) }
      begin += count
      let (x, width) = (Self.percent(ends[0]), Self.percent(ends[1] - ends[0]))
      return "<rect class=\"\(verdict.cssClass)\" x=\"\(x)\" width=\"\(width)\" height=\"14\"/>"
    }
    return "<svg class=\"bar\" width=\"100%\" height=\"14\" aria-hidden=\"true\">\(parts.joined())</svg>"
  }

  private var verdicts: [Verdict] { TextReport.worstFirst.filter { (counts[$0] ?? 0) > 0 } }

  /// Hundredths of a percent.
  private static func percent(_ hundredths: Int) -> String {
    DecimalText.fixed(Int64(hundredths), decimals: 2, isPadded: false) + "%"
  }
}
