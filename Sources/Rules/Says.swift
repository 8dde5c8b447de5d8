/// What one rule says of one test.
public enum Says: String, Sendable, CaseIterable {
  /// The evidence speaks for a test that exercised its target.
  case real
  /// The evidence speaks for a test that did not.
  case fake
  /// The rule looked at the test and abstains.
  case skip
}
