/// What labelled runs say of the rules' weights, and of verdicts on runs that the weights don't come from.
public struct CalibrationStudy: Sendable {
  /// Verdicts by one choice of weights.
  public struct Outcome: Sendable {
    /// How often tests were real, by the probability that they were given.
    public var table: CalibrationTable
    /// How many verdicts were right.
    public var score: CalibrationScore

    init(of runs: [LabelledRun]) {
      table = CalibrationTable(of: runs)
      score = CalibrationScore(of: runs)
    }
  }

  /// The runs as they are judged with the rules' weights.
  public let runs: [LabelledRun]
  /// The counts by rule and side.
  public let counts: [RuleCount]
  /// Judged with the weights in the rules' files.
  public let asFiled: Outcome
  /// Judged with weights fitted on all runs.
  public let inSample: Outcome
  /// Each run judged with weights fitted on the runs of the other folds; nil where there is one fold.
  public let heldOut: Outcome?
  /// The folds that were left out in turn.
  public let folds: [String]

  /// A study of labelled runs.
  public init(_ runs: [LabelledRun]) {
    let byFold = Dictionary(grouping: runs, by: \.fold)
    let folds = byFold.keys.sorted()
    let countsByFold = byFold.mapValues(RuleCounter.counts)
    let counts = RuleCounter.sum(of: folds.compactMap { countsByFold[$0] })
    self.runs = runs
    self.folds = folds
    self.counts = counts
    asFiled = Outcome(of: runs)
    let fitted = Self.weights(by: counts)
    inSample = Outcome(of: runs.map { $0.judged(with: fitted) })
    guard folds.count > 1 else {
      heldOut = nil
      return
    }
    heldOut = Outcome(
      of: folds.flatMap { fold in
        let others = RuleCounter.sum(of: folds.compactMap { $0 == fold ? nil : countsByFold[$0] })
        let weights = Self.weights(by: others)
        return (byFold[fold] ?? []).map { $0.judged(with: weights) }
      })
  }

  /// The weight that the counts imply where there are enough, or else the one in the rule's file.
  private static func weights(by counts: [RuleCount]) -> [String: Rule.Weight] {
    var weights: [String: Rule.Weight] = [:]
    for count in counts {
      let bits = count.fittedBits ?? count.bits
      switch count.says {
      case .real: weights[count.rule, default: Rule.Weight(real: 0, fake: 0)].real = bits
      case .fake: weights[count.rule, default: Rule.Weight(real: 0, fake: 0)].fake = bits
      case .skip: break
      }
    }
    return weights
  }
}
