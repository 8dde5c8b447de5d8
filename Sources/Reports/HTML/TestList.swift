import Evidence
import Rules

/// The tests of a run, the worst first, under the sentence that is true of each group.
struct TestList {
  /// The tests in the order of the list.
  private(set) var tests: [TestVerdict] = []
  /// The list, each test with its details.
  let list: FoldedTests

  /// The list of a run's tests.
  ///
  /// - Parameter ruleNumbers: the rules that the page explains, each with its number there.
  init(_ judgement: Judgement, activity: [Int64: [ActivityFacts]], ruleNumbers: [String: Int]) {
    var groups: [FoldedTests.Group] = []
    var tests: [TestVerdict] = []
    var rows: [FoldedTests.Row] = []
    for verdict in TextReport.worstFirst {
      let places = judgement.tests.indices.filter { judgement.tests[$0].verdict == verdict }
        .sorted { (judgement.tests[$0].scoreBits, $0) < (judgement.tests[$1].scoreBits, $1) }
      for group in SentenceGroup.groups(of: places.map { judgement.tests[$0] }, by: Self.sentence) {
        let begin = tests.count
        tests += group.tests
        rows += zip(group.tests, group.places).map { test, place in
          // The numbers are those of the result files' order.
          FoldedTests.Row(
            number: places[place] + 1,
            time: test.facts.durationMicroseconds.map(DecimalText.span) ?? "no time", name: test.facts.id)
        }
        groups.append(
          FoldedTests.Group(
            look: verdict.cssClass, part: verdict.rawValue,
            count: "\(group.tests.count) \(verdict.rawValue)", sentence: group.sentence.text,
            places: begin..<tests.count))
      }
    }
    self.tests = tests
    list = FoldedTests(groups: groups, rows: rows) { [tests] place in
      let test = tests[place]
      return TestDetails(
        test: test, activity: activity[test.facts.testID] ?? [], ruleNumbers: ruleNumbers
      ).parts
    }
  }

  /// The sentence that matters the most for a test's verdict.
  static func sentence(of test: TestVerdict) -> String? {
    switch test.verdict {
    case .fake: FakeSection.against(test).first?.reason ?? "its score is low"
    case .suspect: test.cause ?? "the evidence conflicts"
    case .inconclusive: test.settle ?? "more evidence"
    case .exempt: test.cause ?? "not judged"
    case .real:
      test.findings.filter { $0.says == .real }.max { ($0.bits, $1.rule) < ($1.bits, $0.rule) }?.reason
        ?? "its score is high"
    }
  }
}
