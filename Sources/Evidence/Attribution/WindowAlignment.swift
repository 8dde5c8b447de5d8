#if canImport(Glibc)
  import Glibc
#endif

/// Finds when the tests of a sequential suite ran, where only their order, their durations and the suite's interval are known.
///
/// What is not known is how long the runner took before the first test and between tests. Activity on the wire tells:
/// it does not cross from one test into the next, it begins soon after a test does, and the test ends soon after it.
/// A forward-backward pass over the tests (a hidden Markov model; the state is the time that the runner has spent so
/// far) gives for every test the distribution of its start. Without activity that distribution is as wide as the bounds.
struct WindowAlignment {
  /// When a test began, as a distribution over a grid.
  struct Start {
    /// The moment of the first state.
    var origin: Int64
    /// Cumulative probability by state.
    var cumulative: [Double]
    /// How long the test took.
    var duration: Int64

    /// How likely the test was running at a moment, give or take.
    func likelihood(from: Int64, to: Int64) -> Double {
      max(0, probability(atMost: to) - probability(atMost: from - duration - WindowAlignment.step))
    }

    /// The moment by which the test has begun with this probability.
    func quantile(_ probability: Double) -> Int64 {
      let place = cumulative.firstIndex { $0 >= probability } ?? cumulative.count - 1
      return origin + Int64(place) * WindowAlignment.step
    }

    /// How likely an activity lies in the test from its beginning to its end, give or take a step.
    func likelihood(ofHolding activity: WorkerAssignment.Activity) -> Double {
      let earliest = activity.stop - duration - 2 * WindowAlignment.step
      return max(
        0, probability(atMost: activity.start + WindowAlignment.step) - probability(atMost: earliest))
    }

    private func probability(atMost moment: Int64) -> Double {
      guard moment >= origin else { return 0 }
      return cumulative[min(cumulative.count - 1, Int((moment - origin) / WindowAlignment.step))]
    }
  }

  /// The grid: half a millisecond, which is what a duration in milliseconds leaves open.
  static let step: Int64 = 500
  /// Beyond so many tests or states a suite is not aligned: its windows stay bounded.
  private static let mostTests = 20_000
  private static let mostStates = 20_000
  private static let mostWork = 40_000_000
  /// Less activity than this tells nothing of when tests ran.
  private static let fewestActivities = 2
  /// Less activity than this, held by tests, confirms no order.
  private static let fewestHeld = 3

  /// How likely the runner is to take so many steps more between two tests; rounding may make it seem less than none.
  private static let transition: [(step: Int, probability: Double)] = [
    (-2, 0.01), (-1, 0.09), (0, 0.25), (1, 0.25), (2, 0.14), (3, 0.08), (4, 0.05), (5, 0.03), (6, 0.025),
    (7, 0.02), (8, 0.015), (9, 0.01), (10, 0.01), (11, 0.008), (12, 0.007),
  ]
  /// How likely the runner is to stop for longer, for any reason.
  private static let jump = 0.005
  /// How likely it is to stop for longer where one suite ends and another begins (a new process, a hook), or where a test
  /// was tried before and the file doesn't say for how long.
  private static let pauseJump = 0.9
  private static let typicalGap = 6000.0
  private static let preparation = 30_000.0
  private static let pauseDensity = 0.3 / 1_000_000
  private static let misfit = 1e-4

  /// What a window may be off by at its ends: 3 ms.
  private static let slackAtEnds: Int64 = 3000
  /// How many tests before and after are looked at for an activity.
  private static let mostNeighbours = 8

  /// By test, in the order given.
  let starts: [Start]
  /// The share of the activities that lie within the likeliest window of one test: near 1 where the tests did run one
  /// after another, and not near 1 where they ran side by side.
  let fit: Double
  /// Activity in the interval.
  let activities: [WorkerAssignment.Activity]

  /// Aligns a suite; nil where it is too large, or leaves no room for the tests.
  ///
  /// - Parameters:
  ///   - durations: of the tests in their order, in microseconds.
  ///   - interval: from the earliest start of the first test to the latest end of the last.
  ///   - activities: what packets show, by start, on the results' clock.
  ///   - pauses: the places of the tests before which the runner did something else: a suite begins with them, or they were
  ///     tried before.
  init?(
    durations: [Int64], interval: ClosedRange<Int64>, activities: [WorkerAssignment.Activity],
    pauses: Set<Int> = []
  ) {
    let within = activities.filter { interval.contains($0.start) }
    guard within.count >= Self.fewestActivities else { return nil }
    let sum = durations.reduce(0, &+)
    let slack = interval.upperBound - interval.lowerBound - sum
    guard !durations.isEmpty, slack >= 0, durations.count <= Self.mostTests else { return nil }
    let states = Int(slack / Self.step) + 2
    guard states <= Self.mostStates, states * durations.count <= Self.mostWork else { return nil }

    var origins: [Int64] = []
    var time = interval.lowerBound
    for duration in durations {
      origins.append(time)
      time += duration
    }
    let emission = Emission(within)
    let emissions = durations.indices.map { test in
      (0..<states).map { state in
        emission.likelihood(
          from: origins[test] + Int64(state) * Self.step,
          to: origins[test] + Int64(state) * Self.step + durations[test])
      }
    }
    var forward: [[Double]] = []
    var current = Array(repeating: 1 / Double(states), count: states)
    for test in durations.indices {
      let jump = pauses.contains(test) ? Self.pauseJump : Self.jump
      if test > 0 { current = Self.advance(current, jump: jump, isBackward: false) }
      for state in 0..<states { current[state] *= emissions[test][state] }
      Self.normalise(&current)
      forward.append(current)
    }
    var backward = Array(repeating: 1.0, count: states)
    var found: [Start] = []
    for test in durations.indices.reversed() {
      var posterior = forward[test]
      for state in 0..<states { posterior[state] *= backward[state] }
      Self.normalise(&posterior)
      var sum = 0.0
      let cumulative = posterior.map { probability -> Double in
        sum += probability
        return min(1, sum)
      }
      found.append(Start(origin: origins[test], cumulative: cumulative, duration: durations[test]))
      for state in 0..<states { backward[state] *= emissions[test][state] }
      let jump = pauses.contains(test) ? Self.pauseJump : Self.jump
      backward = Self.advance(backward, jump: jump, isBackward: true)
      Self.normalise(&backward)
    }
    starts = found.reversed()
    fit = Self.fit(of: within, starts)
    self.activities = within
  }

  /// The share of the activities that lie within the likeliest window of one test.
  private static func fit(of activities: [WorkerAssignment.Activity], _ starts: [Start]) -> Double {
    let middles = starts.map { $0.quantile(0.5) }
    let fitting = activities.count { activity in
      neighbours(of: activity, middles).contains { test in
        activity.start >= middles[test] - slackAtEnds
          && activity.stop <= middles[test] + starts[test].duration + slackAtEnds
      }
    }
    return Double(fitting) / Double(activities.count)
  }

  /// The tests that may have been running when an activity began, by their likeliest starts, which are in order.
  private static func neighbours(of activity: WorkerAssignment.Activity, _ middles: [Int64]) -> Range<Int> {
    let begun = middles.leadingCount { $0 <= activity.start }
    return max(0, begun - mostNeighbours)..<min(middles.count, begun + mostNeighbours)
  }

  /// Whether the order that was assumed explains what packets show: each activity lies within one test, but for one in
  /// twenty. Where tests ran side by side, in another order or at another time, it does not; nor where others were at it,
  /// such as a script that waits for the target, as tests would be placed by their doings.
  var isOrderConfirmed: Bool {
    let middles = starts.map { $0.quantile(0.5) }
    let held = activities.count { activity in
      Self.neighbours(of: activity, middles).reduce(0) { $0 + starts[$1].likelihood(ofHolding: activity) }
        > 0.9
    }
    return held >= Self.fewestHeld && (activities.count - held) * 20 <= activities.count
  }

  /// One step from test to test, in either direction.
  private static func advance(_ values: [Double], jump: Double, isBackward: Bool) -> [Double] {
    let count = values.count
    var next = Array(repeating: 0.0, count: count)
    for (step, probability) in transition {
      let shift = isBackward ? -step : step
      for state in max(0, -shift)..<max(max(0, -shift), min(count, count - shift)) {
        next[state + shift] += values[state] * probability
      }
    }
    let share = jump / Double(count)
    var sum = 0.0
    for index in 0..<count {
      let state = isBackward ? count - 1 - index : index
      next[state] += sum * share
      sum += values[state]
    }
    return next
  }

  private static func normalise(_ values: inout [Double]) {
    let sum = values.reduce(0, +)
    guard sum > 0 else {
      values = Array(repeating: 1 / Double(values.count), count: values.count)
      return
    }
    for index in values.indices { values[index] /= sum }
  }

  /// How well activity fits a test that ran from one moment to another; 1 where there is none.
  private struct Emission {
    private let starts: [Int64]
    private let stops: [Int64]

    init(_ activities: [WorkerAssignment.Activity]) {
      let sorted = activities.sorted { ($0.start, $0.stop) < ($1.start, $1.stop) }
      starts = sorted.map(\.start)
      stops = sorted.map(\.stop)
    }

    func likelihood(from: Int64, to: Int64) -> Double {
      var place = starts.leadingCount { $0 < from }
      guard place < starts.count, starts[place] <= to else { return 1 }
      let first = starts[place]
      var last = Int64.min
      var straddling = 0
      while place < starts.count, starts[place] <= to {
        if stops[place] > to + WindowAlignment.step {
          straddling += 1
        } else {
          last = max(last, stops[place])
        }
        place += 1
      }
      let fit = WindowAlignment.startDensity(first - from) / WindowAlignment.pauseDensity
      let end = last == .min ? 1 : WindowAlignment.density(to - last) / WindowAlignment.pauseDensity
      return fit * end * pow(WindowAlignment.misfit, Double(min(straddling, 8)))
    }
  }

  /// How likely a test is to take so long before its first packet: of 105 tests with recorded times that exercised a
  /// target, 70 % took up to 6 ms, and 20 % between 20 and 30 ms, as they first made a client with its certificates.
  private static func startDensity(_ gap: Int64) -> Double {
    let gap = Double(max(0, gap))
    return 0.6 * exp(-gap / typicalGap) / typicalGap + 0.3 * exp(-gap / preparation) / preparation
      + pauseDensity
  }

  private static func density(_ gap: Int64) -> Double {
    0.7 * exp(-Double(max(0, gap)) / typicalGap) / typicalGap + pauseDensity
  }
}
