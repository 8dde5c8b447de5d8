import Records
import Testing

@testable import Traffic

struct HTTPStreamTests {
  static let simple: Dialogue = {
    var talk = Dialogue()
    talk.client(
      "POST /items?x=1 HTTP/1.1\r\nHost: Api.Example.com:8080\r\nContent-Length: 5\r\nX-A: b\r\n\r\nhello")
    talk.server("HTTP/1.1 201 Created\r\nContent-Length: 3\r\nServer: nginx\r\n\r\nabc")
    talk.client("GET /next HTTP/1.1\r\nhost: api.example.com\r\n\r\n")
    talk.server(
      "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n4;x=\"y\"\r\nWiki\r\n5\r\npedia\r\n0\r\nT: 1\r\n\r\n"
    )
    return talk
  }()

  @Test func requestsAndResponsesArePaired() throws {
    let outcome = try Self.simple.decode()
    try #require(outcome.records.exchanges.count == 2)
    let first = outcome.records.exchanges[0]
    #expect(first.witness == .packets)
    #expect(first.connection == 7)
    #expect(first.serverAddress == Dialogue.callee.address)
    #expect(first.start == Timestamp(nanoseconds: 0))
    #expect(first.firstByte == Timestamp(nanoseconds: 1_000_000))
    #expect(first.end == Timestamp(nanoseconds: 1_000_000))
    #expect(first.method == "POST")
    #expect(first.url == "http://api.example.com:8080/items?x=1")
    #expect(first.host == "api.example.com")
    #expect(first.port == 8080)
    #expect(first.httpVersion == "HTTP/1.1")
    #expect(first.status == 201)
    #expect(first.requestHeaders.map(\.name) == ["Host", "Content-Length", "X-A"])
    #expect(first.responseHeaders.map(\.value) == ["3", "nginx"])
    #expect(first.requestBodyBytes == 5)
    #expect(first.responseBodyBytes == 3)
    // printf abc | sha256sum
    #expect(first.responseBodyHash == "ba7816bf8f01cfea")
    let second = outcome.records.exchanges[1]
    #expect(second.url == "http://api.example.com/next")
    #expect(second.port == 8080)
    #expect(second.status == 404)
    #expect(second.requestBodyBytes == 0)
    #expect(second.responseBodyBytes == 9)
    // printf Wikipedia | sha256sum
    #expect(second.responseBodyHash == "d38b38a2dd476e04")
    #expect(outcome.applicationProtocol == .http)
    #expect(outcome.provenClient == .client)
    #expect(outcome.records.oddities.isEmpty)
  }

  @Test func whatIsSplitAnywhereIsReadTheSame() throws {
    for talk in [Self.simple, Self.pipelined, Self.webSocket, Self.tunnel] {
      let whole = try talk.decode()
      for first in 1..<300 { #expect(try talk.decode(first: first).records.text == whole.records.text) }
      for pieces in 1..<20 { #expect(try talk.decode(pieces: pieces).records.text == whole.records.text) }
    }
  }

  static let pipelined: Dialogue = {
    var talk = Dialogue()
    talk.client(
      "HEAD /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\nPUT /c HTTP/1.1\nHost: h\nTransfer-Encoding: chunked\nExpect: 100-continue\n\n"
    )
    talk.server(
      "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nHTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n")
    talk.server("HTTP/1.1 100 Continue\r\n\r\n")
    talk.client("3\r\nabc\r\n0\r\n\r\n")
    talk.server("HTTP/1.1 204 No Content\r\n\r\n")
    return talk
  }()

  @Test func pipelinedRequestsAndResponsesWithoutBodyArePaired() throws {
    let outcome = try Self.pipelined.decode()
    #expect(outcome.records.exchanges.map(\.method) == ["HEAD", "GET", "PUT"])
    #expect(outcome.records.exchanges.map(\.status) == [200, 304, 204])
    #expect(outcome.records.exchanges.map(\.responseBodyBytes) == [0, 0, 0])
    #expect(outcome.records.exchanges.last?.requestBodyBytes == 3)
    #expect(outcome.records.exchanges.last?.firstByte == Timestamp(nanoseconds: 4_000_000))
    #expect(outcome.records.oddities.isEmpty)
  }

  static let webSocket: Dialogue = {
    var talk = Dialogue()
    // The key and its answer are those of RFC 6455, 1.3.
    talk.client(
      "GET /chat HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    talk.server(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
    )
    // RFC 6455, 5.7: a masked "Hello", an unmasked ping, a masked pong, 256 and 65536 bytes; then close frames.
    talk.client([0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58])
    talk.server([0x89, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f])
    talk.client([0x8a, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58])
    talk.server([0x82, 0x7e, 0x01, 0x00] + [UInt8](repeating: 0x88, count: 256))
    talk.server([0x82, 0x7f, 0, 0, 0, 0, 0, 1, 0, 0])
    talk.unseen(.server, 65_530)
    talk.server([UInt8](repeating: 0x88, count: 6))
    talk.client([0x88, 0x82, 1, 2, 3, 4, 2, 0xea])
    talk.server([0x88, 0x02, 0x03, 0xe8])
    return talk
  }()

  @Test func aWebSocketIsOpenedAndItsFramesAreToldApart() throws {
    let outcome = try Self.webSocket.decode()
    #expect(outcome.records.exchanges.map(\.status) == [101])
    #expect(outcome.records.exchanges.first?.isWebSocketAccepted == true)
    #expect(
      outcome.contents == [
        .application, .application, .application, .closing, .closing, .application, .application,
        .application,
        .application, .closing, .closing,
      ])
  }

  @Test func aWrongAnswerToTheKeyIsNoAcceptance() throws {
    var talk = Self.webSocket
    talk.lines = [talk.lines[0]]
    talk.server(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: S3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
    )
    #expect(try talk.decode().records.exchanges.first?.isWebSocketAccepted == false)
  }

  static let tunnel: Dialogue = {
    var talk = Dialogue()
    talk.client("CONNECT API.example.com:443 HTTP/1.1\r\nHost: API.example.com:443\r\n\r\n")
    talk.server("HTTP/1.1 200 Connection established\r\n\r\n")
    talk.lines += TLSDialogues.simple.lines
    return talk
  }()

  @Test func whatATunnelCarriesIsDecodedAfresh() throws {
    let outcome = try Self.tunnel.decode()
    #expect(outcome.records.exchanges.map(\.url) == ["API.example.com:443"])
    #expect(outcome.records.exchanges.map(\.host) == ["api.example.com"])
    #expect(outcome.records.exchanges.map(\.port) == [443])
    #expect(outcome.records.exchanges.map(\.status) == [200])
    #expect(outcome.records.handshakes.map(\.serverName) == ["server"])
    #expect(outcome.records.handshakes.first?.clientHello == Timestamp(nanoseconds: 2_000_000))
    #expect(outcome.applicationProtocol == .tls)
    #expect(outcome.contents.suffix(2) == [.closing, .closing])
  }

  @Test func aRefusedTunnelIsAnOrdinaryExchange() throws {
    var talk = Dialogue()
    talk.client("CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n")
    talk.server("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 2\r\n\r\nno")
    talk.client("GET http://h/ HTTP/1.1\r\nHost: other\r\n\r\n")
    talk.server("HTTP/1.0 200 OK\r\n\r\nuntil the end")
    let outcome = try talk.decode()
    #expect(outcome.records.exchanges.map(\.status) == [407, 200])
    #expect(outcome.records.exchanges.last?.url == "http://h/")
    #expect(outcome.records.exchanges.last?.host == "h")
    #expect(outcome.records.exchanges.last?.port == 80)
    #expect(outcome.records.exchanges.last?.httpVersion == "HTTP/1.0")
    #expect(outcome.records.exchanges.last?.responseBodyBytes == 13)
    #expect(outcome.records.exchanges.last?.responseBodyHash == nil)
  }

  @Test func sidesThatWereGuessedWrongArePutRight() throws {
    let wrong = try Self.simple.decode(swapped: true)
    #expect(wrong.provenClient == .server)
    #expect(wrong.records.text == (try Self.simple.decode().records.text))
  }

  @Test func aRequestWithoutAnswerIsHandedOver() throws {
    var talk = Dialogue()
    talk.client("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
    let exchange = try #require(try talk.decode().records.exchanges.first)
    #expect(exchange.status == nil)
    #expect(exchange.end == nil)
    #expect(exchange.requestBodyBytes == 0)
  }

  @Test func aResponseWithoutRequestIsAnOddity() throws {
    var talk = Dialogue()
    talk.server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    talk.client("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
    talk.server("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
    let outcome = try talk.decode()
    #expect(outcome.records.oddities.map(\.name) == ["http_response_without_request"])
    #expect(outcome.records.exchanges.map(\.status) == [202])
    #expect(outcome.provenClient == .client)
  }

  @Test func bodiesOfWhichBytesAreMissingAreCountedAndNotHashed() throws {
    var talk = Dialogue()
    talk.client("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
    talk.server("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nok")
    talk.unseen(.server, 998)
    talk.client("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n")
    talk.server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\n")
    talk.unseen(.server, 16)
    talk.server("\r\n0\r\n\r\n")
    let outcome = try talk.decode()
    #expect(outcome.records.exchanges.map(\.responseBodyBytes) == [1000, 16])
    #expect(outcome.records.exchanges.map(\.responseBodyHash) == [nil, nil])
    #expect(outcome.records.exchanges.first?.end == Timestamp(nanoseconds: 2_000_000))
  }

  @Test func packetsCutToAFewBytesStillShowTheExchange() throws {
    var talk = Dialogue()
    for line in [
      (Side.client, "GET /health HTTP/1.1\r\nHost: example.com\r\n\r\n", 26),
      (.server, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", 30),
      (.client, "GET /a-long-path-that-is-cut HTTP/1.1\r\nHost: example.com\r\n\r\n", 20),
      (.server, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 2\r\n\r\nno", 20),
    ] {
      talk.lines.append(.says(line.0, Array(line.1.utf8.prefix(line.2))))
      talk.unseen(line.0, line.1.utf8.count - line.2)
    }
    let outcome = try talk.decode()
    #expect(outcome.records.exchanges.map(\.url) == ["/health", "/a-long-path-tha…"])
    #expect(outcome.records.exchanges.map(\.status) == [200, 503])
    #expect(outcome.records.exchanges.map(\.responseBodyBytes) == [nil, nil])
    #expect(
      outcome.records.exchanges.map(\.end) == [3, 7].map { Timestamp(nanoseconds: $0 * 1_000_000) })
    #expect(outcome.records.oddities.map(\.name) == ["http_header_cut"])
    #expect(outcome.provenClient == .client)
  }

  @Test func contradictionsAndErrorsInTheFramingAreOddities() throws {
    var talk = Dialogue()
    talk.client(
      "GET / HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\nA: b\r\n  folded\r\nno field\r\n\r\n")
    talk.server(
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n123"
    )
    let outcome = try talk.decode()
    #expect(
      outcome.records.oddities.map(\.name) == [
        "http_header_malformed", "http_content_length_and_chunked", "http_bad_chunk_size",
      ])
    #expect(outcome.records.exchanges.map(\.responseBodyBytes) == [1, 7])
    #expect(outcome.records.exchanges.last?.requestHeaders.last == Header(name: "A", value: "b folded"))
  }

  @Test func afterAGapTheNextPacketThatBeginsWithAMessageCounts() throws {
    var talk = Dialogue()
    talk.client("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n")
    talk.unseen(.server, 500)
    talk.server("the rest of a body")
    talk.client("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n")
    talk.server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    let outcome = try talk.decode()
    #expect(outcome.records.exchanges.map(\.url) == ["http://h/1", "http://h/2"])
    #expect(outcome.records.exchanges.map(\.status) == [nil, 200])
  }

  @Test func ofTooManyFieldsTheFirstAreKept() throws {
    var talk = Dialogue()
    talk.client("GET / HTTP/1.1\r\n" + String(repeating: "A: b\r\n", count: 300) + "\r\n")
    let outcome = try talk.decode()
    #expect(outcome.records.exchanges.first?.requestHeaders.count == 256)
    #expect(outcome.records.exchanges.first?.url == "/")
    #expect(outcome.records.oddities.map(\.name) == ["http_too_many_headers"])
  }

  @Test(arguments: [
    ("GET http://User@[2001:DB8::1]:81/a HTTP/1.1", "h", "http://User@[2001:DB8::1]:81/a", "2001:db8::1", 81),
    ("GET HTTPS://Example.com?q HTTP/1.1", "h", "HTTPS://Example.com?q", "example.com", 443),
    ("OPTIONS * HTTP/1.1", "H:99", "http://h:99", "h", 99),
    ("GET /a b HTTP/1.1", "[::1]", "http://[::1]/a b", "::1", 8080),
    ("GET / HTTP/1.1", "h:99999", "http://h:99999/", "h", 8080),
  ])
  func theURLComesFromTheTargetAndTheHostField(
    line: String, host: String, url: String, expectedHost: String, port: UInt16
  ) throws {
    var talk = Dialogue()
    talk.client("\(line)\r\nHost: \(host)\r\n\r\n")
    let exchange = try #require(try talk.decode().records.exchanges.first)
    #expect(exchange.url == url)
    #expect(exchange.host == expectedHost)
    #expect(exchange.port == port)
  }

  @Test func aHeadWithoutEndIsGivenUp() throws {
    var talk = Dialogue()
    talk.client(
      "GET / HTTP/1.1\r\n" + String(repeating: "A: b\r\n", count: 300) + String(repeating: "x", count: 70_000)
    )
    let outcome = try talk.decode()
    #expect(outcome.records.oddities.map(\.name) == ["http_header_too_long"])
    #expect(outcome.records.exchanges.isEmpty)
  }

  @Test func whatOnlyLooksLikeHTTPIsNone() throws {
    for text in ["GET key\r\n", "EHLO mail.example\r\n", "PRI * HTTP/3.0\r\n", "hello\n"] {
      var talk = Dialogue()
      talk.client(text)
      talk.server("+OK\r\n")
      let outcome = try talk.decode()
      #expect(outcome.applicationProtocol == .unknown)
      #expect(outcome.provenClient == nil)
      #expect(outcome.records.text.isEmpty)
    }
  }

  @Test func damagedBytesNeverStopTheDecoding() throws {
    var generator = DamageGenerator(seed: 9112)
    for _ in 0..<2000 {
      for talk in [Self.simple, Self.pipelined, Self.webSocket, Self.tunnel] {
        let outcome = try talk.damaged(by: &generator).decode(pieces: .random(in: 1...300, using: &generator))
        #expect(outcome.records.exchanges.count <= 6)
      }
    }
  }
}
