/// What the history of a test shows that no single run does.
///
/// History alone never convicts: it can make a test suspect that is otherwise inconclusive.
public struct HistoryFinding: Hashable, Sendable {
  /// What was seen.
  public enum Kind: String, Sendable, CaseIterable, Comparable {
    /// The same duration in run after run, where one with a network in it would have varied.
    case repeatedDuration = "repeated-duration"
    /// A duration that is a small part of what it had been.
    case collapsedDuration = "collapsed-duration"
    /// The identifier of an answer that another run had before.
    case repeatedIdentifier = "repeated-identifier"
    /// The Date of an answer that another run had before.
    case repeatedDate = "repeated-date"

    /// Orders by place in the list of kinds.
    public static func < (one: Kind, other: Kind) -> Bool {
      (allCases.firstIndex(of: one) ?? 0) < (allCases.firstIndex(of: other) ?? 0)
    }
  }

  /// What was seen.
  public var kind: Kind
  /// The first run, by its place in the audit, in which it was seen.
  public var since: Int
  /// The last run in which it was seen.
  public var until: Int
  /// In how many runs it was seen.
  public var runs: Int
  /// A sentence with the observed number and the number it was compared with.
  public var reason: String

  /// A finding.
  public init(kind: Kind, since: Int, until: Int, runs: Int, reason: String) {
    self.kind = kind
    self.since = since
    self.until = until
    self.runs = runs
    self.reason = reason
  }
}
