/// One turn of traffic on a connection: what the client sent and what the server answered, until the client spoke again.
///
/// Bursts tell in which test's window a long-lived connection was used. Only payload counts:
/// acknowledgements, keep-alive probes and retransmissions are not part of any burst.
public struct Burst: Hashable, Sendable {
  /// What the payload of a burst is.
  public enum Content: UInt8, Sendable {
    /// Bytes of the application, or bytes whose protocol is not known.
    case application = 0
    /// The handshake of TLS: nothing of the application moved.
    case handshake = 1
    /// The end of a connection: a TLS alert (close_notify), or the shutdown messages of HTTP/2 and WebSocket where they can be told.
    case closing = 2
  }

  /// The first packet with payload.
  public var start: Timestamp
  /// The last packet with payload.
  public var stop: Timestamp
  /// The client's last packet before the server's first; nil where the client sent nothing.
  public var lastClient: Timestamp?
  /// The server's first packet with payload; nil where it sent nothing.
  public var firstServer: Timestamp?
  /// Payload bytes from the client.
  public var clientBytes: Int
  /// Payload bytes from the server.
  public var serverBytes: Int
  /// Packets with payload from the client.
  public var clientPackets: Int
  /// Packets with payload from the server.
  public var serverPackets: Int
  /// What the payload is.
  public var content: Content

  /// A burst that begins with a packet at `start`; the counts are added as packets come.
  public init(start: Timestamp, content: Content) {
    self.start = start
    self.stop = start
    self.clientBytes = 0
    self.serverBytes = 0
    self.clientPackets = 0
    self.serverPackets = 0
    self.content = content
  }
}
