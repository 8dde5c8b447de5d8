import Rules

/// What was found, in a sentence for each group of tests, the largest groups of each verdict first.
struct FindingOverview {
  let groups: [TestList.Group]

  /// The most groups of one verdict that are named.
  private static let mostOfVerdict = 5

  /// A list that links to the groups.
  var markup: String {
    var lines = ""
    for verdict in TextReport.worstFirst {
      let those = groups.enumerated().filter { $0.element.verdict == verdict }
      // One more needs no more room than the line that would count it.
      let named = those.count == Self.mostOfVerdict + 1 ? those.count : Self.mostOfVerdict
      for (number, group) in those.prefix(named) {
        lines += """
          <li class="\(verdict.cssClass)"><a href="#g\(number + 1)"><b>\(group.places.count) \(verdict.rawValue)</b> \
          <span>\(HTMLText.escaped(group.sentence))</span></a>

          """
      }
      let rest = those.dropFirst(named)
      if !rest.isEmpty {
        let tests = rest.reduce(0) { $0 + $1.element.places.count }
        lines += """
          <li class="\(verdict.cssClass)"><a href="#tests"><b>\(tests) \(verdict.rawValue)</b> \
          <span>for \(rest.count) other reasons</span></a>

          """
      }
    }
    return lines.isEmpty ? "" : "<ul class=\"found\">\n\(lines)</ul>"
  }
}
