/// What a suite promises of its tests.
public enum Expectation: String, Sendable, CaseIterable {
  /// They exercise the declared target.
  case real
  /// They exercise the target, which is on this machine by design: containers, emulators.
  case loopback
  /// They replace the target by a mock, and say so.
  case mocked
  /// They need no network.
  case offline
}
