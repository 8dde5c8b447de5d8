/// Estimates what a capture's clock is ahead of the results' clock, from events that both saw.
///
/// The differences between all pairs of events heap up at the true offset. An offset other than none is believed
/// only where clearly more pairs agree on it.
enum ClockEstimator {
  /// An offset and by how much it may be wrong, in microseconds.
  struct Estimate: Equatable {
    var offset: Int64
    var error: Int64
  }

  /// The largest offset that is looked for: 15 minutes.
  private static let farthest: Int64 = 900_000_000
  /// The width of a heap: 4 ms.
  private static let binWidth: Int64 = 4000
  /// Fewer agreeing pairs than this prove nothing.
  private static let fewestPairs = 4
  /// The most events of each side that are compared.
  private static let mostEvents = 3000
  /// What tests may spend after their last answer, each the same: 2 s.
  private static let longestAfterwork: Int64 = 2_000_000

  /// The offset at which most events of the capture follow one of the reference, or nil where nothing is clear.
  ///
  /// - Parameters:
  ///   - capture: times on the capture's clock.
  ///   - reference: times of the same kind of event on the results' clock.
  static func estimate(capture: [Int64], reference: [Int64]) -> Estimate? {
    let seen = Array(capture.sorted().prefix(mostEvents))
    let known = Array(reference.sorted().prefix(mostEvents))
    guard seen.count >= fewestPairs, known.count >= fewestPairs else { return nil }
    let middle = Int(farthest / binWidth) + 1
    var heaps = Array(repeating: Int32(0), count: 2 * middle + 2)
    forEachDifference(seen, known) { heaps[middle + bin(of: $0)] += 1 }
    func height(_ bin: Int) -> Int {
      let index = middle + bin
      return heaps.indices.contains(index) && index + 1 < heaps.count
        ? Int(heaps[index] + heaps[index + 1]) : 0
    }
    // The highest heap; of several the nearest to none, of two the later.
    var best = 0
    for bin in -middle...middle where (height(bin), -abs(bin), bin) > (height(best), -abs(best), best) {
      best = bin
    }
    let atNone = (-3...2).map(height).max() ?? 0
    let most = height(best)
    guard most >= fewestPairs, most * 5 > 2 * min(seen.count, known.count), abs(best) > 3 else { return nil }
    guard most >= 2 * max(atNone, 1) else { return nil }
    // A second heap of nearly the same height, elsewhere, leaves the offset open.
    let rival = (-middle...middle).lazy.filter { abs($0 - best) > 3 }.map(height).max() ?? 0
    guard most * 4 >= rival * 5 else { return nil }
    var agreeing: [Int64] = []
    forEachDifference(seen, known) { if (best...best + 1).contains(bin(of: $0)) { agreeing.append($0) } }
    agreeing.sort()
    let median = agreeing[agreeing.count / 2]
    let spread = agreeing.map { abs($0 - median) }.sorted()[agreeing.count * 3 / 4]
    return Estimate(offset: median, error: spread + 1000)
  }

  /// The offset at which most turns of traffic end as the body of a test does, or nil where nothing is clear.
  ///
  /// Tests that all go on for the same time after their last answer look like a clock that is off by it: so a
  /// small offset is believed only where without it fewer turns would lie within one window.
  static func estimate(turns: [(start: Int64, stop: Int64)], windows: [MergedTest.Window]) -> Estimate? {
    guard let estimate = estimate(capture: turns.map(\.stop), reference: windows.compactMap(\.callStop))
    else {
      return nil
    }
    guard abs(estimate.offset) <= longestAfterwork else { return estimate }
    let sorted = windows.sorted { ($0.start, $0.stop) < ($1.start, $1.stop) }
    func fitting(_ offset: Int64) -> Int {
      turns.count { turn in
        let begun = sorted.leadingCount { $0.start <= turn.start - offset }
        return begun > 0 && turn.stop - offset <= sorted[begun - 1].stop
      }
    }
    return fitting(estimate.offset) > fitting(0) + max(2, turns.count / 10) ? estimate : nil
  }

  private static func forEachDifference(_ seen: [Int64], _ known: [Int64], _ body: (Int64) -> Void) {
    var first = 0
    for time in seen {
      while first < known.count, known[first] < time - farthest { first += 1 }
      var index = first
      while index < known.count, known[index] <= time + farthest {
        body(time - known[index])
        index += 1
      }
    }
  }

  private static func bin(of difference: Int64) -> Int {
    Int(difference >= 0 ? difference / binWidth : -((binWidth - 1 - difference) / binWidth))
  }
}
