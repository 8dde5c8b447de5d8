public import Evidence
public import Rules

/// All that a report shows of one run.
public struct ReportedRun: Sendable {
  /// The run and the verdicts on its tests.
  public var judgement: Judgement
  /// The files that were given and not used.
  public var leftOut: [LeftOutFile]
  /// What the gate says of the run; nil where no policy was asked.
  public var gate: GateDecision?
  /// The turns of traffic in the tests' windows, by `testID`; empty where the report shows none.
  public var activity: [Int64: [ActivityFacts]]

  /// A judged run.
  public init(
    _ judgement: Judgement, leftOut: [LeftOutFile] = [], gate: GateDecision? = nil,
    activity: [Int64: [ActivityFacts]] = [:]
  ) {
    self.judgement = judgement
    self.leftOut = leftOut
    self.gate = gate
    self.activity = activity
  }
}
