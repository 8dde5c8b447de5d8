import Records

/// The packets between two ends, in a capture of raw IP. Times are in milliseconds after a fixed moment.
struct PacketTrace {
  /// 2023-11-14T22:13:20Z.
  static let start: Int64 = 1_700_000_000_000_000_000

  var client: Endpoint
  var server: Endpoint
  private(set) var capture: PcapBuilder

  init(
    client: Endpoint = Endpoint(address: IPAddress(v4: 0x0a00_0001), port: 40_000),
    server: Endpoint = Endpoint(address: IPAddress(v4: 0xc000_0201), port: 8080), snapLength: Int = 262_144
  ) {
    self.client = client
    self.server = server
    capture = PcapBuilder(snapLength: snapLength)
  }

  static func moment(_ milliseconds: Int) -> Timestamp {
    Timestamp(nanoseconds: start + Int64(milliseconds) * 1_000_000)
  }

  /// Adds a segment from the client.
  mutating func client(
    _ milliseconds: Int, _ flags: UInt8, _ sequence: UInt32, _ acknowledgement: UInt32 = 0,
    options: [UInt8] = [], _ payload: [UInt8] = []
  ) {
    let segment = PacketBuilder.tcp(
      from: client, to: server, flags: flags, sequence: sequence, acknowledgement: acknowledgement,
      options: options, payload: payload)
    add(milliseconds, PacketBuilder.ip(from: client.address, to: server.address, next: 6, segment))
  }

  /// Adds a segment from the server.
  mutating func server(
    _ milliseconds: Int, _ flags: UInt8, _ sequence: UInt32, _ acknowledgement: UInt32 = 0,
    options: [UInt8] = [], _ payload: [UInt8] = []
  ) {
    let segment = PacketBuilder.tcp(
      from: server, to: client, flags: flags, sequence: sequence, acknowledgement: acknowledgement,
      options: options, payload: payload)
    add(
      milliseconds,
      PacketBuilder.ip(from: server.address, to: client.address, next: 6, segment, timeToLive: 50))
  }

  /// Adds a datagram.
  mutating func datagram(_ milliseconds: Int, fromClient: Bool, _ payload: [UInt8]) {
    let (source, destination) = fromClient ? (client, server) : (server, client)
    let datagram = PacketBuilder.udp(from: source, to: destination, payload: payload)
    add(milliseconds, PacketBuilder.ip(from: source.address, to: destination.address, next: 17, datagram))
  }

  /// Adds the three packets that open a connection, at 0, 10 and 11 ms: the client's next number is 1001, the
  /// server's 5001.
  mutating func open() {
    client(0, PacketBuilder.syn, 1000)
    server(10, PacketBuilder.syn | PacketBuilder.ack, 5000, 1001)
    client(11, PacketBuilder.ack, 1001, 5001)
  }

  mutating func add(_ milliseconds: Int, _ packet: [UInt8]) {
    capture.add(packet, at: Self.moment(milliseconds).nanoseconds)
  }

  func read() throws -> ReadingOfCapture { try ReadingOfCapture(capture.bytes) }
}
