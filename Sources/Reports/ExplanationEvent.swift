public import Records

/// Something that is known to have happened around a test, for the timeline of an ``Explanation``.
public struct ExplanationEvent: Hashable, Sendable {
  /// When it happened, on the results' clock; nil where that is not known.
  public var time: Timestamp?
  /// What happened.
  public var text: String
  /// Where it is recorded: `run.pcap`, `client.log:12`.
  public var source: String

  /// An event.
  public init(time: Timestamp?, text: String, source: String) {
    self.time = time
    self.text = text
    self.source = source
  }
}
