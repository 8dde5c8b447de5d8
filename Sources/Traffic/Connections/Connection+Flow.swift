import Records

extension Connection {
  /// The record of a flow, without its stream.
  init(_ flow: Flow) {
    self.init(
      ordinal: Int(flow.ordinal), transport: flow.isTCP ? .tcp : .udp, client: flow.client,
      server: flow.server,
      clientBasis: flow.basis, interface: Int(flow.interface), first: Timestamp(nanoseconds: flow.first),
      last: Timestamp(nanoseconds: flow.last))
    func moment(_ time: Int64) -> Timestamp? { time == Flow.never ? nil : Timestamp(nanoseconds: time) }
    // Of an unanswered SYN's repetitions the first counts, and that began the connection.
    syn = moment(
      flow.syn != Flow.never && flow.synAck == Flow.never && flow.basis == .syn ? flow.first : flow.syn)
    synCount = Int(flow.synCount)
    synAck = moment(flow.synAck)
    ack = moment(flow.ack)
    clientMSS = flow.clientMSS == 0 ? nil : flow.clientMSS
    serverMSS = flow.serverMSS == 0 ? nil : flow.serverMSS
    clientTTL = flow.timeToLive[.client] == 0 ? nil : UInt8(flow.timeToLive[.client] - 1)
    serverTTL = flow.timeToLive[.server] == 0 ? nil : UInt8(flow.timeToLive[.server] - 1)
    clientPackets = Int(flow.packets[.client])
    serverPackets = Int(flow.packets[.server])
    clientBytes = Int(flow.bytes[.client])
    serverBytes = Int(flow.bytes[.server])
    clientPayload = Int(flow.payload[.client])
    serverPayload = Int(flow.payload[.server])
    retransmissions = Int(flow.retransmissions)
    clientFIN = moment(flow.fin[.client])
    serverFIN = moment(flow.fin[.server])
    clientRST = moment(flow.rst[.client])
    serverRST = moment(flow.rst[.server])
  }

  /// Exchanges client and server, where the bytes show that they were guessed wrong.
  mutating func exchangeSides() {
    swap(&client, &server)
    swap(&clientMSS, &serverMSS)
    swap(&clientTTL, &serverTTL)
    swap(&clientPackets, &serverPackets)
    swap(&clientBytes, &serverBytes)
    swap(&clientPayload, &serverPayload)
    swap(&clientFIN, &serverFIN)
    swap(&clientRST, &serverRST)
  }
}
