import Evidence
import Rules

/// The tests of two runs side by side, grouped by what became of them, the worst first.
struct ComparedList {
  /// The list, each test with its details.
  let list: FoldedTests
  /// How many tests are of each change, in the order of the list.
  let parts: [TestControls.Part]
  /// The scale of all durations of both runs.
  let scale: DurationScale
  private let comparison: Comparison
  /// For each place in the list the test's place in the comparison.
  private let places: [Int]

  /// The list of a comparison's tests.
  init(_ comparison: Comparison) {
    self.comparison = comparison
    let runs = [comparison.before.judgement, comparison.after.judgement]
    scale = DurationScale(
      runs.flatMap(\.tests).compactMap(\.facts.durationMicroseconds)
        + runs.compactMap(\.run.roundTripMicroseconds))
    var groups: [FoldedTests.Group] = []
    var places: [Int] = []
    for section in ChangeSection.all {
      let those = section.places(in: comparison)
      if those.isEmpty { continue }
      groups.append(
        FoldedTests.Group(
          look: section.ink.cssClass, part: section.change.rawValue,
          count: "\(those.count) \(section.title.lowercased())", sentence: section.meaning,
          places: places.count..<places.count + those.count))
      places += those
    }
    self.places = places
    parts = groups.map { TestControls.Part(look: $0.look, part: $0.part, name: $0.count) }
    let rows = groups.flatMap { group in
      group.places.map { Self.row(of: comparison.tests[places[$0]], number: places[$0] + 1, in: group) }
    }
    let details = PairDetails(comparison: comparison, scale: scale)
    list = FoldedTests(groups: groups, rows: rows) { details.parts(of: comparison.tests[places[$0]]) }
  }

  /// What was stands before what is.
  private static func row(of test: ComparedTest, number: Int, in group: FoldedTests.Group) -> FoldedTests.Row
  {
    let look = test.after.map(look) ?? "v-exempt gone"
    let was = test.before.map { "<em class=\"\(Self.look($0))\">\(ChangeSection.duration($0))</em>" }
    return FoldedTests.Row(
      number: number, look: look == group.look ? nil : look,
      time: test.after.map(ChangeSection.duration) ?? "",
      aside: was ?? "<em class=\"new\"></em>", name: test.id)
  }

  /// The classes that give a side the colour of its verdict, and the word for what it was.
  private static func look(_ side: ComparedTest.Side) -> String {
    let word = ChangeSection.verdict(side)
    let verdict = side.verdict.verdict
    return word == verdict.rawValue ? verdict.cssClass : "\(verdict.cssClass) \(word)"
  }

  /// The tests that failed in the later run, by how they did.
  var failures: String {
    let failed = comparison.tests.indices.filter { comparison.tests[$0].after?.failure != nil }
    let verdicts = failed.compactMap { comparison.tests[$0].after?.verdict }
    return LinkedTests.markup(
      of: SentenceGroup.groups(of: verdicts) { FailureExplanation($0.facts).sentence }.map { group in
        LinkedTests(
          look: Verdict.suspect.cssClass, count: Headline.tests(group.tests.count),
          sentence: group.sentence.text,
          entries: zip(group.tests, group.places).map { test, place in
            LinkedTests.Entry(
              number: failed[place] + 1, name: test.facts.id, lines: [test.facts.message].compactMap { $0 })
          })
      })
  }

  /// The tests that were found again, by what that rests on.
  var renames: String {
    let renamed = comparison.tests.indices.filter { (comparison.tests[$0].match?.kind ?? .same) != .same }
    let groups = Dictionary(grouping: renamed) { place in
      let match = comparison.tests[place].match
      return [match?.kind.rawValue ?? "", match?.basis ?? ""]
    }
    return LinkedTests.markup(
      of: groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { key, places in
        LinkedTests(
          look: Verdict.exempt.cssClass, count: "\(places.count) \(key[0])", sentence: "by \(key[1])",
          entries: places.map { place in
            let test = comparison.tests[place]
            return LinkedTests.Entry(
              number: place + 1, name: test.id,
              lines: [test.before.map { "was \($0.verdict.facts.id)" }].compactMap { $0 })
          })
      })
  }
}
