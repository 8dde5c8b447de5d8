public import Evidence

/// One of the two runs that are compared: judged, and with what its traffic came to.
public struct ComparedRun: Sendable {
  /// The run and the verdicts on its tests.
  public var judgement: Judgement
  /// What the traffic in the tests' windows came to.
  public var contacts: RunContacts

  /// A run.
  public init(_ judgement: Judgement, contacts: RunContacts) {
    self.judgement = judgement
    self.contacts = contacts
  }

  /// The counts and times of the run.
  public var totals: RunTotals { RunTotals(of: self) }
}
