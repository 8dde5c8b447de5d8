/// A mark of an answer that a test had from its target, which no answer of another run should have.
public struct ArchivedAnswer: Hashable, Sendable {
  /// What the mark is of.
  public enum Mark: UInt32, Sendable {
    /// The identifier that a front end gives to each response, with the host.
    case identifier = 0
    /// The Date header with the host: a second of the past.
    case date = 1
  }

  /// The test's number: of the view's `test_id` when it is read from a run, of the archive when it is kept.
  public var test: Int32
  /// What the mark is of.
  public var mark: Mark
  /// The first 64 bits of the SHA-256 of what is marked: equality can be tested, the value can't be read back.
  public var hash: UInt64

  /// A mark.
  public init(test: Int32, mark: Mark, hash: UInt64) {
    self.test = test
    self.mark = mark
    self.hash = hash
  }
}
