/// By what a run was judged.
public struct JudgingFingerprint: Hashable, Sendable {
  /// A digest of what was declared of the run: targets, promises, ignored hosts.
  public var declared: String
  /// A digest of all else: rules with their weights and parameters, and the program.
  public var judge: String

  /// Two digests.
  public init(declared: String, judge: String) {
    self.declared = declared
    self.judge = judge
  }
}
