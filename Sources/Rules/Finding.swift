/// What one rule says of one test, and on what it rests.
public struct Finding: Hashable, Sendable {
  /// The rule's id: its path below the rules folder without extension, `timing/faster-than-any-io`.
  public var rule: String
  /// The rule's group: the folder it lies in.
  public var group: String
  /// Which side the rule takes.
  public var says: Says
  /// The weight of the finding: log2 of how much likelier the observation is for a real than for a fake test.
  /// Positive for real, negative for fake, 0 where the rule abstains.
  public var bits: Double
  /// A sentence with the observed number and the number it was compared with.
  public var reason: String
  /// The evidence rows it rests on: `test:12`, `connection:7`, `lookup:3`, `exchange:9`.
  public var proof: [String]

  /// A finding of a rule.
  public init(rule: String, group: String, says: Says, bits: Double, reason: String, proof: [String]) {
    self.rule = rule
    self.group = group
    self.says = says
    self.bits = bits
    self.reason = reason
    self.proof = proof
  }
}
