import GRDB
import Records

/// Derives the windows of tests whose format has no times of their own, from the suite's start and the durations.
///
/// In a sequential suite that began at S and ended at E, test i ran inside
/// [S + durations before it, E - durations after it]: a true bound, so absence stays sound. Where a capture covers the
/// suite, the activity in it narrows the bounds (``WindowAlignment``).
struct WindowDeriver {
  /// Beyond this share of a suite's time that no test accounts for, the tests may have run in parallel.
  private static let mostUnaccounted = 0.3
  /// What a runner takes for itself in most sequential suites.
  private static let typicallyUnaccounted = 0.2
  /// Fewer activities than this do not tell whether tests overlap.
  private static let fewestActivities = 8
  /// The share of the activities that lie within one test each, where the tests ran one after another.
  private static let leastFit = 0.9

  private struct Suite {
    var place: ResultMerger.Place
    var start: Int64
    var startResolution: Int64
    var zoneIsKnown: Bool
    var duration: Int64?
    var durationResolution: Int64
  }

  /// Fills in the windows that are missing.
  ///
  /// - Parameters:
  ///   - coverage: the interval that captures covered, by which a suite's unknown zone is found out.
  ///   - error: by how much the capture's clock may be off, to either side.
  static func derive(
    _ tests: inout [MergedTest], suites members: [ResultMerger.Place: [ResultMerger.Run]],
    coverage: ClosedRange<Int64>?, error: Int64, activities: @autoclosure () -> [WorkerAssignment.Activity],
    run: Int64,
    in db: Database
  ) throws {
    guard tests.contains(where: { $0.window == nil }) else { return }
    let activities = coverage == nil ? [] : activities()
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT source_id, ordinal, start_us, start_resolution_us, zone, duration_us, duration_resolution_us
        FROM suite JOIN source USING (source_id) WHERE run_id = ? AND start_us IS NOT NULL ORDER BY source_id, ordinal
        """, arguments: [run])
    for row in rows {
      let suite = Suite(
        place: ResultMerger.Place(source: row[0], suite: row[1]), start: row[2], startResolution: row[3],
        zoneIsKnown: row[4] == TestSuite.Zone.written.rawValue, duration: row[5],
        durationResolution: row[6] ?? 0)
      guard let cases = members[suite.place], cases.contains(where: { tests[$0.test].window == nil }) else {
        continue
      }
      derive(&tests, suite, cases, coverage, error, activities)
    }
    try SuiteSequence(members: members, coverage: coverage, activities: activities).derive(
      &tests, run: run, in: db)
  }

  /// Moves recorded windows of unknown zone to where the capture puts them all; without that they are no windows.
  static func settleZones(_ tests: inout [MergedTest], coverage: ClosedRange<Int64>?) {
    let open = tests.indices.filter { tests[$0].window?.isZoneKnown == false }
    let windows = open.compactMap { tests[$0].window }
    guard let first = windows.map(\.start).min(), let last = windows.map(\.stop).max() else { return }
    let shift = zoneShift(start: first, duration: max(1, last - first), coverage)
    for index in open {
      guard let shift, var window = tests[index].window else {
        tests[index].window = nil
        continue
      }
      window.start += shift
      window.stop += shift
      window.callStart = window.callStart.map { $0 + shift }
      window.callStop = window.callStop.map { $0 + shift }
      window.isZoneKnown = true
      tests[index].window = window
    }
  }

  private static func derive(
    _ tests: inout [MergedTest], _ suite: Suite, _ runs: [ResultMerger.Run], _ coverage: ClosedRange<Int64>?,
    _ error: Int64, _ activities: [WorkerAssignment.Activity]
  ) {
    guard let duration = suite.duration, duration >= 0 else { return }
    let sumLeast = runs.reduce(0) { sum($0, $1.least) }
    let sumMost = runs.reduce(0) { sum($0, $1.most) }
    // A suite's time that is just the sum of its tests' times says nothing of when it ended.
    let slack = suite.durationResolution + 1
    guard runs.count > 1, duration > sumMost || duration + slack < sumLeast else { return }
    guard let shift = suite.zoneIsKnown ? 0 : zoneShift(start: suite.start, duration: duration, coverage)
    else { return }
    let start = suite.start + shift - suite.startResolution / 2 - error
    let end = suite.start + shift + suite.startResolution + duration + slack + error
    let unaccounted = Double(duration - sumLeast) / Double(max(duration, 1))
    let workers = Set(runs.compactMap { tests[$0.test].worker })
    let mayBeSequential = sumLeast <= duration && unaccounted <= mostUnaccounted && workers.count < 2
    let isSeen = coverage?.overlaps(start...max(start, end)) ?? false
    let mayBeAligned = mayBeSequential && isSeen
    let pauses = mayBeAligned ? hiddenAttempts(runs, tests) : []
    let alignment =
      mayBeAligned
      ? WindowAlignment(
        durations: runs.map { ($0.least + $0.most) / 2 }, interval: start...max(start, end),
        activities: activities, pauses: pauses) : nil
    let isSequential = mayBeSequential && isBorneOut(alignment, unaccounted: unaccounted)
    var before: Int64 = 0
    for run in runs {
      // What ran after this one ended before the suite did.
      let after = isSequential ? sumLeast - before - run.least : 0
      if run.isLast, tests[run.test].window == nil {
        let first = start + before
        tests[run.test].window = MergedTest.Window(
          start: first, stop: max(first, end - after), isExact: false)
      }
      if isSequential { before += run.least }
    }
    guard isSequential, let alignment else { return }
    for (run, found) in zip(runs, alignment.starts) where run.isLast {
      narrow(&tests[run.test], to: found, rounding: (run.most - run.least) / 2)
    }
    for place in pauses where place > 0 { widen(&tests, runs[place], after: runs[place - 1]) }
  }

  /// Widens the window of a test that was tried before, unseen, to where the test before it can have ended: what moves there
  /// may be of the earlier attempts, and is not for certain its neighbour's.
  private static func widen(
    _ tests: inout [MergedTest], _ run: ResultMerger.Run, after previous: ResultMerger.Run
  ) {
    guard run.isLast, var window = tests[run.test].window, !window.isExact,
      let before = tests[previous.test].window
    else { return }
    window.start = min(window.start, before.start + previous.least)
    window.alignment = nil
    tests[run.test].window = window
  }

  /// The places of tests that were tried more often than the file says how long it took.
  private static func hiddenAttempts(_ runs: [ResultMerger.Run], _ tests: [MergedTest]) -> Set<Int> {
    let known = Dictionary(runs.map { ($0.test, 1) }, uniquingKeysWith: +)
    return Set(runs.indices.filter { tests[runs[$0].test].attempts > known[runs[$0].test] ?? 1 })
  }

  /// Whether what is seen of tests that may have run one after another bears that out: activity lies within one test at
  /// a time, or there is little time that no test accounts for.
  private static func isBorneOut(_ alignment: WindowAlignment?, unaccounted: Double) -> Bool {
    guard let alignment, alignment.activities.count >= fewestActivities else {
      return unaccounted <= typicallyUnaccounted
    }
    return alignment.fit >= leastFit
  }

  /// Narrows the bounds of a test to where all but one in a thousand of its likely windows lie.
  static func narrow(_ test: inout MergedTest, to start: WindowAlignment.Start, rounding: Int64) {
    guard var window = test.window, !window.isExact else { return }
    window.start = max(window.start, start.quantile(0.0005) - WindowAlignment.step - rounding)
    window.stop = min(
      window.stop, start.quantile(0.9995) + start.duration + WindowAlignment.step + rounding)
    window.stop = max(window.start, window.stop)
    window.alignment = start
    test.window = window
  }

  /// The longest time that sums come to, longer than any that a record can hold: 317 years.
  static let longest: Int64 = 10_000_000_000_000_000

  private static func sum(_ one: Int64, _ other: Int64) -> Int64 { min(one + other, longest) }

  /// The offset from UTC, in quarters of an hour, that puts an interval of unknown zone inside the capture; nil where
  /// none does, or several do.
  static func zoneShift(start: Int64, duration: Int64, _ coverage: ClosedRange<Int64>?) -> Int64? {
    guard let coverage else { return nil }
    let quarter: Int64 = 900_000_000
    let fitting = (-56...56).map { Int64($0) * quarter }.filter { shift in
      let begin = start + shift
      let overlap = min(begin + duration, coverage.upperBound) - max(begin, coverage.lowerBound)
      return overlap * 2 > min(duration, coverage.upperBound - coverage.lowerBound)
    }
    return fitting.count == 1 ? fitting[0] : nil
  }
}
