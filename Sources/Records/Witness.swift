/// Where evidence came from, from the strongest to the weakest.
public enum Witness: String, Sendable, CaseIterable, Comparable {
  /// Packets captured on an interface.
  case packets
  /// Socket events seen by the kernel (strace, resource samples of interfaces).
  case sockets
  /// A HAR file or a proxy's log: what the client or the proxy says it exchanged.
  case har
  /// A line that the client's own library logged.
  case log
  /// A test's duration and nothing else.
  case timing

  /// Orders from the weakest to the strongest, so that `max()` is the best witness.
  public static func < (one: Witness, other: Witness) -> Bool { one.rank < other.rank }

  private var rank: Int {
    switch self {
    case .packets: 4
    case .sockets: 3
    case .har: 2
    case .log: 1
    case .timing: 0
    }
  }
}
