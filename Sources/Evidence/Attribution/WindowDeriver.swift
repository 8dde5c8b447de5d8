import GRDB
import Records

/// Derives the windows of tests whose format has no times of their own, from the suite's start and the durations.
///
/// In a sequential suite that began at S and ended at E, test i ran inside
/// [S + durations before it, E - durations from it on]: a true bound, so absence stays sound.
struct WindowDeriver {
  /// Beyond this share of a suite's time that no test accounts for, the tests may have run in parallel.
  private static let mostUnaccounted = 0.3

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
  /// - Parameter coverage: the interval that captures covered, by which a suite's unknown zone is found out.
  static func derive(
    _ tests: inout [MergedTest], suites members: [ResultMerger.Place: [(test: Int, least: Int64, most: Int64)]],
    coverage: ClosedRange<Int64>?, run: Int64, in db: Database
  ) throws {
    guard tests.contains(where: { $0.window == nil }) else { return }
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT source_id, ordinal, start_us, start_resolution_us, zone, duration_us, duration_resolution_us
        FROM suite JOIN source USING (source_id) WHERE run_id = ? AND start_us IS NOT NULL ORDER BY source_id, ordinal
        """, arguments: [run])
    for row in rows {
      let suite = Suite(
        place: ResultMerger.Place(source: row[0], suite: row[1]), start: row[2], startResolution: row[3],
        zoneIsKnown: row[4] == TestSuite.Zone.written.rawValue, duration: row[5], durationResolution: row[6] ?? 0)
      guard let cases = members[suite.place], cases.contains(where: { tests[$0.test].window == nil }) else { continue }
      derive(&tests, suite, cases, coverage)
    }
  }

  private static func derive(
    _ tests: inout [MergedTest], _ suite: Suite, _ cases: [(test: Int, least: Int64, most: Int64)],
    _ coverage: ClosedRange<Int64>?
  ) {
    guard let duration = suite.duration else { return }
    let sumLeast = cases.reduce(0) { $0 &+ $1.least }
    let sumMost = cases.reduce(0) { $0 &+ $1.most }
    // A suite's time that is just the sum of its tests' times says nothing of when it ended.
    let slack = suite.durationResolution + 1
    guard cases.count > 1, duration > sumMost || duration + slack < sumLeast else { return }
    guard let shift = suite.zoneIsKnown ? 0 : zoneShift(suite, duration, coverage) else { return }
    let start = suite.start + shift - suite.startResolution / 2
    let end = suite.start + shift + suite.startResolution + duration + slack
    let unaccounted = Double(duration - sumLeast) / Double(max(duration, 1))
    let isSequential = sumLeast <= duration && unaccounted <= mostUnaccounted
    var before: Int64 = 0
    var fromHere = sumLeast
    for member in cases {
      if tests[member.test].window == nil {
        let window = isSequential ? (start + before, end - fromHere + member.least) : (start, end)
        // Other tests after this one end before the suite does.
        tests[member.test].window = MergedTest.Window(
          start: window.0, stop: max(window.0, window.1), isExact: false)
      }
      before += member.least
      fromHere -= member.least
    }
  }

  /// The offset from UTC, in quarters of an hour, that puts a suite of unknown zone inside the capture.
  private static func zoneShift(_ suite: Suite, _ duration: Int64, _ coverage: ClosedRange<Int64>?) -> Int64? {
    guard let coverage else { return nil }
    let quarter: Int64 = 900_000_000
    let fitting = (-56...56).map { Int64($0) * quarter }.filter { shift in
      let start = suite.start + shift
      let overlap = min(start + duration, coverage.upperBound) - max(start, coverage.lowerBound)
      return overlap * 2 > min(duration, coverage.upperBound - coverage.lowerBound)
    }
    return fitting.count == 1 ? fitting[0] : nil
  }
}
