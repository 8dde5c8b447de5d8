import Records

#if canImport(Glibc)
  import Glibc
#endif

/// Tells the pings of an open connection from requests, where nobody can look inside: small turns of the same size that
/// come at regular intervals, whatever tests begin and end meanwhile.
///
/// Tests that each ask the same small things look alike but for one trait: their turns keep step with the tests'
/// beginnings, or come as often as tests do.
struct KeepAlives {
  /// More bytes than this, TLS included, are no ping (WebSocket's is 32 there and 28 back, HTTP/2's 39 each way).
  private static let mostBytes: Int64 = 64
  /// Fewer turns than this show no rhythm.
  private static let fewestTurns = 5
  private static let shortestInterval: Int64 = 20_000
  /// How far an interval may be from the usual one or a multiple of it: 10 % of it, and 5 ms.
  private static let jitter = (share: 0.1, floor: Int64(5000))
  /// How many of the intervals must be regular.
  private static let regularShare = 0.8
  /// Tests that must have begun while they came.
  private static let fewestTests = 3
  /// How alike the tests' first turns may be in when they come after the tests' beginnings: 1 where each comes at the
  /// same moment of the rhythm, near 0 where they come at any.
  private static let mostAlike = 0.7

  /// When tests or their bodies began, sorted.
  private let beginnings: [Int64]
  /// The median time from one beginning to the next.
  private let usualTest: Int64?
  /// Whether the beginnings are recorded, rather than bounds.
  private let areExact: Bool

  /// - Parameter tests: with the windows that are recorded; of others the durations.
  init(_ tests: [MergedTest]) {
    let windows = tests.compactMap(\.window).filter(\.isExact)
    areExact = !windows.isEmpty
    beginnings = windows.map { $0.callStart ?? $0.start }.sorted()
    usualTest = Self.median(tests.compactMap(\.duration))
  }

  /// Marks the turns of a connection that are pings.
  func mark(_ bursts: inout [BurstCoding.StoredBurst]) {
    let small = bursts.indices.filter { index in
      let burst = bursts[index]
      return burst.content == .application && burst.clientBytes <= Self.mostBytes
        && burst.serverBytes <= Self.mostBytes
    }
    guard small.count >= Self.fewestTurns else { return }
    let bySize = Dictionary(grouping: small) { [bursts[$0].clientBytes, bursts[$0].serverBytes] }
    for indices in bySize.values where indices.count >= Self.fewestTurns {
      let times = indices.map { bursts[$0].start }
      guard let interval = interval(of: times), isIndependent(times, interval) else { continue }
      for index in indices { bursts[index].isKeepAlive = true }
    }
  }

  /// The usual interval, where most are it or a multiple of it.
  private func interval(of times: [Int64]) -> Int64? {
    let gaps = zip(times.dropFirst(), times).map { $0 - $1 }
    guard let usual = Self.median(gaps), usual >= Self.shortestInterval else { return nil }
    let tolerance = max(Self.jitter.floor, Int64(Double(usual) * Self.jitter.share))
    let regular = gaps.count { gap in
      let multiple = max(1, (gap + usual / 2) / usual)
      return abs(gap - multiple * usual) <= tolerance * min(multiple, 3)
    }
    return Double(regular) >= Self.regularShare * Double(gaps.count) ? usual : nil
  }

  /// Whether the turns come without regard to the tests.
  private func isIndependent(_ times: [Int64], _ interval: Int64) -> Bool {
    guard let first = times.first, let last = times.last else { return false }
    guard areExact else {
      // Where the tests' beginnings are not known, a rhythm like that of the tests may be theirs.
      guard let usualTest else { return false }
      return abs(interval - usualTest) * 4 > usualTest
        && last - first >= Int64(Self.fewestTests) * usualTest
    }
    guard place(after: last) - place(after: first) >= Self.fewestTests else { return false }
    // The first turn of each test, by its place in the rhythm that the test's beginning would set: the mean of directions.
    var sum = (x: 0.0, y: 0.0)
    var count = 0.0
    var previous = -1
    for time in times {
      let test = place(after: time) - 1
      guard test >= 0, test != previous else { continue }
      previous = test
      let angle = 2 * Double.pi * Double(time - beginnings[test]) / Double(interval)
      sum = (sum.x + cos(angle), sum.y + sin(angle))
      count += 1
    }
    return count >= Double(Self.fewestTests)
      && (sum.x * sum.x + sum.y * sum.y).squareRoot() <= Self.mostAlike * count
  }

  private func place(after moment: Int64) -> Int { beginnings.leadingCount { $0 <= moment } }

  private static func median(_ values: [Int64]) -> Int64? {
    values.isEmpty ? nil : values.sorted()[values.count / 2]
  }
}
