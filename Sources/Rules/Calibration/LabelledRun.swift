import Evidence
import Records

/// A judged run of which the truth is known.
public struct LabelledRun: Sendable {
  /// A test that was judged, and the truth about it.
  public struct Test: Sendable {
    /// The truth.
    public var truth: TruthFile.Entry
    /// The verdict with its findings.
    public var verdict: TestVerdict

    /// A labelled test.
    public init(truth: TruthFile.Entry, verdict: TestVerdict) {
      self.truth = truth
      self.verdict = verdict
    }

    /// Whether rules are measured on it: it was judged, seen, is not one that evidence can hardly tell, and claims the
    /// target.
    var isCounted: Bool { isJudged && truth.isObservable && !truth.isHard }

    /// Whether it was judged and is either real or fake.
    var isJudged: Bool { verdict.verdict != .exempt && truth.label != .notApplicable }
  }

  /// The run's name.
  public var name: String
  /// The runs that are left out together with it.
  public var fold: String
  /// The labelled tests, in the order of the result files.
  public var tests: [Test]
  /// How many tests of the result files the truth doesn't name.
  public var unlabelled: Int
  /// The rules that looked at the run, in the order of their ids.
  public var rules: [Rule]

  /// A run and its truth.
  ///
  /// - Parameter fold: runs of one fold are left out together.
  public init(_ judgement: Judgement, truth: TruthFile, name: String, fold: String) {
    self.name = name
    self.fold = fold
    tests = judgement.tests.compactMap { verdict in
      truth.entry(of: verdict.facts).map { Test(truth: $0, verdict: verdict) }
    }
    unlabelled = judgement.tests.count - tests.count
    rules = judgement.rules.filter { judgement.run.hasPackets || !$0.needs.contains(.packets) }
  }

  /// The run as it is judged with the same findings and other weights.
  func judged(with weights: [String: Rule.Weight]) -> LabelledRun {
    var run = self
    for place in run.rules.indices {
      if let weight = weights[run.rules[place].id] { run.rules[place].weight = weight }
    }
    let combination = VerdictCombination(rules: run.rules)
    for place in run.tests.indices {
      let verdict = run.tests[place].verdict
      let findings = verdict.findings.map { finding in
        var finding = finding
        finding.bits = weights[finding.rule]?.bits(finding.says) ?? finding.bits
        return finding
      }
      run.tests[place].verdict = combination.verdict(on: verdict.facts, findings: findings)
    }
    return run
  }
}
