/// A policy's value for a parameter of a rule.
public struct ParameterOverride: Hashable, Sendable {
  /// The rule's id.
  public var rule: String
  /// The parameter's name.
  public var name: String
  /// The value that the rule is run with.
  public var value: Double
  /// The line of the policy in which it stands, counted from 1.
  public var line: Int

  /// A value for a parameter.
  public init(rule: String, name: String, value: Double, line: Int) {
    self.rule = rule
    self.name = name
    self.value = value
    self.line = line
  }
}
