import LoopbackServer
import Records
import Testing
import Transfers

#if canImport(Glibc)
  import Glibc
#endif

struct TransferTests {
  private static func settings(_ change: (inout TransferSettings) -> Void = { _ in }) -> TransferSettings {
    var settings = TransferSettings()
    settings.proxy = ""
    settings.timeout = .seconds(5)
    change(&settings)
    return settings
  }

  private static func run(
    _ server: LoopbackServer, _ path: String = "/", settings: TransferSettings = settings(),
    method: String = "GET", headers: [Header] = [], body: [UInt8]? = nil
  ) throws -> Transfer {
    let url = try WebAddress(server.url + path, place: "test")
    return try TransferSession(settings: settings)
      .run(TransferRequest(method, url, headers: headers, body: body))
  }

  private static func failure(of body: () throws -> Void) -> TransferFailure? {
    do {
      try body()
      return nil
    } catch {
      return error as? TransferFailure
    }
  }

  @Test func tellsStatusFieldsAndBody() throws {
    let server = try LoopbackServer { _ in
      .status(404, [("X-Two", "a"), ("x-two", " b "), ("Retry-After", "7")], body: "nothing")
    }
    defer { server.stop() }
    let answer = try Self.run(server, "/a/../b?c=1", headers: [Header(name: "X-Sent", value: "yes")])
    #expect(answer.status == 404)
    #expect(answer.version == "HTTP/1.1")
    #expect(answer.values(of: "X-TWO") == ["a", "b"])
    #expect(answer.retryAfter == 7)
    #expect(answer.body == Array("nothing".utf8))
    #expect(!answer.isBodyCut)
    #expect(answer.remote == Endpoint(address: IPAddress(v4: 0x7f00_0001), port: server.port))
    #expect(answer.certificates.isEmpty)
    let request = try #require(server.requests.first)
    #expect(request.method == "GET")
    #expect(request.value(of: "x-sent") == "yes")
    #expect(request.value(of: "accept-encoding") == nil)
  }

  @Test func sendsABodyWithItsMethod() throws {
    let server = try LoopbackServer { _ in .status(200) }
    defer { server.stop() }
    let body = [UInt8](repeating: 0x41, count: 2 << 20) + [0, 1, 2]
    _ = try Self.run(server, method: "PATCH", body: body)
    let request = try #require(server.requests.first)
    #expect(request.method == "PATCH")
    #expect(request.body == body)
    #expect(request.value(of: "expect") == nil)
  }

  @Test func stagesComeInTheirOrder() throws {
    let server = try LoopbackServer { _ in
      usleep(50_000)
      return .status(200, body: "late")
    }
    defer { server.stop() }
    let times = try Self.run(server).times
    let connect = try #require(times.connect)
    let firstByte = try #require(times.firstByte)
    #expect(connect < 50_000)
    #expect(times.handshake == nil)
    #expect(firstByte >= 50_000)
    #expect(times.total >= firstByte)
  }

  @Test func aSecondTransferUsesTheConnectionOfTheFirst() throws {
    let server = try LoopbackServer { _ in .status(200, body: "x") }
    defer { server.stop() }
    let session = try TransferSession(settings: Self.settings())
    let request = TransferRequest("GET", try WebAddress(server.url, place: "test"))
    #expect(try !session.run(request).isConnectionReused)
    #expect(try session.run(request).isConnectionReused)
    #expect(server.requests.map(\.connection) == [1, 1])
  }

  @Test func redirectsAreToldAndNotFollowed() throws {
    let server = try LoopbackServer { _ in .status(302, [("Location", "../there?x=1")]) }
    defer { server.stop() }
    let answer = try Self.run(server, "/a/b")
    #expect(answer.status == 302)
    #expect(answer.redirect == "\(server.url)/there?x=1")
    #expect(server.requests.count == 1)
  }

  @Test func aLongBodyIsCutAtTheLimit() throws {
    let server = try LoopbackServer { _ in .status(200, body: String(repeating: "y", count: 5 << 20)) }
    defer { server.stop() }
    let answer = try Self.run(server, settings: Self.settings { $0.bodyLimit = 100_000 })
    #expect(answer.status == 200)
    #expect(answer.isBodyCut)
    #expect(answer.body == [UInt8](repeating: UInt8(ascii: "y"), count: 100_000))
  }

  @Test func aBodyThatJustFitsIsNotCut() throws {
    let server = try LoopbackServer { _ in .status(200, body: String(repeating: "y", count: 1000)) }
    defer { server.stop() }
    let answer = try Self.run(server, settings: Self.settings { $0.bodyLimit = 1000 })
    #expect(answer.body.count == 1000)
    #expect(!answer.isBodyCut)
  }

  @Test func tooManyHeaderFieldsAreRefused() throws {
    let fields = (0..<200).map { ("X-Field-\($0)", String(repeating: "z", count: 100)) }
    let server = try LoopbackServer { _ in .status(200, fields) }
    defer { server.stop() }
    let failure = Self.failure {
      _ = try Self.run(server, settings: Self.settings { $0.headerLimit = 10_000 })
    }
    #expect(failure?.kind == .malformedAnswer)
    #expect(failure?.detail == "its header has more than 10000 bytes")
  }

  @Test func anInterimAnswerIsNotTheAnswer() throws {
    let server = try LoopbackServer { _ in
      .bytes(
        Array("HTTP/1.1 103 Early\r\nX-Early: 1\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".utf8))
    }
    defer { server.stop() }
    let answer = try Self.run(server)
    #expect(answer.status == 200)
    #expect(answer.value(of: "x-early") == nil)
    #expect(answer.body == Array("ok".utf8))
  }

  @Test func anUpgradeEndsWithItsHeader() throws {
    let server = try LoopbackServer { request in
      guard request.value(of: "upgrade") == "websocket" else { return .status(400) }
      // The server says nothing more and keeps the connection, as WebSocket servers do.
      return .bytes(
        Array("HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nX-Last: 1\r\n\r\n".utf8)
      )
    }
    defer { server.stop() }
    var request = TransferRequest("GET", try WebAddress("ws://127.0.0.1:\(server.port)/live", place: "test"))
    request.headers = [
      Header(name: "Upgrade", value: "websocket"), Header(name: "Connection", value: "Upgrade"),
    ]
    request.isUpgrade = true
    let answer = try TransferSession(settings: Self.settings()).run(request)
    #expect(answer.status == 101)
    #expect(answer.value(of: "x-last") == "1")
    #expect(answer.times.total < 2_000_000)
    #expect(server.requests.first?.target == "/live")
  }

  @Test func aServerThatHangsMeetsTheTimeLimit() throws {
    let server = try LoopbackServer { _ in .silence }
    defer { server.stop() }
    let limited = Self.settings { $0.timeout = .milliseconds(300) }
    #expect(Self.failure { _ = try Self.run(server, settings: limited) }?.kind == .timedOut(.firstByte))
  }

  @Test func anAnswerThatStopsMeetsTheTimeLimitInItsBody() throws {
    let server = try LoopbackServer { _ in
      .bytes(Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab".utf8))
    }
    defer { server.stop() }
    let limited = Self.settings { $0.timeout = .milliseconds(300) }
    #expect(Self.failure { _ = try Self.run(server, settings: limited) }?.kind == .timedOut(.body))
  }

  @Test func aClosedPortRefuses() throws {
    let server = try LoopbackServer { _ in .status(200) }
    let session = try TransferSession(settings: Self.settings())
    let url = try WebAddress(server.url, place: "test")
    server.stop()
    usleep(50_000)
    #expect(Self.failure { _ = try session.run(TransferRequest("GET", url)) }?.kind == .refused)
  }

  @Test func aNameThatCannotExistIsNotResolved() throws {
    // RFC 6761: no name under .invalid has an address. A resolver that is not there says so only in time.
    let session = try TransferSession(settings: Self.settings { $0.timeout = .seconds(3) })
    let url = try WebAddress("http://assay.invalid/", place: "test")
    let kind = Self.failure { _ = try session.run(TransferRequest("GET", url)) }?.kind
    #expect(kind == .nameNotResolved || kind == .timedOut(.lookup))
  }

  @Test(arguments: [
    ("", TransferFailure.Kind.connectionLost),
    ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab", .connectionLost),
    ("\u{1}\u{2}\u{3}not http at all\r\n\r\n", .malformedAnswer),
  ])
  func whatIsNoWholeAnswerIsAFailure(answer: String, kind: TransferFailure.Kind) throws {
    let server = try LoopbackServer { _ in .end(after: Array(answer.utf8)) }
    defer { server.stop() }
    #expect(Self.failure { _ = try Self.run(server) }?.kind == kind)
  }

  @Test func aPlainServerIsNoTLSServer() throws {
    let server = try LoopbackServer { _ in .end(after: Array("HTTP/1.1 400 Bad\r\n\r\n".utf8)) }
    defer { server.stop() }
    let session = try TransferSession(settings: Self.settings { $0.timeout = .seconds(2) })
    let url = try WebAddress("https://127.0.0.1:\(server.port)/", place: "test")
    let kind = Self.failure { _ = try session.run(TransferRequest("GET", url)) }?.kind
    #expect(kind == .handshakeFailed || kind == .timedOut(.handshake), "\(String(describing: kind))")
  }

  @Test func aHeaderFieldCannotSmuggleAnother() throws {
    let server = try LoopbackServer { _ in .status(200) }
    defer { server.stop() }
    let failure = Self.failure {
      _ = try Self.run(server, headers: [Header(name: "X-A", value: "b\r\nX-C: d")])
    }
    #expect(failure?.kind == .unusable)
    #expect(server.requests.isEmpty)
  }

  @Test func aProxyIsAskedInsteadOfTheServer() throws {
    let proxy = try LoopbackServer { request in .status(200, body: request.target) }
    defer { proxy.stop() }
    let session = try TransferSession(settings: Self.settings { $0.proxy = proxy.url })
    let answer = try session.run(TransferRequest("GET", try WebAddress("http://a.invalid/x", place: "test")))
    #expect(answer.body == Array("http://a.invalid/x".utf8))
  }
}
