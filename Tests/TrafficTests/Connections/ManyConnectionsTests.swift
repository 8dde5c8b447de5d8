import Records
import Testing
import Traffic

struct ManyConnectionsTests {
  /// More connections than are decoded at a time: each is handed over, once.
  @Test func connectionsBeyondThoseThatAreFollowedAreHandedOverEarly() throws {
    let count = 66_000
    let server = Endpoint(address: IPAddress(v4: 0xc000_0201), port: 8080)
    var capture = PcapBuilder()
    for index in 0..<count {
      let client = Endpoint(
        address: IPAddress(v4: 0x0a00_0000 + UInt32(index / 1000)), port: UInt16(20_000 + index % 1000))
      let segment = PacketBuilder.tcp(
        from: client, to: server, flags: PacketBuilder.ack, sequence: 1, payload: [0])
      capture.add(
        PacketBuilder.ip(from: client.address, to: server.address, next: 6, segment),
        at: PacketTrace.start + Int64(index) * 1000)
    }
    let reading = try ReadingOfCapture(capture.bytes)
    #expect(reading.connections.map(\.ordinal) == Array(0..<count))
    #expect(reading.connections.allSatisfy { $0.clientPackets == 1 && $0.clientPayload == 1 })
    #expect(Set(reading.connections.map(\.client)).count == count)
    #expect(reading.oddityNames == ["capture_connections_split"])
  }
}
