import Evidence
import Records

/// The counts of a judged run.
public struct Summary: Hashable, Sendable {
  /// How many tests the run has.
  public var tests: Int
  /// How many of them passed.
  public var passed: Int
  /// How many have each verdict; every verdict has an entry.
  public var verdicts: [Verdict: Int]

  /// The counts over these tests.
  public init(of tests: [TestVerdict]) {
    self.tests = tests.count
    passed = tests.count { $0.facts.outcome == .passed }
    verdicts = Dictionary(uniqueKeysWithValues: Verdict.allCases.map { ($0, 0) })
    for test in tests { verdicts[test.verdict, default: 0] += 1 }
  }

  /// How many tests are proven real.
  public var provenReal: Int { self[.real] }

  /// The share of tests that passed, from 0 to 1; nil where there are no tests.
  public var reportedPassRate: Double? {
    tests == 0 ? nil : Double(passed) / Double(tests)
  }

  /// How many tests have this verdict.
  public subscript(verdict: Verdict) -> Int { verdicts[verdict] ?? 0 }
}
