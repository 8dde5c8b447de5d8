/// What the gate says of a judged run, by a policy.
public struct GateDecision: Sendable {
  /// One reason for which the gate fails.
  public struct Breach: Sendable {
    /// What is held against the run.
    public var condition: GateCondition
    /// A sentence with the observed number and the number that the policy allows.
    public var sentence: String
    /// The tests it is about, as places in the judgement's list of tests; empty where it is about the run.
    public var tests: [Int]

    /// A reason for which the gate fails.
    public init(condition: GateCondition, sentence: String, tests: [Int] = []) {
      self.condition = condition
      self.sentence = sentence
      self.tests = tests
    }
  }

  /// A test that would fail the gate, and why it does not.
  public struct Excuse: Sendable {
    /// The test, as a place in the judgement's list of tests.
    public var test: Int
    /// A sentence: that the baseline knows it, or the waiver's reason and end date.
    public var sentence: String

    /// A test that is excused.
    public init(test: Int, sentence: String) {
      self.test = test
      self.sentence = sentence
    }
  }

  /// Where the policy was read from: a path, or a path at a revision.
  public var policy: String
  /// Why the gate fails; empty where it passes.
  public var breaches: [Breach]
  /// Tests that would fail the gate but for the baseline or a waiver, in the order of the judgement's tests.
  public var excused: [Excuse]
  /// What does not fail the gate but should be known, a sentence each: baseline entries that are better now, waivers
  /// that match nothing or end soon.
  public var notes: [String]

  /// A decision.
  public init(policy: String, breaches: [Breach], excused: [Excuse] = [], notes: [String] = []) {
    self.policy = policy
    self.breaches = breaches
    self.excused = excused
    self.notes = notes
  }

  /// Whether the gate lets the run through.
  public var isPassed: Bool { breaches.isEmpty }
}
