import Records
public import Evidence

/// A test, side by side as two runs have it.
public struct ComparedTest: Sendable {
  /// A test in one of the runs.
  public struct Side: Sendable {
    /// The verdict, with the test's outcome and duration.
    public let verdict: TestVerdict
    /// What the traffic in its window came to.
    public let contact: ContactFacts

    /// A test with its traffic.
    public init(_ verdict: TestVerdict, contact: ContactFacts) {
      self.verdict = verdict
      self.contact = contact
    }

    /// The explanation, where the test failed.
    public var failure: FailureExplanation? {
      [.failed, .error].contains(verdict.facts.outcome) ? FailureExplanation(verdict.facts) : nil
    }
  }

  /// The test in the earlier run; nil for a new one.
  public let before: Side?
  /// The test in the later run; nil for one that is gone.
  public let after: Side?
  /// Why the two are held to be one; nil where the test is in one run only.
  public let match: TestMatch?
  /// What became of it.
  public let change: Change

  /// A test that is in both runs.
  init(before: Side, after: Side, match: TestMatch) {
    self.before = before
    self.after = after
    self.match = match
    change = Change(from: before.verdict, to: after.verdict)
  }

  /// A test that only the later run has.
  init(new after: Side) {
    (before, self.after, match, change) = (nil, after, nil, .new)
  }

  /// A test that only the earlier run has.
  init(gone before: Side) {
    (self.before, after, match, change) = (before, nil, nil, .gone)
  }

  /// The id in the later run, or in the earlier where it is gone.
  public var id: String { (after ?? before)?.verdict.facts.id ?? "" }
}
