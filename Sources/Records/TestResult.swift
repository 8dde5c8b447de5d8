/// What one result file says of one attempt at one test.
public struct TestResult: Hashable, Sendable {
  /// What a result's single duration figure covers.
  public enum DurationScope: String, Sendable {
    /// The body of the test alone.
    case call
    /// Setup, body and teardown together.
    case total
    /// More than the test: waiting for a worker and starting a process are part of it.
    case limit
  }

  /// The test's identity: pytest's node id where the format has it, otherwise `classname::name`.
  public var id: String
  /// The class name as the format writes it; empty where there is none.
  public var className: String
  /// The test's own name, parameters included.
  public var name: String
  /// The source file, as the format writes it.
  public var file: String?
  /// The position of the suite in its file, counted from 0, as in ``TestSuite/ordinal``.
  public var suite: Int
  /// The position of the result in its file, counted from 0: the order of execution in most formats.
  public var ordinal: Int
  /// Which attempt at the test this is, counted from 1.
  public var attempt: Int
  /// How the test ended.
  public var outcome: Outcome
  /// The first line of the failure's or skip's message, with pytest's `assert` line behind it, shortened to 500 bytes.
  public var message: String?
  /// The format's single figure for the test.
  public var duration: RecordedDuration?
  /// What `duration` covers.
  public var durationScope: DurationScope
  /// The phases, where the format tells them apart.
  public var setup: TestPhase?
  /// The body of the test.
  public var call: TestPhase?
  /// What ran after the body.
  public var teardown: TestPhase?
  /// When the test began, where the format has it.
  public var start: Timestamp?
  /// When the test ended, where the format has it.
  public var stop: Timestamp?
  /// The worker process that ran the test (`gw0`, ...), where the format has it.
  public var worker: String?
  /// Marks on the test (pytest keywords and markers, tags), in the file's order.
  public var markers: [String]
  /// Whether it holds other tests, which have results of their own, such as Go's parent of subtests.
  public var isGroup: Bool

  /// A result with the facts that every format has; the rest is set afterwards.
  public init(id: String, className: String, name: String, outcome: Outcome) {
    self.id = id
    self.className = className
    self.name = name
    self.suite = 0
    self.ordinal = 0
    self.attempt = 1
    self.outcome = outcome
    self.durationScope = .total
    self.markers = []
    self.isGroup = false
  }
}
