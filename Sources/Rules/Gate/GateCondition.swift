/// What a policy can hold against a run; the raw values are the words of `assay.yaml`.
public enum GateCondition: String, Sendable, CaseIterable {
  /// A test is fake.
  case fake
  /// A test is suspect.
  case suspect
  /// A larger share of the tests that passed is inconclusive than the policy allows.
  case inconclusive
  /// The run has no packet capture.
  case noCapture = "no-capture"
  /// The run has fewer tests than the baseline.
  case fewerTests = "fewer-tests"
  /// A test that passed was quicker than the policy's minimum duration.
  case tooShort = "too-short"
  /// A waiver's end date has passed.
  case expiredWaiver = "expired-waiver"
}
