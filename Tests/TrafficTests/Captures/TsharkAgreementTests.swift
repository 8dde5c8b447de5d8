import Foundation
import Records
import Testing
import Traffic

/// The captures of the corpora, read by us and by tshark.
///
/// Where both can differ on purpose: tshark takes a reset for an answer when it measures the handshake, counts what
/// was sent twice as payload twice, and tells a TLS version only from a whole ServerHello.
@Suite(
  .enabled(
    if: TsharkReading.tool != nil && ReadingOfText.shared != nil,
    "no tshark, or no shared samples beside the package or at ASSAY_SHARED"))
struct TsharkAgreementTests {
  private static let captures =
    (ReadingOfText.files(under: "corpus") + ReadingOfText.files(under: "corpus-runners"))
    .filter { $0.hasSuffix("/traffic.pcap") || $0.hasSuffix("/traffic.pcapng") }

  @Test(arguments: captures)
  func weReadWhatTsharkReads(path: String) throws {
    let ours = try ReadingOfCapture(path: path)
    let theirs = try #require(try TsharkReading(path: path))
    #expect(ours.problem == nil)
    #expect(theirs.packets > 100)
    #expect(ours.captures.reduce(0) { $0 + $1.packets } == theirs.packets)
    // tshark numbers its streams of TCP and of UDP apart; each in the order of their first packets.
    for transport in [Connection.Transport.tcp, .udp] {
      let connections = ours.connections.filter { $0.transport == transport }
      let flows = theirs.flows.filter { $0.transport == transport }
      #expect(connections.count == flows.count)
      for (connection, flow) in zip(connections, flows) { compare(connection, flow, ours) }
    }
    let answers = ours.lookups.compactMap { lookup in
      lookup.response.map {
        TsharkReading.Answer(
          name: lookup.name, type: Int(lookup.type), time: $0.nanoseconds,
          addresses: lookup.answers.compactMap { $0.address?.description }.sorted())
      }
    }
    #expect(answers.sorted() == theirs.answers.sorted())
  }

  private func compare(_ connection: Connection, _ flow: TsharkReading.Flow, _ ours: ReadingOfCapture) {
    let place: Comment = "\(connection.client) to \(connection.server)"
    let client = connection.client == flow.ends[0] ? 0 : 1
    #expect([connection.client, connection.server] == [flow.ends[client], flow.ends[1 - client]], place)
    #expect(connection.first.nanoseconds == flow.first, place)
    #expect(connection.clientPackets == flow.packets[client], place)
    #expect(connection.serverPackets == flow.packets[1 - client], place)
    #expect(connection.clientBytes == flow.bytes[client], place)
    #expect(connection.serverBytes == flow.bytes[1 - client], place)
    if !flow.hasRetransmission {
      #expect(connection.clientPayload == flow.payload[client], place)
      #expect(connection.serverPayload == flow.payload[1 - client], place)
    }
    #expect((connection.synAck != nil) == flow.hasSynAck, place)
    if flow.hasSynAck, let rtt = flow.initialRTT {
      let measured = connection.syn.flatMap { syn in connection.ack?.nanoseconds(since: syn) }
      #expect(measured.map { abs($0 - rtt) <= 1000 } == true, place)
    }
    let handshake = ours.handshakes.first { $0.connection == connection.ordinal }
    #expect(handshake?.serverName == flow.serverName?.lowercased(), place)
    if let version = flow.version { #expect(handshake?.version == version, place) }
    let exchanges = ours.exchanges.filter { $0.connection == connection.ordinal && $0.status != nil }
    #expect(exchanges.compactMap(\.status) == flow.statuses, place)
    let servers = exchanges.flatMap {
      $0.responseHeaders.filter { $0.name.lowercased() == "server" }.map(\.value)
    }
    #expect(servers == flow.servers, place)
  }
}
