import Foundation
import Records
import Testing

@testable import Traffic

/// Connections that are sealed here, with every suite that is undone.
struct DecryptionTests {
  static let suites: [UInt16] = [0x1301, 0x1302, 0x1303, 0xc02f, 0xc030, 0xcca8]

  private static let request =
    "GET /orders?page=2 HTTP/1.1\r\nHost: api.test\r\nTraceparent: 00-abc-01\r\n\r\n"
  private static let response =
    "HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Sun, 22 Nov 2026 10:47:31 GMT\r\nContent-Length: 2\r\n\r\nok"

  private static func exchange(_ suite: UInt16, certificate: [UInt8]? = nil) -> SealedDialogue {
    var sealed = SealedDialogue(suite: suite, negotiated: "http/1.1", certificate: certificate)
    sealed.client(request)
    if sealed.isTLS13 {
      // Two session tickets between the request and its answer.
      sealed.say(.server, 22, TLSBytes.message(4, [UInt8](repeating: 6, count: 200)))
      sealed.say(.server, 22, TLSBytes.message(4, [UInt8](repeating: 6, count: 200)))
    }
    sealed.server(response)
    sealed.say(.client, 21, [1, 0])
    return sealed
  }

  @Test(arguments: suites)
  func whatIsSealedIsReadWithItsKeys(suite: UInt16) throws {
    let sealed = Self.exchange(suite)
    let outcome = try sealed.talk.decode(keys: sealed.keys)
    let exchange = try #require(outcome.records.exchanges.first)
    #expect(outcome.records.exchanges.count == 1)
    #expect(exchange.witness == .packets)
    #expect(exchange.connection == 7)
    #expect(exchange.url == "https://api.test/orders?page=2")
    #expect(exchange.port == 443)
    #expect(exchange.requestHeaders.contains(Header(name: "Traceparent", value: "00-abc-01")))
    #expect(exchange.status == 200)
    #expect(exchange.responseHeader("server") == "nginx")
    #expect(exchange.responseHeader("date") == "Sun, 22 Nov 2026 10:47:31 GMT")
    #expect(outcome.applicationProtocol == .tls)
    let handshake = try #require(outcome.records.handshakes.first)
    #expect(outcome.records.handshakes.count == 1)
    #expect(handshake.negotiatedProtocol == "http/1.1")
    #expect(handshake.firstApplicationData == exchange.start)
    #expect(outcome.records.oddities.isEmpty)
    let answer: [Burst.Content] = sealed.isTLS13 ? [.handshake, .handshake, .application] : [.application]
    #expect(outcome.contents.suffix(answer.count + 2) == [.application] + answer + [.closing])
  }

  @Test(arguments: suites)
  func whatIsSplitAnywhereIsReadTheSame(suite: UInt16) throws {
    let sealed = Self.exchange(suite, certificate: X509Tests.bytes)
    let whole = try sealed.talk.decode(keys: sealed.keys)
    for first in 1..<300 {
      #expect(try sealed.talk.decode(first: first, keys: sealed.keys).records.text == whole.records.text)
    }
    for pieces in [1, 2, 3, 7, 100, 1460] {
      #expect(try sealed.talk.decode(pieces: pieces, keys: sealed.keys).records.text == whole.records.text)
    }
  }

  @Test func theCertificateOfTLS13IsSeenWithKeys() throws {
    let sealed = Self.exchange(0x1302, certificate: X509Tests.bytes)
    let with = try #require(try sealed.talk.decode(keys: sealed.keys).records.handshakes.first)
    #expect(with.certificates.map(\.isSelfIssued) == [true])
    let without = try sealed.talk.decode()
    #expect(without.records.handshakes.first?.certificates.isEmpty == true)
    #expect(without.records.exchanges.isEmpty)
    #expect(without.records.oddities.isEmpty)
  }

  @Test func updatedKeysAndPaddingAreFollowed() throws {
    var sealed = SealedDialogue(suite: 0x1301)
    sealed.client(Self.request)
    sealed.updateKeys(of: .server)
    sealed.say(.server, 23, Array(Self.response.utf8), padding: 300)
    sealed.updateKeys(of: .client)
    sealed.updateKeys(of: .client)
    sealed.client(Self.request)
    sealed.server(Self.response)
    let outcome = try sealed.talk.decode(keys: sealed.keys)
    #expect(outcome.records.exchanges.map(\.status) == [200, 200])
    #expect(outcome.records.oddities.isEmpty)
    #expect(
      outcome.contents.suffix(7) == [
        .application, .handshake, .application, .handshake, .handshake, .application, .application,
      ])
  }

  @Test(arguments: [UInt16(0x1301), 0xc02f])
  func framesOfAWebSocketAreToldApart(suite: UInt16) throws {
    var sealed = SealedDialogue(suite: suite)
    // The key and its answer are those of RFC 6455, 1.3.
    sealed.client(
      "GET /feed HTTP/1.1\r\nHost: api.test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
    sealed.server(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n")
    sealed.say(.server, 23, [0x81, 2, 0x68, 0x69])
    sealed.say(.server, 23, [0x89, 0])
    sealed.say(.client, 23, [0x88, 0x80, 1, 2, 3, 4])
    let outcome = try sealed.talk.decode(keys: sealed.keys)
    #expect(outcome.records.exchanges.map(\.url) == ["wss://api.test/feed"])
    #expect(outcome.records.exchanges.map(\.isWebSocketAccepted) == [true])
    #expect(outcome.contents.suffix(3) == [.application, .closing, .closing])
  }

  @Test func http2IsReadInsideWhereTheEndsAgreedOnIt() throws {
    var sealed = SealedDialogue(suite: 0x1302, negotiated: "h2")
    // A server need not wait for the client's preface.
    sealed.say(.server, 23, Array(HTTP2Bytes.settings.prefix(4)))
    sealed.say(.server, 23, Array(HTTP2Bytes.settings.dropFirst(4)))
    sealed.say(.client, 23, HTTP2Bytes.preface + HTTP2Bytes.settings)
    sealed.say(.client, 23, HTTP2Bytes.headers(1, HTTP2Bytes.request(path: "/v2")))
    sealed.say(.server, 23, HTTP2Bytes.acknowledgement)
    sealed.say(.server, 23, HTTP2Bytes.headers(1, HTTP2Bytes.response("200")))
    let outcome = try sealed.talk.decode(keys: sealed.keys)
    #expect(outcome.records.exchanges.map(\.url) == ["https://api.test:8080/v2"])
    #expect(outcome.records.exchanges.map(\.status) == [200])
    #expect(outcome.records.handshakes.map(\.negotiatedProtocol) == ["h2"])
    #expect(
      outcome.contents.suffix(6) == [
        .handshake, .handshake, .handshake, .application, .handshake, .application,
      ])
    #expect(try sealed.talk.decode(pieces: 3, keys: sealed.keys).records.text == outcome.records.text)
  }

  @Test func aKeyLogBesideTheCaptureIsUsed() throws {
    let sealed = Self.exchange(0xc02f)
    var capture = PcapBuilder()
    for (index, segment) in sealed.segments.enumerated() {
      capture.add(segment, at: PacketTrace.moment(index).nanoseconds)
    }
    let log = FileManager.default.temporaryDirectory.appending(path: "assay-\(UUID().uuidString)")
    try Data(sealed.keyLog.utf8).write(to: log)
    defer { try? FileManager.default.removeItem(at: log) }
    let missing = log.path + "-missing"
    let with = try ReadingOfCapture(capture.bytes, context: ReadingContext(keyLogs: [missing, log.path]))
    #expect(with.exchanges.map(\.url) == ["https://api.test/orders?page=2"])
    #expect(with.exchanges.map(\.connection) == [0])
    #expect(with.oddityNames == ["tls_key_log_unreadable"])
    let without = try ReadingOfCapture(capture.bytes)
    #expect(without.exchanges.isEmpty)
    #expect(without.oddityNames.isEmpty)
  }

  @Test func aTunnelThroughAProxyIsDecryptedInside() throws {
    let inner = Self.exchange(0x1301)
    var outer = SealedDialogue(suite: 0xc02f)
    outer.client("CONNECT api.test:443 HTTP/1.1\r\nHost: api.test:443\r\n\r\n")
    outer.server("HTTP/1.1 200 Connection established\r\n\r\n")
    for case .says(let side, let bytes) in inner.talk.lines { outer.say(side, 23, bytes) }
    // The hellos have the same random bytes: one connection's line is for both.
    let keys = outer.keys
    Array(inner.keyLog.utf8).withUnsafeBytes { keys.read($0) }
    let outcome = try outer.talk.decode(keys: keys)
    #expect(outcome.records.exchanges.map(\.status) == [200, 200])
    #expect(outcome.records.exchanges.map(\.url) == ["api.test:443", "https://api.test/orders?page=2"])
  }

  @Test func aRecordThatIsNotAuthenticEndsItsDirection() throws {
    var sealed = SealedDialogue(suite: 0x1301)
    sealed.client(Self.request)
    sealed.server(Self.response)
    sealed.client(Self.request)
    sealed.add(.says(.server, TLSBytes.data(300)))
    sealed.server(Self.response)
    let outcome = try sealed.talk.decode(keys: sealed.keys)
    #expect(outcome.records.exchanges.map(\.status) == [200, nil])
    #expect(outcome.records.oddities.map(\.name) == ["tls_decryption_failed"])
    #expect(outcome.contents.suffix(2) == [.application, .application])
  }

  @Test func lostBytesEndTheirDirection() throws {
    var sealed = SealedDialogue(suite: 0xc030)
    sealed.client(Self.request)
    sealed.server(Self.response)
    sealed.client(Self.request)
    sealed.add(.unseen(.server, 200))
    sealed.server(Self.response)
    let outcome = try sealed.talk.decode(keys: sealed.keys)
    #expect(outcome.records.exchanges.map(\.status) == [200, nil])
    #expect(outcome.records.oddities.map(\.name) == ["tls_decryption_failed"])
  }

  @Test func secretsThatAreMissingAndSuitesThatAreNotUndoneAreSaid() throws {
    let sealed = Self.exchange(0x1301)
    let keys = KeyLog()
    let lines = sealed.keyLog.split(separator: "\n").dropLast().joined(separator: "\n")
    Array(lines.utf8).withUnsafeBytes { keys.read($0) }
    #expect(try sealed.talk.decode(keys: keys).records.oddities.map(\.name) == ["tls_decryption_failed"])
    // TLS_RSA_WITH_AES_128_CBC_SHA
    let old = SealedDialogue(suite: 0x002f)
    #expect(try old.talk.decode(keys: old.keys).records.oddities.map(\.name) == ["tls_decryption_failed"])
  }

  @Test func keysOfOtherConnectionsChangeNothing() throws {
    let sealed = Self.exchange(0x1302)
    let keys = KeyLog()
    let other = sealed.keyLog.replacing("1111", with: "1112")
    Array(other.utf8).withUnsafeBytes { keys.read($0) }
    #expect(try sealed.talk.decode(keys: keys).records.text == sealed.talk.decode().records.text)
  }

  @Test func damagedBytesNeverStopTheDecoding() throws {
    var generator = DamageGenerator(seed: 8446)
    for suite in Self.suites {
      let sealed = Self.exchange(suite, certificate: X509Tests.bytes)
      let keys = sealed.keys
      for _ in 0..<300 {
        let outcome = try sealed.talk.damaged(by: &generator).decode(
          pieces: .random(in: 1...2000, using: &generator), keys: keys)
        #expect(outcome.records.exchanges.count <= 1)
        #expect(outcome.records.handshakes.count <= 1)
      }
    }
  }
}
