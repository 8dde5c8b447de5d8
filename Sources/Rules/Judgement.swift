public import Evidence

/// One run, judged: every test with its verdict, and the rules that were applied.
public struct Judgement: Sendable {
  /// The run as a whole.
  public var run: RunFacts
  /// Every test of the run, in the order of the result files.
  public var tests: [TestVerdict]
  /// The rules that were applied, in the order of their ids.
  public var rules: [Rule]

  /// A judged run.
  public init(run: RunFacts, tests: [TestVerdict], rules: [Rule]) {
    self.run = run
    self.tests = tests
    self.rules = rules
  }

  /// The counts.
  public var summary: Summary { Summary(of: tests) }
}
