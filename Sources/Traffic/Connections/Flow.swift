import Records

/// The state of one connection while its capture is read: plain bytes, so that a million of them fit into memory.
struct Flow {
  /// Stands for a moment that has not come.
  static let never = Int64.min

  var clientAddress: IPAddress
  var serverAddress: IPAddress
  var clientPort: UInt16
  var serverPort: UInt16
  var isTCP: Bool
  var basis: Connection.ClientBasis
  var ordinal: UInt32
  var interface: UInt16
  /// The place of the connection's stream in the table; -1 before any payload.
  var stream: Int32 = -1
  /// Whether a segment ever waited for those before it.
  var hasHeldSegments = false

  var first: Int64
  var last: Int64
  var syn = never
  var synAck = never
  var ack = never
  /// By side: the first FIN and the first RST.
  var fin = Pair(never)
  var rst = Pair(never)

  var synCount: UInt16 = 0
  var clientMSS: UInt16 = 0
  var serverMSS: UInt16 = 0
  /// By side: TTL of the first packet, plus one; 0 where there was none.
  var timeToLive = Pair<UInt16>(0)
  var packets = Pair<UInt32>(0)
  var bytes = Pair<Int64>(0)
  var payload = Pair<Int64>(0)
  var retransmissions: UInt32 = 0
  var missingBytes: Int64 = 0

  /// By side: the next sequence number expected, where `isSequenceKnown`.
  var nextSequence = Pair<UInt32>(0)
  var isSequenceKnown = Pair(false)
  /// By side: the highest acknowledgement sent.
  var acknowledged = Pair<UInt32>(0)
  var hasAcknowledged = Pair(false)
  var initialSequence: UInt32 = 0
  /// By side: the copy of its packets that counts, on a capture of all interfaces.
  var copy = Pair<UInt32>(0)
  /// By side: IP identification and length of the last datagram, for UDP.
  var lastDatagram = Pair<UInt32>(0)

  init(
    client: IPAddress, clientPort: UInt16, server: IPAddress, serverPort: UInt16, isTCP: Bool,
    basis: Connection.ClientBasis, ordinal: UInt32, interface: Int, time: Int64
  ) {
    clientAddress = client
    serverAddress = server
    self.clientPort = clientPort
    self.serverPort = serverPort
    self.isTCP = isTCP
    self.basis = basis
    self.ordinal = ordinal
    self.interface = UInt16(truncatingIfNeeded: interface)
    first = time
    last = time
  }

  /// Whether a SYN from now on opens another connection.
  var isClosed: Bool {
    rst[.client] != Self.never || rst[.server] != Self.never
      || (fin[.client] != Self.never && fin[.server] != Self.never)
  }

  var client: Endpoint { Endpoint(address: clientAddress, port: clientPort) }
  var server: Endpoint { Endpoint(address: serverAddress, port: serverPort) }
}

/// A value for each side of a connection.
struct Pair<Value> {
  private var client: Value
  private var server: Value

  init(_ value: Value) {
    client = value
    server = value
  }

  subscript(side: Side) -> Value {
    @inline(__always) get { side == .client ? client : server }
    @inline(__always) set { if side == .client { client = newValue } else { server = newValue } }
  }
}
