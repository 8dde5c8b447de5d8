import Records

/// Makes connections of calls on sockets.
///
/// A connection is known by its two ends, which strace tells of every descriptor (`-yy`). Without that it is the last
/// one that the thread, or any thread of the command, opened on the descriptor.
struct SocketCallTable {
  private struct Conversation {
    var record: Connection
    var bursts = BurstLog()
    /// Of a TLS record that goes on: what it is, by side.
    var contents: [Side: Burst.Content] = [:]
    var isTLS = false
    /// The descriptor on which it was opened.
    var descriptor: Substring = ""
  }

  private struct Pair: Hashable {
    var local: Endpoint
    var peer: Endpoint
  }

  /// What names a socket without its ends: its number, or a descriptor of a thread.
  private enum Name: Hashable {
    case socket(Substring)
    case descriptor(Substring, thread: Substring?)

    /// The same for any thread: threads share descriptors.
    var ofAnyThread: Name {
      if case .descriptor(let number, _) = self { return .descriptor(number, thread: nil) }
      return self
    }
  }

  private let sink: any RecordSink
  private var conversations: [Conversation] = []
  private var byPair: [Pair: Int] = [:]
  /// The last connections by what names them where their own ends are not known.
  private var byName: [Name: Int] = [:]
  /// Connections that others opened: the other side's word is not the client's.
  private var accepted: Set<Pair> = []
  private let lookups = LookupTable()
  private var isFull = false

  /// The most connections of a file.
  private static let mostConnections = 1_000_000
  private static let dnsPort: UInt16 = 53
  /// What closes a connection of TLS 1.3: an alert of two bytes, its type, the tag and the header.
  private static let closingAlert = 24

  /// A table whose records go to `sink`.
  init(sink: any RecordSink) {
    self.sink = sink
  }

  /// Takes a call that has returned.
  ///
  /// - Parameters:
  ///   - start: when it was made.
  ///   - end: when it returned.
  mutating func take(_ call: SocketCall, start: Timestamp, end: Timestamp) throws {
    guard let descriptor = StraceText.descriptor(call.arguments) else { return }
    if descriptor.isDescribed, descriptor.socket == nil { return }
    let key =
      descriptor.socket?.number.map(Name.socket) ?? .descriptor(descriptor.number, thread: call.thread)
    switch call.name {
    case "connect": connect(call, descriptor, key: key, start: start, end: end)
    case "accept", "accept4": accept(call)
    case "getsockopt":
      guard let option = call.arguments.firstRange(of: "SO_ERROR, ["),
        let index = conversation(call, descriptor.socket, key, at: start, isOpening: false)
      else { return }
      let value = call.arguments[option.upperBound...].prefix { $0 != "]" }
      // A pending error is told by its name or its number.
      if value == "0" {
        establish(index, at: end)
      } else if value == "ECONNREFUSED" || value == "111" {
        refuse(index, at: end)
      }
    case "read", "readv", "recv", "recvfrom", "recvmsg", "recvmmsg":
      // Undescribed reads and writes may be of any file that has the descriptor by now.
      if !descriptor.isDescribed, call.name.hasPrefix("read") { return }
      try move(call, descriptor.socket, key, from: .server, at: end)
    default:
      if !descriptor.isDescribed, call.name.hasPrefix("write") { return }
      try move(call, descriptor.socket, key, from: .client, at: start)
    }
  }

  /// Hands over the connections, in the order of their beginnings.
  mutating func finish() throws {
    try lookups.finish(into: sink)
    for conversation in conversations {
      var record = conversation.record
      record.bursts = conversation.bursts.bursts
      if conversation.isTLS { record.applicationProtocol = .tls }
      if record.transport == .udp, record.server.port == Self.dnsPort { record.applicationProtocol = .dns }
      try sink.receive(record)
    }
    if isFull {
      try sink.receive(
        Oddity(
          name: "strace_connections_too_many",
          detail: "more than \(Self.mostConnections) connections; the rest were not read"))
    }
  }

  // MARK: Connections

  private mutating func connect(
    _ call: SocketCall, _ descriptor: StraceText.Descriptor, key: Name, start: Timestamp, end: Timestamp
  ) {
    guard let peer = StraceText.address(in: call.arguments), let result = call.result else { return }
    // Asked again of a connection that is being opened.
    if call.error == "EALREADY" { return }
    if call.error == "EISCONN" {
      if let index = index(descriptor.socket, key) { establish(index, at: end) }
      return
    }
    let isUDP = descriptor.socket?.isUDP ?? (peer.port == Self.dnsPort)
    guard let index = open(peer: peer, isUDP: isUDP, at: start) else { return }
    conversations[index].descriptor = descriptor.number
    name(index, key)
    if isUDP { return }
    conversations[index].record.syn = start
    conversations[index].record.synCount = 1
    if result == 0 {
      establish(index, at: end)
    } else if call.error == "ECONNREFUSED" || call.error == "ECONNRESET" {
      refuse(index, at: end)
    }
  }

  private mutating func name(_ index: Int, _ key: Name) {
    byName[key] = index
    byName[key.ofAnyThread] = index
  }

  private mutating func accept(_ call: SocketCall) {
    guard let result = call.returned, let socket = StraceText.descriptor(result)?.socket,
      let local = socket.local,
      let peer = socket.peer, accepted.count < Self.mostConnections
    else { return }
    accepted.insert(Pair(local: local, peer: peer))
  }

  private mutating func open(peer: Endpoint, isUDP: Bool, at time: Timestamp) -> Int? {
    guard conversations.count < Self.mostConnections else {
      isFull = true
      return nil
    }
    // The own end is not known before the first call after this.
    let nowhere = Endpoint(address: IPAddress(v4: 0), port: 0)
    conversations.append(
      Conversation(
        record: Connection(
          ordinal: conversations.count, transport: isUDP ? .udp : .tcp, client: nowhere, server: peer,
          clientBasis: .first, interface: 0, first: time, last: time)))
    return conversations.count - 1
  }

  /// Notes that the handshake was over by a moment. The call's own time is no measure of the round trip: the tracer has
  /// its part in it.
  private mutating func establish(_ index: Int, at time: Timestamp) {
    guard conversations[index].record.synAck == nil else { return }
    conversations[index].record.synAck = time
    conversations[index].record.syn = nil
    conversations[index].record.clientBasis = .synAck
    touch(index, time)
  }

  private mutating func refuse(_ index: Int, at time: Timestamp) {
    guard conversations[index].record.synAck == nil else { return }
    conversations[index].record.serverRST = conversations[index].record.serverRST ?? time
    touch(index, time)
  }

  private mutating func touch(_ index: Int, _ time: Timestamp) {
    conversations[index].record.last = max(conversations[index].record.last, time)
  }

  /// The connection of a socket: by its ends, or by its number while it had none.
  private mutating func index(_ socket: StraceText.Socket?, _ key: Name) -> Int? {
    guard let socket, let local = socket.local, let peer = socket.peer else {
      return byName[key] ?? byName[key.ofAnyThread]
    }
    let pair = Pair(local: local, peer: peer)
    return accepted.contains(pair) ? nil : byPair[pair]
  }

  // MARK: Data

  private mutating func move(
    _ call: SocketCall, _ socket: StraceText.Socket?, _ key: Name, from side: Side, at time: Timestamp
  ) throws {
    guard let count = call.result, count >= 0 else {
      if call.error == "ECONNREFUSED", let index = index(socket, key) { refuse(index, at: time) }
      return
    }
    guard let index = conversation(call, socket, key, at: time, isOpening: true) else { return }
    let data = StraceText.data(in: call.arguments)
    let record = conversations[index].record
    if record.server.port == Self.dnsPort, record.transport == .udp {
      for message in data {
        try message.withUnsafeBytes {
          try lookups.consume(
            $0, connection: index, client: record.client, server: record.server, fromClient: side == .client,
            at: time,
            into: sink)
        }
      }
    }
    touch(index, time)
    // A call for several messages returns how many there were: at least so many bytes.
    guard count > 0 else { return }
    establishByData(index, time)
    let content = content(of: data.first ?? [], Int(clamping: count), side, index)
    conversations[index].bursts.add(
      Int(clamping: min(count, 1 << 40)), from: side, at: time.nanoseconds, content: content)
    if side == .client {
      conversations[index].record.clientPackets += 1
      conversations[index].record.clientPayload &+= Int(clamping: min(count, 1 << 40))
    } else {
      conversations[index].record.serverPackets += 1
      conversations[index].record.serverPayload &+= Int(clamping: min(count, 1 << 40))
    }
  }

  private mutating func establishByData(_ index: Int, _ time: Timestamp) {
    if conversations[index].record.transport == .tcp, conversations[index].record.serverRST == nil {
      establish(index, at: time)
    }
  }

  /// The connection that a call is about: one that is known, or one that was open before the trace began.
  ///
  /// - Parameter isOpening: whether one that is not known is made.
  private mutating func conversation(
    _ call: SocketCall, _ socket: StraceText.Socket?, _ key: Name, at time: Timestamp, isOpening: Bool
  ) -> Int? {
    guard let socket, let local = socket.local, let peer = socket.peer else {
      if let index = index(socket, key) { return index }
      // A datagram that is sent without connecting.
      guard isOpening, let peer = StraceText.address(in: call.arguments),
        socket?.isUDP ?? (peer.port == Self.dnsPort),
        let index = open(peer: peer, isUDP: true, at: time)
      else { return nil }
      name(index, key)
      return index
    }
    let pair = Pair(local: local, peer: peer)
    if accepted.contains(pair) { return nil }
    if let index = byPair[pair] { return index }
    let descriptor = call.arguments.prefix { $0.isNumber }
    // The connection that was opened to this peer, and whose own end was not known so far.
    let index =
      unnamed(peer, socket.isUDP, descriptor: descriptor) ?? unnamed(peer, socket.isUDP, descriptor: nil)
      ?? (isOpening ? open(peer: peer, isUDP: socket.isUDP, at: time) : nil)
    guard let index else { return nil }
    conversations[index].record.client = local
    byPair[pair] = index
    return index
  }

  /// The last connection to a peer whose own end is not known yet.
  private func unnamed(_ peer: Endpoint, _ isUDP: Bool, descriptor: Substring?) -> Int? {
    conversations.indices.suffix(Self.lookBack).last {
      let record = conversations[$0].record
      return record.client.port == 0 && record.server == peer && (record.transport == .udp) == isUDP
        && record.serverRST == nil && (descriptor == nil || conversations[$0].descriptor == descriptor)
    }
  }

  /// How many of the last connections may wait for their first data.
  private static let lookBack = 4096

  /// What moved: by the header of a TLS record where one begins, and as before where one goes on (RFC 8446, 5.1).
  private mutating func content(of data: [UInt8], _ count: Int, _ side: Side, _ index: Int) -> Burst.Content {
    if data.count >= 3, (20...23).contains(data[0]), data[1] == 3, data[2] <= 4 {
      conversations[index].isTLS = true
      let isClosing = data[0] == 21 || data[0] == 23 && side == .client && count == Self.closingAlert
      let content: Burst.Content = isClosing ? .closing : data[0] == 23 ? .application : .handshake
      conversations[index].contents[side] = content
    }
    return conversations[index].contents[side] ?? .application
  }
}
