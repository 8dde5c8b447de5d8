/// Why a test of a run has its verdict.
public struct ArchivedReason: Hashable, Sendable {
  /// The rule that weighs the most for the verdict; empty where no rule spoke.
  public var rule: String
  /// What it says, or the cause of a verdict that no rule gave.
  public var sentence: String

  /// A reason.
  public init(rule: String, sentence: String) {
    self.rule = rule
    self.sentence = sentence
  }
}
