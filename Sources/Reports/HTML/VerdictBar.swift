import Rules

/// The verdicts of a run as the parts of one bar, with their counts below it.
struct VerdictBar {
  let summary: Summary

  /// The bar, and a list that says in words what it shows.
  var markup: String {
    let verdicts = TextReport.worstFirst.filter { summary[$0] > 0 }
    var begin = 0
    let parts = verdicts.map { verdict in
      let ends = [begin, begin + summary[verdict]].map { 10_000 * $0 / max(1, summary.tests) }
      begin += summary[verdict]
      let (x, width) = (Self.percent(ends[0]), Self.percent(ends[1] - ends[0]))
      return "<rect class=\"\(verdict.cssClass)\" x=\"\(x)\" width=\"\(width)\" height=\"14\"/>"
    }
    let counts = verdicts.map { verdict in
      """
      <li class="\(verdict.cssClass)"><b>\(summary[verdict]) \(verdict.rawValue)</b> \(TextReport.meaning(verdict))

      """
    }
    return """
      <svg class="bar" width="100%" height="14" aria-hidden="true">\(parts.joined())</svg>
      <ul class="counts">\(counts.joined())</ul>
      """
  }

  /// Hundredths of a percent.
  private static func percent(_ hundredths: Int) -> String {
    DecimalText.fixed(Int64(hundredths), decimals: 2, isPadded: false) + "%"
  }
}
