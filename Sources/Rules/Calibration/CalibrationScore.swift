import Evidence
import Records

/// What the verdicts on labelled runs are worth.
public struct CalibrationScore: Hashable, Sendable {
  /// A part of a whole.
  public struct Share: Hashable, Sendable {
    /// The part.
    public var part = 0
    /// The whole.
    public var whole = 0

    /// Counts one of the whole.
    mutating func count(_ isPart: Bool) {
      whole += 1
      part += isPart ? 1 : 0
    }
  }

  /// Fakes that were seen and are not hard: those called fake.
  public var plainFakes = Share()
  /// Other fakes: those called fake.
  public var otherFakes = Share()
  /// Real tests that passed: those called real.
  public var reals = Share()
  /// Real tests and those that claim nothing: those called fake.
  public var accused = Share()
  /// Fakes: those called real.
  public var missed = Share()

  /// The score of the verdicts.
  init(of runs: [LabelledRun]) {
    for test in runs.flatMap(\.tests) {
      let verdict = test.verdict.verdict
      switch test.truth.label {
      case .fake:
        let isPlain = test.truth.isObservable && !test.truth.isHard
        if isPlain { plainFakes.count(verdict == .fake) } else { otherFakes.count(verdict == .fake) }
        missed.count(verdict == .real)
      case .real:
        if test.verdict.facts.outcome == .passed { reals.count(verdict == .real) }
        accused.count(verdict == .fake)
      case .notApplicable: accused.count(verdict == .fake)
      }
    }
  }
}
