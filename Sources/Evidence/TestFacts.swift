public import Records

/// What the store knows of one test of a run, judged or not.
public struct TestFacts: Sendable {
  /// The kind of a test's window.
  public enum WindowKind: String, Sendable {
    /// Start and stop are recorded.
    case exact
    /// Start and stop are derived from the suite's time and the tests' durations.
    case bounded
    /// Neither is known.
    case none
  }

  /// The test's number in the store: `test_id` of the views.
  public var testID: Int64
  /// The test's identity.
  public var id: String
  /// The class name; empty where there is none.
  public var className: String
  /// The test's own name.
  public var name: String
  /// The source file, where known.
  public var file: String?
  /// How its last attempt ended.
  public var outcome: Outcome
  /// How often it was tried.
  public var attempts: Int
  /// The first line of the failure's or skip's message.
  public var message: String?
  /// What the suite promises of it.
  public var expectation: Expectation
  /// The whole duration in microseconds as the best file has it; nil where unknown.
  public var durationMicroseconds: Int64?
  /// The most that the body can have lasted in microseconds, by the format's resolution; of a format that doesn't tell
  /// phases apart, the most that setup, body and teardown together can have lasted. Nil where unknown.
  public var bodyMostMicroseconds: Int64? = nil
  /// How the window is known.
  public var windowKind: WindowKind
  /// The earliest that it can have begun.
  public var windowStart: Timestamp?
  /// The latest that it can have ended.
  public var windowStop: Timestamp?
  /// Whether a packet capture covers the window, and no packets are known to be missing near it; nil without a capture or a window.
  public var isCovered: Bool?
  /// The best witness that the run has for this window.
  public var bestWitness: Witness
  /// For a test that failed: how far it got, as its traffic shows.
  public var failure: FailureKind?
  /// Whether it holds other tests, which have results of their own.
  public var isGroup = false
  /// Whether it is known in which declared scope the test is: false where a pattern of `--expect` matches no test, and
  /// the result files do not say in which file this one is.
  public var isScopeKnown = true

  /// One form of the identity for all result formats: pytest's node id and JUnit's `classname::name` of one test have
  /// the same key.
  public var key: String { Self.key(of: id) }

  /// The key of an identity as a result file writes it.
  public static func key(of id: String) -> String { ResultMerger.key(id) }

  /// How a failed test failed, as far as its traffic tells.
  public enum FailureKind: String, Sendable {
    /// No packet to the target before it ended.
    case beforeNetwork = "before any network"
    /// After the target had answered.
    case afterRealTraffic = "after real traffic"
    /// The target refused the connection.
    case refused
    /// The target was asked and didn't answer.
    case unanswered
  }
}
