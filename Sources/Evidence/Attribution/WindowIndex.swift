/// Finds the tests in whose windows a moment lies.
struct WindowIndex {
  /// A test that may have caused something, and how likely it is among those that may.
  struct Candidate {
    var test: Int
    var share: Double
  }

  /// The tests of a moment.
  enum Answer {
    /// These tests, each with its share.
    case tests([Candidate])
    /// More tests than are told apart: a range of places in ``order``.
    case many(Range<Int>)
  }

  /// Beyond so many tests at one moment, they are not told apart.
  private static let mostCandidates = 32
  /// Beyond so many places, a moment's range is not searched through.
  private static let longestSearch = 512

  /// The tests with windows, by their start.
  let order: [Int]
  private let starts: [Int64]
  private let stops: [Int64]
  /// The latest stop of all tests up to a place.
  private let latestStops: [Int64]
  private let workers: [String?]

  /// An index of the tests that have windows.
  init(_ tests: [MergedTest]) {
    let windowed = tests.indices.filter { tests[$0].window != nil }
      .sorted { (tests[$0].window?.start ?? 0, $0) < (tests[$1].window?.start ?? 0, $1) }
    order = windowed
    starts = windowed.map { tests[$0].window?.start ?? 0 }
    stops = windowed.map { tests[$0].window?.stop ?? 0 }
    workers = windowed.map { tests[$0].worker }
    var latest: [Int64] = []
    latest.reserveCapacity(stops.count)
    for stop in stops { latest.append(max(stop, latest.last ?? .min)) }
    latestStops = latest
  }

  /// The tests whose windows hold some moment of `from...to`.
  ///
  /// - Parameter worker: the worker that is known to have done it; tests of other workers are left out.
  func tests(from: Int64, to: Int64, worker: String? = nil) -> Answer {
    let upper = Self.upperBound(starts, to)
    let lower = Self.lowerBound(latestStops, from)
    guard lower < upper else { return .tests([]) }
    guard upper - lower <= Self.longestSearch else { return .many(lower..<upper) }
    var found: [Int] = []
    for place in lower..<upper where stops[place] >= from {
      if let worker, let other = workers[place], other != worker { continue }
      found.append(order[place])
    }
    guard found.count <= Self.mostCandidates else { return .many(lower..<upper) }
    return .tests(found.map { Candidate(test: $0, share: 1 / Double(found.count)) })
  }

  /// How many other windows overlap each test's, by test.
  func overlapCounts() -> [Int: Int] {
    let sortedStops = stops.sorted()
    var counts: [Int: Int] = [:]
    for place in order.indices {
      let begun = Self.lowerBound(starts, stops[place])
      let ended = Self.upperBound(sortedStops, starts[place])
      // A window of no length at a boundary counts itself among those that ended.
      counts[order[place]] = max(0, begun - ended - (starts[place] < stops[place] ? 1 : 0))
    }
    return counts
  }

  private static func upperBound(_ values: [Int64], _ value: Int64) -> Int {
    partition(values) { $0 <= value }
  }

  private static func lowerBound(_ values: [Int64], _ value: Int64) -> Int {
    partition(values) { $0 < value }
  }

  private static func partition(_ values: [Int64], _ isBefore: (Int64) -> Bool) -> Int {
    var low = 0
    var high = values.count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(values[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
