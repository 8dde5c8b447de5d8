/// For which conditions a policy lets the gate fail.
public struct FailConditions: Hashable, Sendable {
  /// A test is fake.
  public var fake = true
  /// A test is suspect.
  public var suspect = false
  /// More of the judged tests than this are inconclusive; nil where any number may be.
  public var inconclusive: Allowance?
  /// The run has no packet capture.
  public var noCapture = false
  /// The run has fewer tests than the baseline, by more than this; nil where any number may be missing.
  public var fewerTests: Allowance?

  /// The conditions of a policy that says nothing of them: fakes fail the gate, and nothing else does.
  public init() {}
}
