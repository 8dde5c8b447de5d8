/// How a test ended, in the words that the result formats share.
public enum Outcome: String, Sendable, CaseIterable {
  /// The test ran and nothing in it failed.
  case passed
  /// An assertion or the test's own code failed.
  case failed
  /// Something around the test failed: a fixture, the collection, the runner.
  case error
  /// The test did not run, or ended itself early as skipped, or failed as expected (xfail).
  case skipped
}
