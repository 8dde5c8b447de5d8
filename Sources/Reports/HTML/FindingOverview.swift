/// What was found, in a sentence for each group of tests, the first groups of each part.
struct FindingOverview {
  let groups: [FoldedTests.Group]

  /// The most groups of one part that are named.
  private static let mostOfPart = 5

  /// A list that links to the groups.
  var markup: String {
    var lines = ""
    var parts: [String] = []
    for group in groups where !parts.contains(group.part) { parts.append(group.part) }
    for part in parts {
      let those = groups.enumerated().filter { $0.element.part == part }
      // One more needs no more room than the line that would count it.
      let named = those.count == Self.mostOfPart + 1 ? those.count : Self.mostOfPart
      for (number, group) in those.prefix(named) {
        lines += """
          <li class="\(group.look)"><a href="#g\(number + 1)"><b>\(group.count)</b> \
          <span>\(HTMLText.escaped(group.sentence))</span></a>

          """
      }
      let rest = those.dropFirst(named)
      if let look = rest.first?.element.look {
        let tests = rest.reduce(0) { $0 + $1.element.places.count }
        lines += """
          <li class="\(look)"><a href="#tests"><b>\(tests) \(part)</b> \
          <span>for \(rest.count) other reasons</span></a>

          """
      }
    }
    return lines.isEmpty ? "" : "<ul class=\"found\">\n\(lines)</ul>"
  }
}
