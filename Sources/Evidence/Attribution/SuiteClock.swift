import GRDB

/// Finds what a capture's clock is ahead where the results have no times but their suites': the tests' traffic lies
/// within the time in which the suites ran.
///
/// That leaves the offset open by as much as the traffic is shorter than the suites, and it is believed only where the
/// clocks cannot agree: where most of the traffic lies outside. What is left open the windows are widened by.
enum SuiteClock {
  /// Less activity than this tells nothing.
  private static let fewestActivities = 4
  /// The largest offset that is looked for: 15 minutes.
  private static let farthest: Int64 = 900_000_000
  /// What may be left open, as a part of the suites' time.
  private static let mostOpen = 0.5

  /// The middle of the offsets that put all traffic within the suites, with half their spread; nil where the clocks
  /// may agree, or nothing fits.
  ///
  /// - Parameters:
  ///   - activities: what the capture shows of the targets, on its own clock.
  ///   - suites: from the start of the first suite to the end of the last, on the results' clock.
  static func estimate(
    _ activities: [WorkerAssignment.Activity], suites: ClosedRange<Int64>
  ) -> ClockEstimator.Estimate? {
    guard activities.count >= fewestActivities, let first = activities.map(\.start).min(),
      let last = activities.map(\.stop).max()
    else { return nil }
    let outside = activities.count { !suites.contains($0.start) || !suites.contains($0.stop) }
    guard outside * 2 > activities.count else { return nil }
    let least = last - suites.upperBound
    let most = first - suites.lowerBound
    let open = Double(most - least)
    let (middle, half) = (least + (most - least) / 2, (most - least) / 2 + 1)
    guard least <= most, abs(middle) <= farthest,
      open <= mostOpen * Double(suites.upperBound - suites.lowerBound)
    else { return nil }
    return ClockEstimator.Estimate(offset: middle, error: half)
  }

  /// From the start of the first suite to the end of the last, where the results tell no more of when tests ran.
  static func suites(of run: Int64, _ tests: [MergedTest], in db: Database) throws -> ClosedRange<Int64>? {
    guard !tests.contains(where: { $0.window != nil }) else { return nil }
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT min(start_us - start_resolution_us / 2),
          max(start_us + start_resolution_us + duration_us + duration_resolution_us),
          count(*) = sum(zone = 'written')
        FROM suite JOIN source USING (source_id)
        WHERE run_id = ? AND start_us IS NOT NULL AND duration_us IS NOT NULL
        """, arguments: [run])
    guard let row, let start = row[0] as Int64?, let stop = row[1] as Int64?, row[2] as Bool? == true,
      start < stop
    else { return nil }
    return start...stop
  }
}
