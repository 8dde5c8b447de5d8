/// A sample of what the test processes used: every figure is cumulative.
public struct Sample: Hashable, Sendable {
  /// The byte counters of one network interface.
  public struct InterfaceCounter: Hashable, Sendable {
    /// The interface's name.
    public var name: String
    /// Bytes received.
    public var received: Int64
    /// Bytes sent.
    public var sent: Int64

    /// The counters of an interface.
    public init(name: String, received: Int64, sent: Int64) {
      self.name = name
      self.received = received
      self.sent = sent
    }
  }

  /// When the sample was taken.
  public var time: Timestamp
  /// CPU time in nanoseconds.
  public var cpu: Int64?
  /// Resident memory in bytes.
  public var residentBytes: Int64?
  /// Voluntary context switches.
  public var voluntarySwitches: Int64?
  /// Involuntary context switches.
  public var involuntarySwitches: Int64?
  /// Threads.
  public var threads: Int?
  /// Processes.
  public var processes: Int?
  /// Bytes per interface, in the file's order.
  public var interfaces: [InterfaceCounter]

  /// A sample taken at `time`.
  public init(time: Timestamp) {
    self.time = time
    self.interfaces = []
  }
}
