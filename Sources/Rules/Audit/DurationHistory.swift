import Records

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the durations of a test, run after run, tell about it.
///
/// Durations with a network in them vary: a wait for an answer by some milliseconds at the least. Coarse figures repeat
/// by chance, so what counts is how unlikely a repetition is by the resolution of the figures.
enum DurationHistory {
  /// Below this nothing is said: what takes a few milliseconds repeats itself, network or not.
  private static let leastMicroseconds: Int64 = 5000
  /// A figure must have so many steps of its resolution.
  private static let leastSteps: Int64 = 20
  /// The least and the most that a duration with a network in it is taken to vary by, and its share of the duration.
  private static let spread: (least: Double, most: Double, share: Double) = (2000, 5000, 0.01)
  /// Chance is ruled out at one in a million: 20 bits.
  private static let leastBits = 20.0
  /// And never by fewer runs.
  private static let leastRuns = 4

  /// A collapsed duration was at least this before, in most runs, and is at most this now.
  private static let collapse: (before: Int64, now: Int64) = (20_000, 20_000)
  /// A collapsed duration is at most this part of the median before, and of the least before.
  private static let collapseRatio: (median: Int64, least: Int64) = (20, 4)
  /// How many runs must have come before, and how many of them count.
  private static let collapseRuns: (least: Int, most: Int) = (3, 20)

  /// Adds to a history what its durations show, and makes inconclusive entries suspect by it.
  static func examine(_ history: inout TestHistory) {
    let timed = history.entries.indices.filter {
      history.entries[$0].outcome == .passed && history.entries[$0].durationMicroseconds != nil
    }
    findRepetition(timed, &history)
    findCollapse(timed, &history)
  }

  /// How surprising it is, in bits, that a duration is the same in another run; 0 where it is none.
  static func surprise(microseconds: Int64, resolution: Int64) -> Double {
    guard microseconds >= leastMicroseconds, microseconds >= leastSteps * resolution else { return 0 }
    let expected = min(max(Double(microseconds) * spread.share, spread.least), spread.most)
    return max(0, log2(expected / Double(max(1, resolution))))
  }

  private static func findRepetition(_ timed: [Int], _ history: inout TestHistory) {
    var found: HistoryFinding?
    var start = 0
    while start < timed.count {
      let first = history.entries[timed[start]]
      var end = start + 1
      while end < timed.count,
        history.entries[timed[end]].durationMicroseconds == first.durationMicroseconds,
        history.entries[timed[end]].resolutionMicroseconds == first.resolutionMicroseconds
      {
        end += 1
      }
      let duration = first.durationMicroseconds ?? 0
      let bits =
        surprise(microseconds: duration, resolution: first.resolutionMicroseconds) * Double(end - start - 1)
      if end - start >= leastRuns, bits >= leastBits {
        for place in timed[start..<end] { history.entries[place].suspectByHistory() }
        // The longest repetition is shown, and of equals the latest.
        if end - start >= found?.runs ?? 0 {
          found = HistoryFinding(
            kind: .repeatedDuration, since: first.run, until: history.entries[timed[end - 1]].run,
            runs: end - start,
            reason: "it took \(milliseconds(duration)) in \(end - start) runs one after another, to "
              + "\(milliseconds(first.resolutionMicroseconds)); an answer from a network varies by "
              + "\(milliseconds(Int64(spread.least))) or more")
        }
      }
      start = end
    }
    if let found { history.findings.append(found) }
  }

  private static func findCollapse(_ timed: [Int], _ history: inout TestHistory) {
    var before: [Int64] = []
    var found: HistoryFinding?
    for place in timed {
      let entry = history.entries[place]
      let duration = entry.durationMicroseconds ?? 0
      let most = duration + (entry.resolutionMicroseconds + 1) / 2
      let sorted = before.sorted()
      if sorted.count >= collapseRuns.least, case let median = sorted[sorted.count / 2],
        median >= collapse.before, most <= collapse.now, most * collapseRatio.median <= median,
        most * collapseRatio.least <= sorted[0]
      {
        history.entries[place].suspectByHistory()
        let isSame = found.map { $0.until == previous(of: place, in: timed, history) } ?? false
        let runs = isSame ? (found?.runs ?? 0) + 1 : 1
        found = HistoryFinding(
          kind: .collapsedDuration, since: isSame ? found?.since ?? entry.run : entry.run, until: entry.run,
          runs: runs,
          reason: "it takes \(milliseconds(duration)), and took \(milliseconds(sorted[0])) or more "
            + "(median \(milliseconds(median))) in \(sorted.count) runs before")
      } else if entry.verdict != .fake {
        before.append(duration)
        if before.count > collapseRuns.most { before.removeFirst() }
      }
    }
    if let found { history.findings.append(found) }
  }

  /// The run of the timed entry before this one.
  private static func previous(of place: Int, in timed: [Int], _ history: TestHistory) -> Int? {
    guard let index = timed.firstIndex(of: place), index > 0 else { return nil }
    return history.entries[timed[index - 1]].run
  }

  /// `0.14 ms`, `355.6 ms`, `1200.0 ms`.
  static func milliseconds(_ microseconds: Int64) -> String {
    let step: Int64 = microseconds < 10_000 ? 10 : 100
    let units = (microseconds + step / 2) / step
    let whole = units * step / 1000
    let fraction = units * step % 1000 / step
    let digits = step == 10 ? 2 : 1
    let text = String(fraction)
    return "\(whole).\(String(repeating: "0", count: digits - text.count))\(text) ms"
  }
}
