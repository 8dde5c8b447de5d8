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
    /// More tests than are told apart.
    case many
  }

  /// Beyond so many tests at one moment, they are not told apart.
  private static let mostCandidates = 32
  /// Beyond so many windows at one moment, those of a worker are not looked for.
  private static let mostVisits = 512

  /// The tests with windows, by their start.
  private let order: [Int]
  private let starts: [Int64]
  private let stops: [Int64]
  private let workers: [String?]
  /// A binary tree over the places, its root at 1: the latest stop among the windows below each node.
  private let latestStops: [Int64]

  /// An index of the tests that have windows. What a group of tests does, its tests do.
  init(_ tests: [MergedTest]) {
    let windowed = tests.indices.filter { tests[$0].window != nil && !tests[$0].isGroup }
      .sorted { (tests[$0].window?.start ?? 0, $0) < (tests[$1].window?.start ?? 0, $1) }
    order = windowed
    starts = windowed.map { tests[$0].window?.start ?? 0 }
    stops = windowed.map { tests[$0].window?.stop ?? 0 }
    workers = windowed.map { tests[$0].worker }
    var leaves = 1
    while leaves < stops.count { leaves *= 2 }
    var tree = Array(repeating: Int64.min, count: 2 * leaves)
    for (place, stop) in stops.enumerated() { tree[leaves + place] = stop }
    for node in stride(from: leaves - 1, to: 0, by: -1) {
      tree[node] = max(tree[2 * node], tree[2 * node + 1])
    }
    latestStops = tree
  }

  /// The tests whose windows hold some moment of `from...to`.
  ///
  /// - Parameter worker: the worker that is known to have done it; tests of other workers are left out.
  func tests(from: Int64, to: Int64, worker: String? = nil) -> Answer {
    let upper = Self.upperBound(starts, to)
    let leaves = latestStops.count / 2
    var found: [Int] = []
    var visits = 0
    // Depth first, by place: what began too late or ended too early is passed over, whole branches at a time.
    var pending = [1]
    while let node = pending.popLast() {
      guard latestStops[node] >= from else { continue }
      guard node >= leaves else {
        let levelsBelow = leaves.trailingZeroBitCount - (Int.bitWidth - 1 - node.leadingZeroBitCount)
        let middle = ((2 * node + 1) << (levelsBelow - 1)) - leaves
        if middle < upper { pending.append(2 * node + 1) }
        pending.append(2 * node)
        continue
      }
      let place = node - leaves
      guard place < upper else { continue }
      visits += 1
      guard visits <= Self.mostVisits else { return .many }
      if let worker, let other = workers[place], other != worker { continue }
      guard found.count < Self.mostCandidates else { return .many }
      found.append(order[place])
    }
    return .tests(found.map { Candidate(test: $0, share: 1 / Double(found.count)) })
  }

  /// How many other windows overlap each test's, by test.
  func overlapCounts() -> [Int: Int] {
    let sortedStops = stops.sorted()
    var counts: [Int: Int] = [:]
    for place in order.indices {
      let isMoment = starts[place] == stops[place]
      // Windows that only touch do not overlap; a window of no length overlaps those that hold its moment.
      let begun = isMoment ? Self.upperBound(starts, stops[place]) : Self.lowerBound(starts, stops[place])
      let ended =
        isMoment ? Self.lowerBound(sortedStops, starts[place]) : Self.upperBound(sortedStops, starts[place])
      counts[order[place]] = begun - ended - 1
    }
    return counts
  }

  private static func upperBound(_ values: [Int64], _ value: Int64) -> Int {
    values.leadingCount { $0 <= value }
  }

  private static func lowerBound(_ values: [Int64], _ value: Int64) -> Int {
    values.leadingCount { $0 < value }
  }
}
