import Records
import Testing

@testable import Traffic

struct ApplicationStreamTests {
  @Test func thePrefaceOfHTTP2IsRecognised() throws {
    var talk = Dialogue()
    talk.client("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
    talk.server([0, 0, 0, 4, 0, 0, 0, 0, 0])
    for pieces in [1, 5, 100] {
      let outcome = try talk.decode(pieces: pieces)
      #expect(outcome.applicationProtocol == .http2)
      #expect(outcome.provenClient == .client)
      // Nothing but settings: no request moved.
      #expect(outcome.contents == [pieces < 24 ? .application : .handshake, .handshake])
    }
  }

  @Test func aConnectionThatTurnsToTLSLaterIsRecognised() throws {
    // PostgreSQL asks for TLS with eight bytes and is answered with one.
    var talk = Dialogue()
    talk.client([0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f])
    talk.server("S")
    talk.lines += TLSDialogues.simple.lines
    let outcome = try talk.decode()
    #expect(outcome.applicationProtocol == .tls)
    #expect(outcome.records.handshakes.map(\.serverName) == ["server"])
  }

  @Test func aMailServerThatTurnsToTLSIsRecognised() throws {
    var talk = Dialogue()
    talk.server("220 mail.example ESMTP\r\n")
    for name in ["EHLO a", "NOOP b", "NOOP c", "NOOP d", "NOOP e"] { talk.client("\(name)\r\n") }
    talk.client("STARTTLS\r\n")
    talk.lines += TLSDialogues.simple.lines
    let outcome = try talk.decode()
    #expect(outcome.records.handshakes.map(\.serverName) == ["server"])
    #expect(outcome.records.exchanges.isEmpty)
  }

  @Test func aHelloOfSSL2IsPassedOverAndTheServersIsRead() throws {
    // RFC 5246, E.2: the length with the highest bit set, the type 1, version, cipher specs, challenge.
    var talk = Dialogue()
    talk.client(
      [0x80, 0x1f, 1, 3, 3, 0, 6, 0, 0, 0, 16, 0, 0, 0x2f, 0, 0, 5] + [UInt8](repeating: 9, count: 16))
    talk.lines += TLSDialogues.resumed.lines.dropFirst()
    let outcome = try talk.decode()
    #expect(outcome.provenClient == .client)
    #expect(outcome.records.handshakes.map(\.clientHello) == [nil])
    #expect(outcome.records.handshakes.map(\.cipherSuite) == [0xc02f])
  }

  @Test func unknownBytesAreApplication() throws {
    var talk = Dialogue()
    talk.client([0x17, 3, 9, 0, 0])
    talk.unseen(.client, 100)
    talk.server([0xff])
    talk.server([])
    let outcome = try talk.decode()
    #expect(outcome.applicationProtocol == .unknown)
    #expect(outcome.contents.prefix(3) == [.application, .application, .application])
  }

  @Test func messagesOfDNSHaveTheirLengthBeforeThem() throws {
    let query = DNSBytes.message(id: 1, flags: 0x0100, question: "example.com", type: 1)
    let answer = DNSBytes.message(
      id: 1, flags: 0x8180, question: "example.com", type: 1,
      answers: [DNSBytes.record(pointer: 12, type: 1, timeToLive: 60, data: [192, 0, 2, 1])])
    var talk = Dialogue()
    talk.callee.port = 53
    talk.client(TLSBytes.short(query))
    talk.server(TLSBytes.short(answer) + TLSBytes.short(answer).prefix(10))
    talk.unseen(.server, answer.count - 8)
    for pieces in 1..<40 {
      let outcome = try talk.decode(pieces: pieces)
      #expect(outcome.applicationProtocol == .dns)
      let lookup = try #require(outcome.records.lookups.first)
      #expect(outcome.records.lookups.count == 1)
      #expect(lookup.query == Timestamp(nanoseconds: 0))
      #expect(lookup.response == Timestamp(nanoseconds: 1_000_000))
      #expect(lookup.answers.map(\.address) == [IPAddress("192.0.2.1")])
      // The second answer, a repetition, was captured in part: not even its header.
      #expect(outcome.records.oddities.map(\.name) == ["dns_malformed"])
    }
  }
}
