import GRDB
import Records

/// Derives the windows of suites of which only the order is known in which their tests ran one after the other.
///
/// Some formats give a suite one moment, of which they do not say whether it is its start or its end, and for its time the
/// sum of its tests' (behave: the end). Of several such suites the moments themselves tell which, and bound every suite.
/// Other formats give durations alone (Node's test runner): then the tests are looked for in all the time that captures
/// cover, and their windows stand only where the packets confirm the order.
struct SuiteSequence {
  /// What tests leave of a suite's time at most, as a share of it.
  private static let mostUnaccounted = 0.3
  /// By how much a suite may seem longer than the time between two moments, for rounding: 2 ms.
  private static let rounding: Int64 = 2000

  private struct Suite {
    var place: ResultMerger.Place
    /// Its start or its end; nil where the format has neither.
    var moment: Int64?
    var resolution: Int64
    var isZoneKnown: Bool
    var runs: [ResultMerger.Run]

    /// The time that its tests took together.
    var total: Int64 { runs.reduce(0) { min($0 + ($1.least + $1.most) / 2, WindowDeriver.longest) } }
    /// The time that the suite took at most.
    var most: Int64 { Int64(Double(total) / (1 - mostUnaccounted)) }
  }

  let members: [ResultMerger.Place: [ResultMerger.Run]]
  /// The interval that captures covered.
  let coverage: ClosedRange<Int64>?
  /// What packets show.
  let activities: [WorkerAssignment.Activity]

  /// Fills in the windows that are missing.
  func derive(_ tests: inout [MergedTest], run: Int64, in db: Database) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT source_id, kind, ordinal, start_us, start_resolution_us, zone FROM suite JOIN source USING (source_id)
        WHERE run_id = ? ORDER BY source_id, ordinal
        """, arguments: [run])
    var timed: [String: [Suite]] = [:]
    var untimed: [Int64: [Suite]] = [:]
    for row in rows {
      let place = ResultMerger.Place(source: row[0], suite: row[2])
      guard let runs = members[place] else { continue }
      let suite = Suite(
        place: place, moment: row[3], resolution: row[4],
        isZoneKnown: row[5] == TestSuite.Zone.written.rawValue, runs: runs)
      if suite.moment == nil {
        untimed[place.source, default: []].append(suite)
      } else if runs.contains(where: { tests[$0.test].window == nil }) {
        timed[row[1], default: []].append(suite)
      }
    }
    for (_, suites) in timed.sorted(by: { $0.key < $1.key }) { derive(&tests, timed: suites) }
    for (_, suites) in untimed.sorted(by: { $0.key < $1.key }) { derive(&tests, untimed: suites) }
  }

  private func derive(_ tests: inout [MergedTest], timed suites: [Suite]) {
    var sorted = suites.sorted { ($0.moment ?? 0, $0.place) < ($1.moment ?? 0, $1.place) }
    guard let first = sorted.first?.moment, let last = sorted.last?.moment else { return }
    if !sorted.allSatisfy(\.isZoneKnown) {
      let longest = max(last - first, sorted[0].total, 1)
      guard let shift = WindowDeriver.zoneShift(start: first, duration: longest, coverage) else { return }
      for index in sorted.indices where !sorted[index].isZoneKnown { sorted[index].moment? += shift }
    }
    let moments = sorted.compactMap(\.moment)
    // In the time between two moments the earlier suite ran, if they are starts, and the later if they are ends.
    let pairs = moments.indices.dropFirst()
    func fits(_ total: Int64, _ index: Int) -> Bool {
      total <= moments[index] - moments[index - 1] + sorted[index].resolution + Self.rounding
    }
    let mayBeStarts = pairs.allSatisfy { fits(sorted[$0 - 1].total, $0) }
    let mayBeEnds = pairs.allSatisfy { fits(sorted[$0].total, $0) }
    guard mayBeStarts || mayBeEnds else { return }
    for index in sorted.indices {
      let suite = sorted[index]
      var start = moments[index] - (mayBeEnds ? suite.most : 0) - suite.resolution
      var end = moments[index] + (mayBeStarts ? suite.most : 0) + suite.resolution + Self.rounding
      if index > 0, mayBeEnds { start = max(start, moments[index - 1] - suite.resolution) }
      if index + 1 < moments.count, mayBeStarts { end = min(end, moments[index + 1] + suite.resolution) }
      place(&tests, [suite], in: start...max(start, end), mustBeConfirmed: sorted.count == 1)
    }
  }

  private func derive(_ tests: inout [MergedTest], untimed suites: [Suite]) {
    guard let coverage, suites.contains(where: { $0.runs.contains { tests[$0.test].window == nil } }) else {
      return
    }
    place(&tests, suites, in: coverage, mustBeConfirmed: true)
  }

  /// Sets the windows of tests that ran one after the other at some time of an interval.
  private func place(
    _ tests: inout [MergedTest], _ suites: [Suite], in interval: ClosedRange<Int64>, mustBeConfirmed: Bool
  ) {
    let runs = suites.flatMap(\.runs)
    var suiteStarts: Set<Int> = []
    var count = 0
    for suite in suites {
      suiteStarts.insert(count)
      count += suite.runs.count
    }
    let alignment =
      coverage?.overlaps(interval) ?? false
      ? WindowAlignment(
        durations: runs.map { ($0.least + $0.most) / 2 }, interval: interval, activities: activities,
        pauses: suiteStarts) : nil
    guard !mustBeConfirmed || alignment?.isOrderConfirmed ?? false else { return }
    let sum = runs.reduce(Int64(0)) { min($0 + $1.least, WindowDeriver.longest) }
    var before: Int64 = 0
    for (index, run) in runs.enumerated() {
      defer { before = min(before + run.least, WindowDeriver.longest) }
      guard run.isLast, tests[run.test].window == nil else { continue }
      let start = interval.lowerBound + before
      tests[run.test].window = MergedTest.Window(
        start: start, stop: max(start, interval.upperBound - (sum - before - run.least)), isExact: false)
      if let found = alignment?.starts[index] {
        WindowDeriver.narrow(&tests[run.test], to: found, rounding: (run.most - run.least) / 2)
      }
    }
  }
}
