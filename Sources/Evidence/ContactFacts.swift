/// What the traffic in a test's window, or in those of a whole run, came to: with the target, and with others.
public struct ContactFacts: Hashable, Sendable {
  /// How many of something are a test's: surely, and at most. The most holds what may be another test's too.
  public struct Amount: Hashable, Sendable {
    /// What no other test can have caused: its share is 1.
    public var least: Int
    /// What the test may have caused.
    public var most: Int

    /// An amount; the same at least and at most where only one is given.
    public init(_ least: Int = 0, most: Int? = nil) {
      self.least = least
      self.most = max(least, most ?? least)
    }
  }

  /// The traffic with one side.
  public struct Traffic: Hashable, Sendable {
    /// DNS lookups of its names.
    public var lookups = Amount()
    /// Connections that were opened, tried or used.
    public var connections = Amount()
    /// TLS handshakes.
    public var handshakes = Amount()
    /// Requests that were answered, as packets show: turns of application data, or HTTP exchanges where more were read.
    public var exchanges = Amount()
    /// HTTP exchanges that a HAR file or a client's log tells of: the client's word. Of two such files the one that
    /// tells of more.
    public var toldExchanges = Amount()
    /// Bytes of application data sent to it.
    public var sentBytes = Amount()
    /// Bytes of application data that came from it.
    public var receivedBytes = Amount()

    /// No traffic.
    public init() {}

    /// Whether packets show any traffic, of the test's or perhaps of the test's.
    public var isSeen: Bool {
      [lookups, connections, handshakes, exchanges].contains { $0.most > 0 }
    }
  }

  /// With the targets; with this machine too for a test that is expected to use it (`loopback`).
  public var target = Traffic()
  /// With anybody else: this machine, other hosts, addresses without a name. Ignored hosts and resolvers are left out.
  public var elsewhere = Traffic()
  /// The Server headers of the targets' responses, each once, in the order of their text.
  public var servers: [String] = []

  /// No contact.
  public init() {}
}
