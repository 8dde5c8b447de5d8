/// What a capture covered on one interface: absence of traffic counts only inside of it.
public struct Capture: Hashable, Sendable {
  /// The interface's number within its source, counted from 0.
  public var interface: Int
  /// The interface's name, where the capture has it.
  public var name: String?
  /// The link type (LINKTYPE_ number of the tcpdump project).
  public var linkType: Int
  /// The most bytes kept of each packet; 0 where there is no limit.
  public var snapLength: Int
  /// The first packet, or the start that the capture declares.
  public var first: Timestamp?
  /// The last packet, or the end that the capture declares.
  public var last: Timestamp?
  /// Packets in the capture.
  public var packets: Int
  /// Packets of which the snap length cut a part.
  public var truncatedPackets: Int
  /// Packets that the capture says it dropped; nil where it does not say.
  public var droppedPackets: Int?
  /// Packets that could not be decoded.
  public var undecodedPackets: Int

  /// An interface on which nothing has been seen yet.
  public init(interface: Int, linkType: Int, snapLength: Int) {
    self.interface = interface
    self.linkType = linkType
    self.snapLength = snapLength
    self.packets = 0
    self.truncatedPackets = 0
    self.undecodedPackets = 0
  }
}
