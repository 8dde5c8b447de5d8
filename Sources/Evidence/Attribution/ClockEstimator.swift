/// Estimates what a capture's clock is ahead of the results' clock, from events that both saw.
///
/// The differences between all pairs of events heap up at the true offset. An offset other than none is believed
/// only where clearly more pairs agree on it.
struct ClockEstimator {
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

  /// The offset at which most events of the capture follow one of the reference, or nil where nothing is clear.
  ///
  /// - Parameters:
  ///   - capture: times on the capture's clock.
  ///   - reference: times of the same kind of event on the results' clock.
  static func estimate(capture: [Int64], reference: [Int64]) -> Estimate? {
    let seen = Array(capture.sorted().prefix(mostEvents))
    let known = Array(reference.sorted().prefix(mostEvents))
    guard seen.count >= fewestPairs, known.count >= fewestPairs else { return nil }
    var heaps: [Int64: Int] = [:]
    for time in seen {
      for other in known {
        let difference = time - other
        guard abs(difference) <= farthest else { continue }
        heaps[floorDivide(difference, binWidth), default: 0] += 1
      }
    }
    func height(_ bin: Int64) -> Int { heaps[bin, default: 0] + heaps[bin + 1, default: 0] }
    guard let best = heaps.keys.max(by: { (height($0), -abs($0), $0) < (height($1), -abs($1), $1) }) else { return nil }
    let atNone = (-3...2).map(height).max() ?? 0
    let most = height(best)
    guard most >= fewestPairs, most * 5 > 2 * min(seen.count, known.count), abs(best) > 3 else { return nil }
    guard most >= 2 * max(atNone, 1) else { return nil }
    // A second heap of nearly the same height, elsewhere, leaves the offset open.
    let rival = heaps.keys.filter { abs($0 - best) > 3 }.map(height).max() ?? 0
    guard most * 4 >= rival * 5 else { return nil }
    var agreeing: [Int64] = []
    for time in seen {
      for other in known where (best...best + 1).contains(floorDivide(time - other, binWidth)) {
        agreeing.append(time - other)
      }
    }
    agreeing.sort()
    let median = agreeing[agreeing.count / 2]
    let spread = agreeing.map { abs($0 - median) }.sorted()[agreeing.count * 3 / 4]
    return Estimate(offset: median, error: spread + 1000)
  }

  private static func floorDivide(_ value: Int64, _ width: Int64) -> Int64 {
    value >= 0 ? value / width : -((width - 1 - value) / width)
  }
}
