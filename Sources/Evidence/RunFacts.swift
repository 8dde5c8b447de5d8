public import Records

/// What the store knows of one run as a whole.
public struct RunFacts: Sendable {
  /// An imported file.
  public struct Source: Sendable {
    /// The path as it was given.
    public var path: String
    /// The reader that read it: `junit-xml`, `pcap`, ...
    public var kind: String
    /// The SHA-256 of the file, in lower-case hexadecimal.
    public var sha256: String
    /// How many records came of it.
    public var records: Int
    /// How many oddities it has.
    public var oddities: Int
    /// What its clock is ahead of the results' clock, in microseconds, where that was declared or estimated.
    public var clockOffsetMicroseconds: Int64
    /// How the offset is known: `declared`, `estimated` or nil for none.
    public var clockBasis: String?
    /// By how much the offset may be wrong, in microseconds.
    public var clockErrorMicroseconds: Int64
  }

  /// What one capture covered on one interface.
  public struct Coverage: Sendable {
    /// The path of the capture.
    public var path: String
    /// The interface, where the capture names it.
    public var interface: String?
    /// The first packet, on the results' clock.
    public var start: Timestamp?
    /// The last packet, on the results' clock.
    public var stop: Timestamp?
    /// Packets in the capture.
    public var packets: Int
    /// Packets that the capture says it dropped; nil where it does not say.
    public var dropped: Int?
    /// The most bytes kept of each packet; 0 where there is no limit.
    public var snapLength: Int
  }

  /// The run's name.
  public var name: String
  /// When its first suite or test began.
  public var startedAt: Timestamp?
  /// The targets as declared.
  public var targets: [String]
  /// The imported files, in the order of import.
  public var sources: [Source]
  /// What the captures covered.
  public var coverage: [Coverage]
  /// Whether the run has a packet capture.
  public var hasPackets: Bool
  /// The least time from SYN to SYN-ACK with a target, in microseconds.
  public var roundTripMicroseconds: Int64?
  /// The first oddities of each name, for the reader.
  public var oddities: [OddityFacts]
}

/// Oddities of one name in one source.
public struct OddityFacts: Sendable {
  /// The path of the source.
  public var path: String
  /// What is odd.
  public var name: String
  /// The detail of the first of them.
  public var detail: String
  /// How many there are.
  public var count: Int
}
