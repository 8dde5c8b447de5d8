/// What all findings together say of one test.
public enum Verdict: String, Sendable, CaseIterable {
  /// Evidence shows that the target was exercised.
  case real
  /// It passed, and evidence shows that the target was not exercised.
  case fake
  /// The evidence conflicts, or the target was touched but not in the way the test claims.
  case suspect
  /// Too little evidence either way.
  case inconclusive
  /// Not judged: skipped, failed, or declared to need no target.
  case exempt
}
