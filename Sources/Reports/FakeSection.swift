import Evidence
import Rules

/// The fake tests, under the rule that weighs the most against each.
struct FakeSection {
  let tests: [TestVerdict]
  let titles: [String: String]
  let limit: Int

  /// The fake tests of a judged run, the surest first.
  init(_ judgement: Judgement, limit: Int) {
    tests = Self.surestFirst(judgement.tests.filter { $0.verdict == .fake })
    titles = Dictionary(judgement.rules.map { ($0.id, $0.title) }, uniquingKeysWith: { title, _ in title })
    self.limit = limit
  }

  /// Tests by score, from the least; those with the same score stay in their order.
  static func surestFirst(_ tests: [TestVerdict]) -> [TestVerdict] {
    tests.enumerated().sorted { ($0.element.scoreBits, $0.offset) < ($1.element.scoreBits, $1.offset) }
      .map(\.element)
  }

  func write(into page: inout TextPage) {
    let listing = GroupListing(limit: limit, indent: 4)
    for (rule, tests) in byRule() {
      page.blank()
      page.paragraph("\(rule)  ", in: .bold, indent: 2, titles[rule] ?? "")
      let groups = SentenceGroup.groups(of: tests) { Self.against($0).first?.reason ?? "its score is low" }
      listing.write(groups, into: &page) { group, page in
        let second = SentenceGroup.groups(of: group.tests) { Self.against($0).dropFirst().first?.reason }
        for further in second.prefix(2) {
          let share = further.tests.count == group.tests.count ? "" : ", for \(further.tests.count) of them"
          page.paragraph("also\(share): ", indent: 4, further.sentence.text)
        }
      }
    }
  }

  /// The tests of each rule that is the strongest against some test, the rule with the most tests first.
  private func byRule() -> [(rule: String, tests: [TestVerdict])] {
    let byRule = Dictionary(grouping: tests) { Self.against($0).first?.rule ?? "score" }
    return byRule.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
      .map { (rule: $0.key, tests: $0.value) }
  }

  /// The strongest finding against a test, and the strongest of another group: findings of one group rest on
  /// the same facts.
  static func against(_ test: TestVerdict) -> [Finding] {
    let fakes = test.findings.filter { $0.says == .fake }
    guard let first = fakes.min(by: weight) else { return [] }
    return [first] + [fakes.filter { $0.group != first.group }.min(by: weight)].compactMap { $0 }
  }

  private static func weight(_ one: Finding, _ other: Finding) -> Bool {
    (one.bits, one.rule) < (other.bits, other.rule)
  }
}
