import Records
import Testing

@testable import Traffic

struct HTTP2StreamTests {
  /// A dialogue in which both sides sent their settings.
  private func opened() -> Dialogue {
    var talk = Dialogue()
    talk.client(HTTP2Bytes.preface + HTTP2Bytes.settings)
    talk.server(HTTP2Bytes.settings + HTTP2Bytes.acknowledgement)
    return talk
  }

  /// The requests of RFC 7541, C.4, and the responses of C.6, for which the table has 256 bytes.
  private func example() -> Dialogue {
    var talk = Dialogue()
    talk.client(HTTP2Bytes.preface + HTTP2Bytes.frame(4, stream: 0, [0, 1, 0, 0, 1, 0]))
    let requests = [
      "828684418cf1e3c2e5f23a6ba0ab90f4ff", "828684be5886a8eb10649cbf",
      "828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf",
    ]
    let responses = [
      """
      4882640258 85aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae
      82ae43d3
      """, "4883640effc1c0bf",
      """
      88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960
      d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007
      """,
    ]
    for (index, request) in requests.enumerated() {
      talk.client(HTTP2Bytes.headers(UInt8(1 + 2 * index), TLSBytes.hexadecimal(request)))
    }
    for (index, response) in responses.enumerated() {
      talk.server(HTTP2Bytes.headers(UInt8(1 + 2 * index), TLSBytes.hexadecimal(response)))
    }
    return talk
  }

  @Test func theExamplesOfRFC7541AreRead() throws {
    let outcome = try example().decode()
    let exchanges = outcome.records.exchanges
    #expect(
      exchanges.map(\.url) == [
        "http://www.example.com/", "http://www.example.com/", "http://www.example.com/index.html",
      ])
    #expect(
      exchanges.map(\.requestHeaders) == [
        [], [Header(name: "cache-control", value: "no-cache")],
        [Header(name: "custom-key", value: "custom-value")],
      ])
    #expect(exchanges.map(\.status) == [302, 307, 200])
    #expect(
      exchanges.map { $0.responseHeader("date") } == [
        "Mon, 21 Oct 2013 20:13:21 GMT", "Mon, 21 Oct 2013 20:13:21 GMT", "Mon, 21 Oct 2013 20:13:22 GMT",
      ])
    #expect(
      exchanges.map { $0.responseHeader("location") }
        == [String](repeating: "https://www.example.com", count: 3))
    #expect(
      exchanges.last?.responseHeader("set-cookie")
        == "foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1")
    #expect(outcome.applicationProtocol == .http2)
    #expect(outcome.records.oddities.isEmpty)
    #expect(outcome.contents == [.handshake] + [Burst.Content](repeating: .application, count: 6))
  }

  @Test func whatIsSplitAnywhereIsReadTheSame() throws {
    let talk = example()
    let whole = try talk.decode().records.text
    for first in 1..<120 { #expect(try talk.decode(first: first).records.text == whole) }
    for pieces in [1, 2, 3, 7, 10] { #expect(try talk.decode(pieces: pieces).records.text == whole) }
    #expect(try talk.decode(swapped: true).records.text.isEmpty == false)
  }

  @Test func answersOutOfOrderBelongToTheirRequests() throws {
    var talk = opened()
    talk.client(HTTP2Bytes.headers(1, ends: false, HTTP2Bytes.request("POST", path: "/a")))
    talk.client(HTTP2Bytes.headers(3, HTTP2Bytes.request(path: "/b")))
    talk.client(HTTP2Bytes.data(1, "hello"))
    talk.server(HTTP2Bytes.headers(3, ends: false, HTTP2Bytes.response("200")))
    talk.server(HTTP2Bytes.headers(1, HTTP2Bytes.response("204")))
    talk.server(HTTP2Bytes.data(3, ends: false, "ab") + HTTP2Bytes.data(3, "c"))
    let exchanges = try talk.decode().records.exchanges
    #expect(exchanges.map(\.url) == ["http://api.test:8080/a", "http://api.test:8080/b"])
    #expect(exchanges.map(\.method) == ["POST", "GET"])
    #expect(exchanges.map(\.status) == [204, 200])
    #expect(exchanges.map(\.requestBodyBytes) == [5, 0])
    #expect(exchanges.map(\.responseBodyBytes) == [0, 3])
    // SHA-256 of "abc" (FIPS 180-2, B.1).
    #expect(exchanges.map(\.responseBodyHash) == [nil, "ba7816bf8f01cfea"])
    #expect(exchanges.map(\.host) == ["api.test", "api.test"])
    #expect(exchanges.map(\.port) == [8080, 8080])
    #expect(exchanges.map(\.httpVersion) == ["HTTP/2", "HTTP/2"])
    // A line is a millisecond: the requests are the third and fourth.
    #expect(exchanges.map { $0.start?.nanoseconds } == [2_000_000, 3_000_000])
    #expect(exchanges.map { $0.firstByte?.nanoseconds } == [6_000_000, 5_000_000])
    #expect(exchanges.map { $0.end?.nanoseconds } == [6_000_000, 7_000_000])
  }

  @Test func paddingPrioritiesAndContinuationsArePutAside() throws {
    var talk = opened()
    let block = HTTP2Bytes.request(path: "/padded")
    let half = block.count / 2
    let fragment: [UInt8] = [3] + [0, 0, 0, 0, 16] + Array(block[..<half]) + [0, 0, 0]
    talk.client(HTTP2Bytes.frame(1, flags: 0x28 | 1, stream: 1, fragment))
    talk.client(HTTP2Bytes.frame(9, flags: 4, stream: 1, Array(block[half...])))
    talk.server(HTTP2Bytes.headers(1, ends: false, HTTP2Bytes.response("103")))
    talk.server(HTTP2Bytes.headers(1, ends: false, HTTP2Bytes.response("200")))
    talk.server(HTTP2Bytes.frame(0, flags: 8, stream: 1, [4] + Array("ok".utf8) + [0, 0, 0, 0]))
    talk.server(HTTP2Bytes.headers(1, HTTP2Bytes.block([("grpc-status", "0")])))
    let whole = try talk.decode()
    let exchange = try #require(whole.records.exchanges.first)
    #expect(exchange.url == "http://api.test:8080/padded")
    #expect(exchange.status == 200)
    #expect(exchange.responseBodyBytes == 2)
    #expect(whole.records.oddities.isEmpty)
    #expect(try talk.decode(pieces: 1).records.text == whole.records.text)
  }

  @Test func whatTheConnectionNeedsIsNoPartOfAnExchange() throws {
    let ping = HTTP2Bytes.frame(6, stream: 0, [UInt8](repeating: 0, count: 8))
    let window = HTTP2Bytes.frame(8, stream: 0, [0, 0, 1, 0])
    let farewell = HTTP2Bytes.frame(7, stream: 0, [UInt8](repeating: 0, count: 8))
    var talk = opened()
    talk.client(HTTP2Bytes.headers(1, HTTP2Bytes.request(path: "/")))
    talk.server(HTTP2Bytes.settings)
    talk.client(HTTP2Bytes.acknowledgement + window)
    talk.server(HTTP2Bytes.headers(1, HTTP2Bytes.response("200")))
    talk.client(ping)
    talk.server(farewell)
    let outcome = try talk.decode()
    #expect(
      outcome.contents == [
        .handshake, .handshake, .application, .handshake, .handshake, .application, .closing, .closing,
      ])
  }

  @Test func whatTheConnectionNeedsEndsNoTurn() throws {
    var trace = PacketTrace()
    trace.open()
    var next: [UInt32] = [1001, 5001]
    func say(_ time: Int, _ side: Side, _ bytes: [UInt8]) {
      if side == .client {
        trace.client(time, PacketBuilder.ack, next[0], next[1], bytes)
      } else {
        trace.server(time, PacketBuilder.ack, next[1], next[0], bytes)
      }
      next[Int(side.rawValue)] += UInt32(bytes.count)
    }
    let request = HTTP2Bytes.headers(1, HTTP2Bytes.request(path: "/"))
    let response = HTTP2Bytes.headers(1, HTTP2Bytes.response("200"))
    say(20, .client, HTTP2Bytes.preface + HTTP2Bytes.settings)
    say(21, .client, request)
    say(30, .server, HTTP2Bytes.settings + HTTP2Bytes.acknowledgement)
    say(31, .client, HTTP2Bytes.acknowledgement)
    say(45, .server, response)
    let bursts = try #require(try trace.read().connections.first?.bursts)
    #expect(bursts.map(\.content) == [.handshake, .application])
    #expect(bursts.last?.lastClient == PacketTrace.moment(21))
    #expect(bursts.last?.firstServer == PacketTrace.moment(45))
    #expect(bursts.map(\.clientBytes) == [HTTP2Bytes.preface.count + 9, request.count])
    #expect(bursts.map(\.serverBytes) == [0, response.count])
  }

  @Test func aStreamThatIsResetAndOneThatIsOpenAtTheEndAreHandedOver() throws {
    var talk = opened()
    talk.client(HTTP2Bytes.headers(1, HTTP2Bytes.request(path: "/reset")))
    talk.client(HTTP2Bytes.headers(3, HTTP2Bytes.request(path: "/open")))
    talk.client(HTTP2Bytes.frame(3, stream: 1, [0, 0, 0, 8]))
    talk.server(HTTP2Bytes.headers(1, HTTP2Bytes.response("200")))
    talk.server(HTTP2Bytes.headers(3, ends: false, HTTP2Bytes.response("200")))
    let outcome = try talk.decode()
    #expect(
      outcome.records.exchanges.map(\.url) == ["http://api.test:8080/reset", "http://api.test:8080/open"])
    #expect(outcome.records.exchanges.map(\.status) == [nil, 200])
    #expect(outcome.records.exchanges.map(\.responseBodyBytes) == [nil, nil])
    #expect(outcome.records.oddities.isEmpty)
  }

  @Test func aWebSocketIsAskedForByItsProtocol() throws {
    var talk = opened()
    let fields = [
      (":method", "CONNECT"), (":protocol", "websocket"), (":authority", "api.test"), (":path", "/feed"),
    ]
    talk.client(HTTP2Bytes.headers(1, ends: false, HTTP2Bytes.block(fields)))
    talk.server(HTTP2Bytes.headers(1, ends: false, HTTP2Bytes.response("200")))
    let exchange = try #require(try talk.decode().records.exchanges.first)
    #expect(exchange.url == "ws://api.test/feed")
    #expect(exchange.status == 200)
  }

  @Test(arguments: [
    ("http2_header_unreadable", HTTP2Bytes.headers(1, [0xff, 0xff, 0xff, 0xff])),
    ("http2_header_unreadable", HTTP2Bytes.frame(9, flags: 4, stream: 1, [0x82])),
    ("http2_header_unreadable", HTTP2Bytes.frame(1, stream: 1, [0x82]) + HTTP2Bytes.settings),
    ("http2_header_unreadable", HTTP2Bytes.frame(1, flags: 0xc, stream: 1, [9, 0x82])),
    ("http2_frame_too_long", [2, 0, 0, 1, 4, 0, 0, 0, 1]),
  ])
  func whatCannotBeReadEndsTheDecoding(name: String, bytes: [UInt8]) throws {
    var talk = opened()
    talk.client(bytes)
    talk.server(HTTP2Bytes.headers(1, HTTP2Bytes.response("200")))
    let outcome = try talk.decode()
    #expect(outcome.records.oddities.map(\.name) == [name])
    #expect(outcome.contents.suffix(2) == [.application, .application])
  }

  @Test func bytesThatAreMissingEndTheDecoding() throws {
    var talk = opened()
    talk.client(HTTP2Bytes.headers(1, HTTP2Bytes.request(path: "/")))
    talk.unseen(.server, 100)
    talk.server(HTTP2Bytes.headers(1, HTTP2Bytes.response("200")))
    let outcome = try talk.decode()
    #expect(outcome.records.exchanges.map(\.status) == [nil])
    #expect(outcome.records.oddities.map(\.name) == ["http2_cut"])
  }

  @Test func damagedBytesNeverStopTheDecoding() throws {
    var generator = DamageGenerator(seed: 9113)
    for _ in 0..<3000 {
      let outcome = try example().damaged(by: &generator).decode(
        pieces: .random(in: 1...400, using: &generator))
      #expect(outcome.records.exchanges.count <= 8)
    }
  }
}
