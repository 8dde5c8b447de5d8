import Foundation
import LoopbackServer
import Probe
import Records
import Testing
import Traffic
import Transfers

struct ProberTests {
  static func probe(
    _ url: String, requests: Int = 2, credentials: String? = nil,
    _ change: (inout TransferSettings) -> Void = { _ in }
  ) throws -> ProbedTarget {
    var settings = TransferSettings()
    settings.proxy = ""
    settings.timeout = .seconds(5)
    change(&settings)
    let plan = try ProbePlan(
      url: WebAddress(url, place: "test"), requests: requests, credentials: credentials)
    return try Prober.probe(
      plan, settings: settings, isProxied: false,
      reading: AnswerReading(
        certificate: X509.certificate, webSocketAccept: WebSocketAccept.value(for:)))
  }

  private static func problem(_ url: String, requests: Int = 6) -> String {
    do {
      _ = try probe(url, requests: requests) { $0.timeout = .milliseconds(400) }
      return "none"
    } catch {
      return "\(error)"
    }
  }

  /// A Date field of now (RFC 9110, 5.6.7).
  private static var date: (String, String) {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "UTC")
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
    return ("Date", formatter.string(from: Date()))
  }

  @Test func fieldsThatVaryAreToldFromThoseThatDoNot() throws {
    let server = try LoopbackServer { request in
      .status(
        200,
        [
          Self.date, ("Server", "cloudflare"), ("CF-RAY", "230b030023ae2822-SJC"), ("X-Time", "\(UUID())"),
          ("Set-Cookie", "sid=secret; Path=/"), ("X-Evil", "a\u{1b}[2Jb"),
        ], body: "ok")
    }
    defer { server.stop() }
    let probedTarget = try Self.probe(server.url + "/a?token=secret", requests: 6)
    #expect(server.requests.count == 6)
    #expect(server.requests.map(\.connection) == [1, 1, 2, 2, 3, 3])
    #expect(server.requests.first?.target == "/a?token=secret")
    #expect(probedTarget.url == server.url + "/a")
    #expect(probedTarget.requests == 6)
    #expect(probedTarget.cold.count == 3)
    #expect(probedTarget.warm.count == 3)
    #expect(probedTarget.varyingHeaders == ["x-time"])
    #expect(
      probedTarget.headers == [
        Header(name: "content-length", value: "2"), Header(name: "server", value: "cloudflare"),
        Header(name: "cf-ray", value: "230b030023ae2822-SJC"), Header(name: "set-cookie", value: "sid"),
        Header(name: "x-evil", value: "a?[2Jb"),
      ])
    #expect(
      probedTarget.fronts == [ProbedTarget.Front(name: "Cloudflare", confidence: .high, basis: "cf-ray")])
    #expect(probedTarget.isDateLive == true)
    #expect(probedTarget.addresses == ["127.0.0.1"])
    #expect(probedTarget.httpVersion == "HTTP/1.1")
    #expect(probedTarget.isVerified == nil)
  }

  @Test func aDateThatStandsStillIsNotLive() throws {
    let date = Self.date
    let server = try LoopbackServer { _ in .status(200, [date]) }
    defer { server.stop() }
    #expect(try Self.probe(server.url, requests: 6).isDateLive == false)
    let old = try LoopbackServer { _ in .status(200, [("Date", "Sun, 06 Nov 1994 08:49:37 GMT")]) }
    defer { old.stop() }
    #expect(try Self.probe(old.url).isDateLive == false)
    let none = try LoopbackServer { _ in .status(200) }
    defer { none.stop() }
    #expect(try Self.probe(none.url).isDateLive == nil)
  }

  @Test func aSlowServerIsMeasuredAsSlow() throws {
    let server = try LoopbackServer { _ in
      usleep(80_000)
      return .status(200, body: "late")
    }
    defer { server.stop() }
    let probedTarget = try Self.probe(server.url)
    for stages in [probedTarget.cold, probedTarget.warm] {
      let firstByte = try #require(stages.firstByte)
      let total = try #require(stages.total)
      #expect(firstByte.minimum >= 80_000)
      #expect(total.minimum >= firstByte.minimum)
    }
    #expect((probedTarget.cold.connect?.maximum ?? 80_000) < 80_000)
    #expect(probedTarget.warm.connect == nil)
  }

  /// The time of the first byte that curl tells of a server that waits 300 ms, beside that of a probe.
  @Test(.enabled(if: ToolProcess.path(of: "curl") != nil, "there is no curl command"))
  func agreesWithCurl() throws {
    let server = try LoopbackServer { _ in
      usleep(300_000)
      return .status(200, body: "ok")
    }
    defer { server.stop() }
    let folder = FileManager.default.temporaryDirectory.appending(path: "assay-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let told = try ToolProcess.run(
      "curl",
      [
        "-s", "--noproxy", "*", "-o", "/dev/null", "-w", "%{time_starttransfer} %{http_code} %{http_version}",
        server.url,
      ],
      in: folder
    ).split(separator: " ")
    let firstByte = try #require(Double(told[0]))
    let probedTarget = try Self.probe(server.url, requests: 1)
    let ours = try #require(probedTarget.cold.firstByte?.minimum)
    #expect(abs(Double(ours) / 1e6 - firstByte) < 0.1)
    #expect("\(probedTarget.status ?? 0)" == told[1])
    #expect(probedTarget.httpVersion == "HTTP/\(told[2])")
  }

  @Test func aWebSocketIsUpgraded() throws {
    let server = try LoopbackServer { request in
      let accept = WebSocketAccept.value(for: request.value(of: "sec-websocket-key") ?? "")
      return .bytes(
        Array(
          "HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: \(accept)\r\n\r\n"
            .utf8))
    }
    defer { server.stop() }
    let probedTarget = try Self.probe("ws://127.0.0.1:\(server.port)/live", requests: 2)
    #expect(probedTarget.upgrade?.status == 101)
    #expect(probedTarget.upgrade?.isAccepted == true)
    #expect(probedTarget.upgrade?.time != nil)
    #expect(server.requests.map(\.connection) == [1, 2])
    #expect(Set(server.requests.map { $0.value(of: "sec-websocket-key") }).count == 2)
  }

  @Test func aCannedUpgradeAndARefusedOneAreTold() throws {
    let canned = try LoopbackServer { _ in
      .bytes(
        Array("HTTP/1.1 101 Switching\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n".utf8))
    }
    defer { canned.stop() }
    #expect(try Self.probe("ws://127.0.0.1:\(canned.port)/").upgrade?.isAccepted == false)
    let closed = try LoopbackServer { _ in .status(401) }
    defer { closed.stop() }
    let upgrade = try Self.probe("ws://127.0.0.1:\(closed.port)/").upgrade
    #expect(upgrade?.status == 401)
    #expect(upgrade?.isAccepted == nil)
  }

  @Test func aServerThatAsksToWaitIsWaitedForOrLeftAlone() throws {
    let server = try LoopbackServer { _ in .status(429, [("Retry-After", "1")]) }
    defer { server.stop() }
    let clock = ContinuousClock()
    let time = try clock.measure { _ = try Self.probe(server.url, requests: 2) }
    #expect(time >= .seconds(1))
    #expect(server.requests.count == 2)
    let stern = try LoopbackServer { _ in .status(503, [("Retry-After", "3600")]) }
    defer { stern.stop() }
    let probedTarget = try Self.probe(stern.url, requests: 6)
    #expect(stern.requests.count == 1)
    #expect(
      probedTarget.interruption
        == "the server answered 503 and asked to wait 3600 s; no more requests were made")
  }

  @Test func whatWasMeasuredStaysWhenTheServerDies() throws {
    let server = try LoopbackServer { request in
      request.connection == 1 ? .status(200, body: "x") : .end(after: [])
    }
    defer { server.stop() }
    let probedTarget = try Self.probe(server.url, requests: 6)
    #expect(probedTarget.cold.count == 1)
    #expect(probedTarget.interruption?.hasPrefix("the connection broke") == true)
  }

  @Test func redirectsInACircleAreAProblem() throws {
    let server = try LoopbackServer { request in
      .status(302, [("Location", request.target == "/a" ? "/b" : "/a")])
    }
    defer { server.stop() }
    #expect(Self.problem(server.url + "/a").hasPrefix("\(server.url): redirects in a circle"))
    #expect(server.requests.count <= 6)
  }

  @Test func whatLiesBehindARedirectIsNotMeasured() throws {
    let server = try LoopbackServer { request in
      request.target == "/" ? .status(302, [("Location", "/broken?token=secret")]) : .end(after: [])
    }
    defer { server.stop() }
    let probedTarget = try Self.probe(server.url, requests: 4)
    #expect(probedTarget.status == 302)
    #expect(probedTarget.redirect == server.url + "/broken")
    #expect(probedTarget.interruption == nil)
  }

  @Test func aCaptivePortalIsAProblem() throws {
    let server = try LoopbackServer { _ in .status(302, [("Location", "http://login.hotel.example/?next=x")])
    }
    defer { server.stop() }
    #expect(Self.problem(server.url).contains("redirects to 'login.hotel.example', as captive portals do"))
    let other = try LoopbackServer { _ in .status(511) }
    defer { other.stop() }
    #expect(Self.problem(other.url).contains("a captive portal answered (status 511)"))
  }

  @Test func aDeadServerAndASilentOneAreProblems() throws {
    let silent = try LoopbackServer { _ in .silence }
    #expect(Self.problem(silent.url).contains("the time limit passed while waiting for the answer"))
    silent.stop()
    usleep(50_000)
    #expect(Self.problem(silent.url).contains("the connection was refused: nothing listens there"))
  }

  @Test func credentialsStayWithTheOrigin() throws {
    let server = try LoopbackServer { request in
      request.target == "/" ? .status(302, [("Location", "/in")]) : .status(200)
    }
    defer { server.stop() }
    _ = try Self.probe(server.url, credentials: "Bearer TopSecret")
    #expect(
      server.requests.map { $0.value(of: "authorization") } == ["Bearer TopSecret", "Bearer TopSecret"])
    #expect {
      _ = try ProbePlan(
        url: WebAddress("http://shop.example/", place: "test"), requests: 1, credentials: "Bearer TopSecret")
    } throws: { "\($0)".contains("credentials are sent only over TLS") && !"\($0)".contains("TopSecret") }
  }

  @Test func aPlanShowsEverythingButTheSecret() throws {
    let plan = try ProbePlan(
      url: WebAddress("wss://shop.example:8443/live?a=b", place: "test"), requests: 3, credentials: "Bearer x"
    )
    #expect(
      plan.description == """
        wss://shop.example:8443: at most 3 requests, one after the other
          GET /live?a=b
          Host: shop.example:8443
          User-Agent: assay
          Accept: */*
          Authorization: [ASSAY_PROBE_AUTHORIZATION]
          Connection: Upgrade
          Upgrade: websocket
          Sec-WebSocket-Version: 13
          Sec-WebSocket-Key: [16 random bytes]
          each on a connection of its own, closed after the answer

        """)
  }

  @Test func nothingIsSentThatThePlanDoesNotShow() throws {
    let server = try LoopbackServer { _ in .status(200) }
    defer { server.stop() }
    _ = try Self.probe(server.url, requests: 1)
    #expect(server.requests.first?.headers.map(\.name).sorted() == ["Accept", "Host", "User-Agent"])
  }
}
