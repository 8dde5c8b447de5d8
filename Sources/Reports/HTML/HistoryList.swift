import Evidence
import Rules

/// The tests of an audit, the worst first, grouped by what is to be said of their histories.
struct HistoryList {
  /// The list, each test with its details.
  let list: FoldedTests
  /// How many tests are of each part of the list, in its order.
  let parts: [TestControls.Part]
  /// Whether the durations of each test stand in its line of the list.
  let hasTrends: Bool

  /// So many tests need no economy.
  private static let mostOfSmall = 2000
  /// The bytes that the drawings of all tests may take together, and what a column of one takes.
  private static let (mostOfDrawings, bytesOfColumn) = (600_000, 4)

  /// The list of an audit's tests.
  init(_ audit: Audit) {
    let words = AuditTestSections(audit: audit, limit: .max)
    var order: [String] = []
    var members: [String: [Int]] = [:]
    for place in audit.tests.indices {
      let state = Self.state(of: audit.tests[place], words)
      if members[state] == nil { order.append(state) }
      members[state, default: []].append(place)
    }
    var groups: [FoldedTests.Group] = []
    var places: [Int] = []
    var counts: [(verdict: Verdict?, count: Int)] = []
    for state in order {
      guard let those = members[state], let first = those.first.map({ audit.tests[$0] }) else { continue }
      let part = first.missingFrom == nil ? first.latestJudged?.verdict ?? .exempt : nil
      let verdict = part ?? first.latest.verdict
      groups.append(
        FoldedTests.Group(
          look: (part ?? .exempt).cssClass, part: part?.rawValue ?? Self.vanished,
          count: part == nil
            ? "\(those.count) \(Self.vanished)" : "\(those.count) \(verdict.rawValue)",
          sentence: Self.without(verdict.rawValue, state),
          places: places.count..<places.count + those.count))
      places += those
      if let known = counts.firstIndex(where: { $0.verdict == part }) {
        counts[known].count += those.count
      } else {
        counts.append((part, those.count))
      }
    }
    parts = counts.map { verdict, count in
      let name = verdict?.rawValue ?? Self.vanished
      return TestControls.Part(
        look: (verdict ?? .exempt).cssClass, part: name, name: "\(name) \(count)")
    }
    // Of many tests less is shown of each, so that all have room.
    let isLarge = audit.tests.count > Self.mostOfSmall
    let bars = min(audit.runs.count, 12)
    let hasTrends = !isLarge && bars > 1
    self.hasTrends = hasTrends
    let looks = groups.flatMap { Array(repeating: $0.look, count: $0.places.count) }
    let rows = zip(places, looks).map { place, look in
      let history = audit.tests[place]
      let trend = hasTrends ? Sparkline.of(history.entries.map(\.durationMicroseconds), columns: bars) : ""
      let verdict = history.latestJudged?.verdict ?? .exempt
      return FoldedTests.Row(
        number: place + 1, look: verdict.cssClass == look ? nil : verdict.cssClass,
        time: AuditTestSections.span(history.latest),
        aside: hasTrends ? "<em aria-hidden=\"true\">\(trend)</em>" : "", name: history.test.id)
    }
    let columns = Self.mostOfDrawings / Self.bytesOfColumn / max(1, audit.tests.count)
    let details = HistoryDetails(
      audit: audit, words: words,
      runNames: audit.runs.indices.map { HTMLText.escaped(words.runText($0), limit: 120) },
      scale: DurationScale(audit.tests.lazy.flatMap(\.entries).compactMap(\.durationMicroseconds)),
      series: Self.series(of: audit), mostColumns: min(200, max(20, columns)), mostRows: isLarge ? 4 : 8)
    let changes = Dictionary(audit.changes.map { ($0.test, $0) }, uniquingKeysWith: { one, _ in one })
    list = FoldedTests(groups: groups, rows: rows) { place in
      details.parts(of: audit.tests[places[place]], change: changes[places[place]])
    }
  }

  private static let vanished = "vanished"

  private static func state(of history: TestHistory, _ words: AuditTestSections) -> String {
    if let run = history.missingFrom {
      return "last in \(words.runText(history.latest.run)), not in \(words.runText(run))"
    }
    if history.isNeverJudged { return "never judged: \(history.reason?.sentence ?? "exempt in every run")" }
    return words.state(of: history)
  }

  /// A state without the verdict that it begins with: the verdict stands before it.
  private static func without(_ verdict: String, _ state: String) -> String {
    guard state.hasPrefix(verdict) else { return state }
    let rest = state.dropFirst(verdict.count)
    return String(rest.drop { $0 == " " || $0 == "," })
  }

  /// For each series its runs, the oldest first.
  static func series(of audit: Audit) -> [[Int]] {
    var series = Array(repeating: [Int](), count: (audit.runs.map(\.series).max() ?? -1) + 1)
    for run in audit.runs.indices { series[audit.runs[run].series].append(run) }
    return series
  }
}
