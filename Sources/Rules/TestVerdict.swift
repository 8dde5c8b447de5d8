public import Evidence

/// The verdict on one test, and all that led to it.
public struct TestVerdict: Sendable {
  /// The test.
  public var facts: TestFacts
  /// The verdict.
  public var verdict: Verdict
  /// Why the test is exempt or suspect; nil for the other verdicts.
  public var cause: String?
  /// The one sentence that says what would settle the matter; nil unless the verdict is inconclusive.
  public var settle: String?
  /// The prior plus the votes of the groups, in bits; 0 for an exempt test.
  public var scoreBits: Double
  /// How likely the test is real by its score, from 0 to 1.
  public var probabilityReal: Double
  /// What the rules said, abstentions included, in the order of the rules' ids; empty for an exempt test.
  public var findings: [Finding]

  /// A verdict on a test.
  public init(
    facts: TestFacts, verdict: Verdict, cause: String? = nil, settle: String? = nil, scoreBits: Double,
    probabilityReal: Double, findings: [Finding]
  ) {
    self.facts = facts
    self.verdict = verdict
    self.cause = cause
    self.settle = settle
    self.scoreBits = scoreBits
    self.probabilityReal = probabilityReal
    self.findings = findings
  }
}
