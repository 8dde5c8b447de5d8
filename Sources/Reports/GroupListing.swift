import Evidence
import Rules

/// Lists groups of tests under the sentence that is true of each group, up to a limit.
struct GroupListing {
  /// How many groups are shown, and how many tests of each.
  let limit: Int
  let indent: Int
  /// Whether the tests are named or only counted.
  var namesTests = true

  func write(
    _ groups: [SentenceGroup], into page: inout TextPage,
    further: (SentenceGroup, inout TextPage) -> Void = { _, _ in }
  ) {
    for group in groups.prefix(limit) {
      page.paragraph(Headline.tests(group.tests.count) + ": ", indent: indent, group.sentence.text)
      further(group, &page)
      if namesTests { write(group.tests, into: &page) }
    }
    if groups.count > limit {
      let rest = groups.dropFirst(limit).reduce(0) { $0 + $1.tests.count }
      page.more("\(rest) more in \(groups.count - limit) more groups", indent: indent)
    }
  }

  /// The tests, each with its duration.
  func write(_ tests: [TestVerdict], into page: inout TextPage) {
    for test in tests.prefix(limit) {
      let duration = test.facts.durationMicroseconds.map(DecimalText.span) ?? "no time"
      page.row(TextPage.right(duration, 9) + "  ", in: .faint, indent: indent + 2, test.facts.id)
    }
    page.more(tests.count, beyond: limit, indent: indent + 13)
  }
}
