/// One phase of a test: its setup, its call (the body) or its teardown.
public struct TestPhase: Hashable, Sendable {
  /// How long the phase took.
  public var duration: RecordedDuration?
  /// When the phase began, where the format has it.
  public var start: Timestamp?
  /// When the phase ended, where the format has it.
  public var stop: Timestamp?
  /// How the phase ended.
  public var outcome: Outcome?

  /// A phase of which nothing need be known.
  public init(
    duration: RecordedDuration? = nil, start: Timestamp? = nil, stop: Timestamp? = nil,
    outcome: Outcome? = nil
  ) {
    self.duration = duration
    self.start = start
    self.stop = stop
    self.outcome = outcome
  }
}
