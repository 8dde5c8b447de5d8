import Evidence
import Rules

/// The tests, the worst first, under the sentence that is true of each group; each opens to its details.
struct TestList {
  /// Tests of one verdict of which the same is said.
  struct Group {
    /// Their verdict.
    let verdict: Verdict
    /// What is said of them.
    let sentence: String
    /// Their places in ``TestList/tests``.
    let places: Range<Int>
  }

  /// The list as markup, and what did not fit.
  struct Rendering {
    /// The groups with their tests, and the data of the details that are not markup.
    var markup = ""
    /// How many tests are not in the list.
    var unlisted = 0
    /// How many tests of the list have no details.
    var bare = 0
    /// How many tests have details that only the script shows.
    var packed = 0
  }

  /// The tests in the order of the list.
  private(set) var tests: [TestVerdict] = []
  /// The groups in the order of the list.
  private(set) var groups: [Group] = []
  /// For each test its number in the order of the result files, from 1.
  private var numbers: [Int] = []
  private let activity: [Int64: [ActivityFacts]]
  private let ruleNumbers: [String: Int]

  /// The most bytes of details that are markup; the others are packed.
  private static let mostMarkup = 600_000

  /// The list of a run's tests.
  ///
  /// - Parameter ruleNumbers: the rules that the page explains, each with its number there.
  init(_ judgement: Judgement, activity: [Int64: [ActivityFacts]], ruleNumbers: [String: Int]) {
    self.activity = activity
    self.ruleNumbers = ruleNumbers
    for verdict in TextReport.worstFirst {
      let places = judgement.tests.indices.filter { judgement.tests[$0].verdict == verdict }
        .sorted { (judgement.tests[$0].scoreBits, $0) < (judgement.tests[$1].scoreBits, $1) }
      for group in SentenceGroup.groups(of: places.map { judgement.tests[$0] }, by: Self.sentence) {
        let begin = tests.count
        tests += group.tests
        numbers += group.places.map { places[$0] + 1 }
        groups.append(
          Group(verdict: verdict, sentence: group.sentence.text, places: begin..<tests.count))
      }
    }
  }

  /// The sentence that matters the most for a test's verdict.
  private static func sentence(of test: TestVerdict) -> String? {
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

  /// The list in at most so many bytes: where they do not suffice, the details of tests at the end are data instead of
  /// markup, then left out, and in the end tests are.
  func rendering(budget: Int) -> Rendering {
    var rendering = Rendering()
    let rows = tests.indices.map(row)
    var rowBytes = 0
    var listed = 0
    for group in groups {
      rowBytes += heading(group, number: 0).utf8.count + 40
      for place in group.places {
        rowBytes += rows[place].open.utf8.count + Self.rowClose.utf8.count + Self.bareClass.utf8.count
        if rowBytes <= budget * 3 / 5 { listed = place + 1 }
      }
    }
    rendering.unlisted = tests.count - listed
    let rest = max(0, budget - min(rowBytes, budget * 3 / 5))

    let details = tests[..<listed].map { test in
      TestDetails(test: test, activity: activity[test.facts.testID] ?? [], ruleNumbers: ruleNumbers).parts
    }
    let none = PackedDetails(for: details)
    var all = none
    for parts in details where !all.add(parts, limit: rest) { break }
    var allowance = all.count == listed ? min(Self.mostMarkup, rest - all.size) : 0
    let wholeBytes = details.map { $0.reduce(0) { $0 + $1.whole.utf8.count } }
    if wholeBytes.reduce(0, +) <= min(Self.mostMarkup, rest) { allowance = rest }
    var markup = 0
    while markup < listed, wholeBytes[markup] <= allowance {
      allowance -= wholeBytes[markup]
      markup += 1
    }
    let room = rest - wholeBytes[..<markup].reduce(0, +)
    var packed = none
    for parts in details[markup...] where !packed.add(parts, limit: room) { break }
    rendering.packed = packed.count
    rendering.bare = listed - markup - packed.count

    for (number, group) in groups.enumerated() where group.places.lowerBound < listed {
      rendering.markup += heading(group, number: number)
      for place in group.places where place < listed {
        let isBare = place >= markup + packed.count
        rendering.markup += isBare ? rows[place].bare : rows[place].open
        if place < markup { for part in details[place] { rendering.markup += part.whole } }
        rendering.markup += Self.rowClose
      }
      rendering.markup += "</ol></section>\n"
    }
    if packed.count > 0 { rendering.markup += packed.markup(first: markup) }
    return rendering
  }

  private static let rowClose = "</details>\n"
  private static let bareClass = " class=\"bare\""

  private func heading(_ group: Group, number: Int) -> String {
    """
    <section class="group \(group.verdict.cssClass)" id="g\(number + 1)" data-verdict="\(group.verdict.rawValue)">\
    <h3><b>\(group.places.count) \(group.verdict.rawValue)</b> \(HTMLText.escaped(group.sentence))</h3><ol>

    """
  }

  /// A test that can be opened, up to where its details begin; and one that has none.
  private func row(_ place: Int) -> (open: String, bare: String) {
    let facts = tests[place].facts
    let duration = facts.durationMicroseconds.map(DecimalText.span) ?? "no time"
    let begin = "<li><details id=\"t\(numbers[place])\""
    let end =
      "><summary><i>\(duration)</i><span>\(HTMLText.escaped(facts.id, limit: TestDetails.mostOfName))</span></summary>"
    return (begin + end, begin + Self.bareClass + end)
  }
}
