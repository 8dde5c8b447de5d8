import Evidence

/// What was wrong with a project's tests when it took up the gate, or when its baseline was last written.
///
/// The gate lets pass what the baseline knows, so that only what is new or worse blocks. `docs/policy.md` describes the
/// file.
public struct Baseline: Hashable, Sendable {
  /// The name of the file's schema.
  public static let schema = "assay/baseline/1"
  /// What a baseline can know of a test.
  public static let conditions: [GateCondition] = [.fake, .suspect, .tooShort]

  /// How many tests the run had.
  public var tests: Int
  /// What was held against tests, by their ids; each has at least one of ``conditions``.
  public var failing: [String: Set<GateCondition>]

  /// A baseline.
  public init(tests: Int, failing: [String: Set<GateCondition>]) {
    self.tests = tests
    self.failing = failing
  }

  /// What is wrong with the tests of a run; those that a waiver of the policy is for are left to the waiver, whose end
  /// would otherwise pass unnoticed.
  public init(of judgement: Judgement, policy: Policy) {
    self.init(tests: judgement.tests.count, failing: [:])
    for test in judgement.tests {
      let objections = policy.objections(to: test)
      guard !objections.isEmpty, !policy.waivers.contains(where: { $0.tests.matches(test.facts) }) else {
        continue
      }
      failing[test.facts.id, default: []].formUnion(objections)
    }
  }

  /// Whether the baseline knows of a test what is held against it now; a test that was fake may be suspect.
  func knows(_ condition: GateCondition, of id: String) -> Bool {
    guard let known = failing[id] else { return false }
    return known.contains(condition) || (condition == .suspect && known.contains(.fake))
  }
}
