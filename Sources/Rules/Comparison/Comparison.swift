import Evidence

/// Two runs of a suite side by side, test by test.
public struct Comparison: Sendable {
  /// The earlier run.
  public let before: ComparedRun
  /// The later run.
  public let after: ComparedRun
  /// The tests of the later run in its order, then those that are gone in the order of the earlier run.
  public let tests: [ComparedTest]

  /// Compares two judged runs.
  public init(before: ComparedRun, after: ComparedRun) {
    self.before = before
    self.after = after
    func sides(_ run: ComparedRun) -> [ComparedTest.Side] {
      run.judgement.tests.map { test in
        ComparedTest.Side(test, contact: run.contacts.tests[test.facts.testID] ?? .init())
      }
    }
    let (earlier, later) = (sides(before), sides(after))
    let matching = TestMatching(
      before: earlier.map { TestAddress($0.verdict.facts) },
      after: later.map { TestAddress($0.verdict.facts) })
    var isGone = Array(repeating: true, count: earlier.count)
    var tests = later.enumerated().map { place, side in
      guard let (place, match) = matching.matches[place] else { return ComparedTest(new: side) }
      isGone[place] = false
      return ComparedTest(before: earlier[place], after: side, match: match)
    }
    for (place, side) in earlier.enumerated() where isGone[place] { tests.append(ComparedTest(gone: side)) }
    self.tests = tests
  }

  /// The tests of which something became, in the order of ``tests``.
  public subscript(change: Change) -> [ComparedTest] { tests.filter { $0.change == change } }

  /// How many tests of each change there are; every change has an entry.
  public var counts: [Change: Int] {
    var counts = Dictionary(uniqueKeysWithValues: Change.allCases.map { ($0, 0) })
    for test in tests { counts[test.change, default: 0] += 1 }
    return counts
  }

  /// The tests that were found again under another name or in another place.
  public var renamed: [ComparedTest] { tests.filter { ($0.match?.kind ?? .same) != .same } }

  /// The tests that failed in the later run.
  public var failures: [ComparedTest] { tests.filter { $0.after?.failure != nil } }

  /// The durations of the tests that are in both runs with a duration, added up, in microseconds, and how many they are.
  public var matchedDurations: (tests: Int, before: Int64, after: Int64) {
    tests.reduce(into: (tests: 0, before: Int64(0), after: Int64(0))) { sum, test in
      guard let before = test.before?.verdict.facts.durationMicroseconds,
        let after = test.after?.verdict.facts.durationMicroseconds
      else { return }
      sum = (sum.tests + 1, RunTotals.sum(sum.before, before), RunTotals.sum(sum.after, after))
    }
  }
}
