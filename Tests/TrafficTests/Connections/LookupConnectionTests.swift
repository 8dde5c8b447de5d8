import Records
import Testing
import Traffic

/// Expected values are counted by hand from the packets that each test writes.
struct LookupConnectionTests {
  private let query = DNSBytes.message(id: 7, flags: 0x0100, question: "api.test", type: 1)
  private let answer = DNSBytes.message(
    id: 7, flags: 0x8180, question: "api.test", type: 1,
    answers: [DNSBytes.record(pointer: 12, type: 1, timeToLive: 60, data: [192, 0, 2, 9])])

  private func expectLookup(_ reading: ReadingOfCapture, from query: Int, to response: Int) throws {
    #expect(reading.lookups.count == 1)
    let lookup = try #require(reading.lookups.first)
    #expect(lookup.connection == reading.connections.first?.ordinal)
    #expect(lookup.name == "api.test")
    #expect(lookup.query == PacketTrace.moment(query))
    #expect(lookup.response == PacketTrace.moment(response))
    #expect(lookup.answers.map(\.address) == [IPAddress(v4: 0xc000_0209)])
    #expect(reading.connections.map(\.applicationProtocol) == [.dns])
  }

  @Test func questionAndAnswerOverUDP() throws {
    var trace = PacketTrace()
    trace.server.port = 53
    trace.datagram(5, fromClient: true, query)
    trace.datagram(17, fromClient: false, answer)
    try expectLookup(trace.read(), from: 5, to: 17)
  }

  @Test func aMessageOfManyQuestionsIsNotReadOn() throws {
    let count = 40
    let question: [UInt8] = DNSBytes.name("api.test") + [0, 1, 0, 1]
    var trace = PacketTrace()
    trace.server.port = 53
    let header: [UInt8] = [0, 7, 1, 0, 0, UInt8(count), 0, 0, 0, 0, 0, 0]
    trace.datagram(5, fromClient: true, header + (0..<count).flatMap { _ in question })
    let reading = try trace.read()
    #expect(reading.lookups.map(\.name) == ["api.test"])
    #expect(reading.oddityNames == ["dns_malformed"])
    #expect(reading.oddities.first?.detail.contains("40 questions") == true)
  }

  @Test func anAnswerInFragmentsIsPutTogether() throws {
    let reading = try fragmented([(0, 24), (24, 30)])
    try expectLookup(reading, from: 5, to: 18)
    #expect(reading.connections.first?.serverPayload == 42)
  }

  @Test func fragmentsMayComeInAnyOrderAndTwice() throws {
    try expectLookup(fragmented([(24, 30), (16, 8), (24, 30), (0, 16)]), from: 5, to: 20)
  }

  @Test func questionAndAnswerOverTCP() throws {
    var trace = PacketTrace()
    trace.server.port = 53
    trace.open()
    trace.client(20, PacketBuilder.ack, 1001, 5001, DNSBytes.short(query.count) + query)
    trace.server(30, PacketBuilder.ack, 5001, 1028, DNSBytes.short(answer.count) + answer.prefix(10))
    trace.server(31, PacketBuilder.ack, 5013, 1028, Array(answer.dropFirst(10)))
    try expectLookup(trace.read(), from: 20, to: 31)
  }

  /// The answer in fragments of these offsets and lengths (of the UDP datagram of 50 bytes), at 17 ms and after.
  private func fragmented(_ fragments: [(Int, Int)]) throws -> ReadingOfCapture {
    var trace = PacketTrace()
    trace.server.port = 53
    trace.datagram(5, fromClient: true, query)
    let datagram = PacketBuilder.udp(from: trace.server, to: trace.client, payload: answer)
    #expect(datagram.count == 50)
    for (index, (offset, count)) in fragments.enumerated() {
      let end = min(offset + count, datagram.count)
      let fragment = PacketBuilder.Fragment(
        identification: 99, offset: offset, isLast: end == datagram.count)
      trace.add(
        17 + index,
        PacketBuilder.ip(
          from: trace.server.address, to: trace.client.address, next: 17, Array(datagram[offset..<end]),
          fragment: fragment))
    }
    return try trace.read()
  }
}
