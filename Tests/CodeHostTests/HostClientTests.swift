import CodeHost
import LoopbackServer
import Records
import Testing
import Transfers

struct HostClientTests {
  private static let commit = String(repeating: "a1", count: 20)
  private static let status = CommitStatus(
    isSuccess: false, description: "2 fakes", link: "https://ci.example/1")

  /// Sets a status, and gives what went wrong.
  private func set(on server: LoopbackServer, timeout: Duration = .seconds(5)) -> (any Error)? {
    do {
      let host = try StickyCommentTests.gitHub(server)
      try StickyCommentTests.client(host, timeout: timeout).set(Self.status, of: Self.commit)
      return nil
    } catch {
      return error
    }
  }

  /// A server that gives these answers one after the other, and the last again and again.
  private static func answering(_ replies: Reply...) throws -> (server: LoopbackServer, count: Counter) {
    let counter = Counter()
    let server = try LoopbackServer { _ in replies[min(counter.next(), replies.count - 1)] }
    return (server, counter)
  }

  @Test func aStatusHasItsContext() throws {
    let (server, _) = try Self.answering(.status(201, body: "{}"))
    defer { server.stop() }
    #expect(set(on: server) == nil)
    let request = try #require(server.requests.first)
    #expect(request.target == "/repos/o/r/statuses/\(Self.commit)")
    #expect(
      request.text
        == #"{"context":"assay","description":"2 fakes","state":"failure","target_url":"https://ci.example/1"}"#
    )
  }

  @Test func gitLabsStatusHasItsWords() throws {
    let (server, _) = try Self.answering(
      .status(400, body: #"{"message": "Cannot transition status via :drop from :failed"}"#))
    defer { server.stop() }
    let host = try GitLab(api: WebAddress(server.url, place: "test"), project: "42", place: "test")
    try StickyCommentTests.client(host).set(Self.status, of: Self.commit)
    #expect(server.requests.first?.target == "/projects/42/statuses/\(Self.commit)")
    #expect(server.requests.first?.text.contains(#""name":"assay","state":"failed""#) == true)
  }

  @Test func waitsAsLongAsRetryAfterAsks() throws {
    let (server, _) = try Self.answering(.status(429, [("Retry-After", "1")]), .status(201, body: "{}"))
    defer { server.stop() }
    let clock = ContinuousClock()
    let time = clock.measure { #expect(set(on: server) == nil) }
    #expect(time >= .seconds(1))
    #expect(time < .seconds(4))
    #expect(server.requests.count == 2)
  }

  @Test func givesUpWhereTheHostAsksForMoreThanTheBound() throws {
    let (server, _) = try Self.answering(.status(429, [("Retry-After", "86400")]))
    defer { server.stop() }
    let error = set(on: server)
    #expect(error.map { "\($0)" }?.contains("answered 429, and asked to wait 86400 s") == true)
    #expect(server.requests.count == 1)
  }

  @Test func limitsOfARateAreWaitedForThoughTheyAre403() throws {
    let (server, _) = try Self.answering(
      .status(403, [("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1")]), .status(201, body: "{}"))
    defer { server.stop() }
    #expect(set(on: server) == nil)
    #expect(server.requests.count == 2)
  }

  @Test func serverErrorsAndLostConnectionsAreTriedAgain() throws {
    let (server, _) = try Self.answering(.status(502), .end(after: []), .status(201, body: "{}"))
    defer { server.stop() }
    #expect(set(on: server) == nil)
    #expect(server.requests.count >= 3)
  }

  @Test func aServerThatStaysBrokenIsGivenUp() throws {
    let (server, _) = try Self.answering(.status(500, body: "{}"))
    defer { server.stop() }
    let error = set(on: server)
    #expect(error is Problem)
    #expect(error.map { "\($0)" }?.hasSuffix("answered 500; given up after 3 of 3 attempts") == true)
    #expect(server.requests.count == 3)
  }

  @Test func aServerThatHangsIsGivenUp() throws {
    let (server, _) = try Self.answering(.silence)
    defer { server.stop() }
    let error = set(on: server, timeout: .milliseconds(200))
    #expect(error.map { "\($0)" }?.contains("the time limit passed while waiting for the answer") == true)
  }

  @Test(arguments: [401, 403, 404])
  func wantOfRightsIsToldApart(status: Int) throws {
    let (server, _) = try Self.answering(.status(status, body: "{\"message\": \"No\\u001b[31m rights\"}"))
    defer { server.stop() }
    let refusal = try #require(set(on: server) as? NotPermitted)
    #expect(refusal.status == status)
    #expect(refusal.message == "No?[31m rights")
    #expect(server.requests.count == 1)
  }

  @Test func theTokenDoesNotFollowARedirectAway() throws {
    let (other, _) = try Self.answering(.status(201, body: "{}"))
    defer { other.stop() }
    let (server, _) = try Self.answering(.status(307, [("Location", "\(other.url)/repos/o/r")]))
    defer { server.stop() }
    let error = set(on: server)
    #expect(
      error.map { "\($0)" }?.contains("redirected to '\(other.url)', to which the token is not sent") == true)
    #expect(other.requests.isEmpty)
  }

  @Test func aRedirectWithinTheHostIsFollowedWithItsMethod() throws {
    let (server, _) = try Self.answering(.status(301, [("Location", "/moved")]), .status(201, body: "{}"))
    defer { server.stop() }
    #expect(set(on: server) == nil)
    #expect(server.requests.map(\.target) == ["/repos/o/r/statuses/\(Self.commit)", "/moved"])
    #expect(server.requests.map(\.method) == ["POST", "POST"])
  }

  @Test func redirectsInACircleEnd() throws {
    let (server, _) = try Self.answering(.status(308, [("Location", "/again")]))
    defer { server.stop() }
    #expect(set(on: server).map { "\($0)" }?.contains("redirected more than 3 times") == true)
    #expect(server.requests.count == 4)
  }

  @Test(arguments: ["<html>", "[1, 2", "{}", #"[{"id": "x"}]"#, String(repeating: "[", count: 100_000)])
  func garbageIsAProblem(body: String) throws {
    let (server, _) = try Self.answering(.status(200, body: #"{"id": 1}"#), .status(200, body: body))
    defer { server.stop() }
    #expect {
      try StickyComment(report: "x", limit: 65_536)
        .post(on: 7, by: StickyCommentTests.client(StickyCommentTests.gitHub(server)))
    } throws: { "\($0)".contains("the answer is not the JSON that was asked for") }
  }

  @Test func aHugeAnswerIsRefused() throws {
    let server = try LoopbackServer { _ in
      .status(200, body: String(repeating: " ", count: HostClient.answerLimit + 1))
    }
    defer { server.stop() }
    #expect(set(on: server).map { "\($0)" }?.contains("the answer has more than 67108864 bytes") == true)
  }

  @Test func nothingThatIsShownHoldsTheToken() throws {
    let (server, _) = try Self.answering(.status(503), .status(307, [("Location", "https://a.example/")]))
    defer { server.stop() }
    var notes: [String] = []
    let client = try StickyCommentTests.client(StickyCommentTests.gitHub(server)) { notes.append($0) }
    #expect {
      try client.set(Self.status, of: Self.commit)
    } throws: {
      !"\($0)".contains(StickyCommentTests.secret) && !String(reflecting: $0).contains("TopSecret")
    }
    #expect(!notes.isEmpty)
    #expect(!notes.joined().contains("TopSecret"))
    let token = try AccessToken(StickyCommentTests.secret, variable: "T")
    var dumped = ""
    dump(token, to: &dumped)
    #expect(!"\(token)\(String(reflecting: token))\(dumped)".contains("TopSecret"))
  }

  @Test func aTokenThatTheHostRepeatsIsNotShown() throws {
    let server = try LoopbackServer { request in
      .status(422, body: "{\"message\": \"bad field \(request.value(of: "authorization") ?? "")\"}")
    }
    defer { server.stop() }
    #expect(set(on: server).map { "\($0)" }?.hasSuffix("answered 422: bad field Bearer [token]") == true)
  }

  @Test func aTokenGoesOnlyOverHTTPS() throws {
    let api = try WebAddress("http://git.example.com/api", place: "test")
    let host = try GitHub(api: api, repository: "o/r", place: "test")
    #expect {
      _ = try StickyCommentTests.client(host)
    } throws: { "\($0)".hasPrefix("http://git.example.com: a token is sent only over https") }
  }

  @Test(arguments: ["", " ", "a b", "a\nb", "t\u{e9}"])
  func whatIsNoTokenIsRefusedWithoutBeingShown(value: String) {
    #expect {
      _ = try AccessToken(value, variable: "GITHUB_TOKEN")
    } throws: { "\($0)" == "GITHUB_TOKEN: holds no token: only printable ASCII without spaces can be one" }
  }
}
