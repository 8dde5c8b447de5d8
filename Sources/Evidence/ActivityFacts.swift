public import Records

/// One turn of application traffic in a test's window: when it was, with whom, and what moved.
public struct ActivityFacts: Hashable, Sendable {
  /// With whom the turn was, as the view `contact` has it.
  public enum Peer: String, Sendable, CaseIterable {
    /// A declared target.
    case target
    /// This machine, where the target is not on it.
    case loopback
    /// Anything else: another host, a resolver, an address that no name is known for.
    case other
  }

  /// The connection's number in the store: `connection_id` of the views.
  public var connectionID: Int64
  /// With whom.
  public var peer: Peer
  /// The server's name, or its address where no name is known.
  public var host: String?
  /// The first packet with payload, on the results' clock.
  public var start: Timestamp
  /// The last packet with payload.
  public var stop: Timestamp
  /// Application bytes from the client.
  public var clientBytes: Int
  /// Application bytes from the server.
  public var serverBytes: Int
  /// 1 where only this test can have caused the turn, less where others may have, above 0.
  public var share: Double

  /// A turn of traffic.
  public init(
    connectionID: Int64, peer: Peer, host: String?, start: Timestamp, stop: Timestamp, clientBytes: Int,
    serverBytes: Int, share: Double
  ) {
    self.connectionID = connectionID
    self.peer = peer
    self.host = host
    self.start = start
    self.stop = stop
    self.clientBytes = clientBytes
    self.serverBytes = serverBytes
    self.share = share
  }
}
