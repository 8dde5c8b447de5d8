/// A DNS question, and the answer where one was seen (RFC 1035).
public struct Lookup: Hashable, Sendable {
  /// One resource record of an answer.
  public struct Answer: Hashable, Sendable {
    /// The name that the record is about, in lower case, without the final dot.
    public var name: String
    /// The record type: 1 A, 5 CNAME, 28 AAAA, 65 HTTPS, ... (RFC 1035, 3.2.2).
    public var type: UInt16
    /// How long the answer may be kept, in seconds.
    public var timeToLive: UInt32
    /// The address of an A or AAAA record.
    public var address: IPAddress?
    /// The name that a CNAME record points at, in lower case.
    public var target: String?

    /// A resource record.
    public init(
      name: String, type: UInt16, timeToLive: UInt32, address: IPAddress? = nil, target: String? = nil
    ) {
      self.name = name
      self.type = type
      self.timeToLive = timeToLive
      self.address = address
      self.target = target
    }
  }

  /// The ordinal of the connection that carried it; nil where it did not come from packets.
  public var connection: Int?
  /// When the question was sent; nil where only the answer was seen.
  public var query: Timestamp?
  /// When the answer arrived; nil where there was none.
  public var response: Timestamp?
  /// The name asked for, in lower case, without the final dot.
  public var name: String
  /// The type asked for: 1 A, 28 AAAA, ...
  public var type: UInt16
  /// The response code: 0 no error, 3 no such name, ... (RFC 1035, 4.1.1); nil without an answer.
  public var responseCode: UInt8?
  /// The records of the answer section, CNAME chains included.
  public var answers: [Answer]

  /// A question for `name`.
  public init(name: String, type: UInt16) {
    self.name = name
    self.type = type
    self.answers = []
  }
}
