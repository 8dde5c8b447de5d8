import CodeHost
import Foundation
import LoopbackServer
import Records
import Testing
import Transfers

struct StickyCommentTests {
  static let secret = "ghp_TopSecret0123456789"

  static func client(
    _ host: any CodeHost, timeout: Duration = .seconds(5), note: @escaping (String) -> Void = { _ in }
  ) throws -> HostClient {
    var settings = TransferSettings()
    settings.proxy = ""
    settings.timeout = timeout
    var retries = RetryPolicy()
    retries.attempts = 3
    retries.firstDelay = .milliseconds(10)
    retries.longestDelay = .seconds(2)
    return try HostClient(
      host: host, token: AccessToken(secret, variable: "GITHUB_TOKEN"), settings: settings, retries: retries,
      note: note)
  }

  static func gitHub(_ server: LoopbackServer) throws -> GitHub {
    try GitHub(api: WebAddress(server.url, place: "test"), repository: "o/r", place: "test")
  }

  private static func post(_ report: String = "report", to server: LoopbackServer) throws
    -> StickyComment.Outcome
  {
    try StickyComment(report: report, limit: GitHub.commentLimit).post(on: 7, by: client(gitHub(server)))
  }

  /// A page of comments of other people, and of our own where `own` is its text.
  static func page(_ number: Int, own: String? = nil) -> String {
    var comments: [[String: Any]] = (0..<3).map { place in
      // Somebody copied the marker.
      ["id": number * 10 + place, "body": "<!-- assay -->\nnot ours", "user": ["id": 5, "login": "mallory"]]
    }
    if let own { comments.append(["id": 99, "body": own, "user": ["id": 1, "login": "me"]]) }
    let data = (try? JSONSerialization.data(withJSONObject: comments)) ?? Data()
    return String(decoding: data, as: UTF8.self)
  }

  @Test func aFirstReportIsCreated() throws {
    let server = try LoopbackServer { request in
      switch (request.method, request.target) {
      case ("GET", "/user"): .status(200, body: #"{"id": 1, "login": "me"}"#)
      case ("GET", "/repos/o/r/issues/7/comments?per_page=100&page=1"): .status(200, body: "[]")
      case ("POST", "/repos/o/r/issues/7/comments"): .status(201, body: #"{"id": 12}"#)
      default: .status(500)
      }
    }
    defer { server.stop() }
    #expect(try Self.post(to: server) == .created)
    let last = try #require(server.requests.last)
    #expect(last.text == #"{"body":"<!-- assay -->\nreport"}"#)
    #expect(server.requests.allSatisfy { $0.value(of: "authorization") == "Bearer \(Self.secret)" })
    #expect(last.value(of: "accept") == "application/vnd.github+json")
    #expect(last.value(of: "content-type") == "application/json")
    #expect(last.value(of: "user-agent") == "assay")
  }

  /// Pages as GitHub gives them, our own comment on the third.
  private static func threePages(_ request: ReceivedRequest) -> Reply {
    let path = "/repos/o/r/issues/7/comments?per_page=100&page="
    // Not where the next page is: only that there is one is believed.
    let next = ("Link", #"<https://elsewhere.example/?page=9>; rel="next", <https://x/>; rel="last""#)
    return switch (request.method, request.target) {
    case ("GET", "/user"): .status(200, body: #"{"id": 1, "login": "me"}"#)
    case ("GET", path + "1"): .status(200, [next], body: page(1))
    case ("GET", path + "2"): .status(200, [next], body: page(2))
    case ("GET", path + "3"): .status(200, body: page(3, own: "<!-- assay -->\nold"))
    case ("PATCH", "/repos/o/r/issues/comments/99"): .status(200, body: "{}")
    default: .status(500)
    }
  }

  @Test func theOwnCommentOnTheThirdPageIsUpdated() throws {
    let server = try LoopbackServer(Self.threePages)
    defer { server.stop() }
    #expect(try Self.post("new", to: server) == .updated(99))
    #expect(server.requests.map(\.method) == ["GET", "GET", "GET", "GET", "PATCH"])
    #expect(server.requests.last?.text == #"{"body":"<!-- assay -->\nnew"}"#)
  }

  @Test func theSameReportIsNotSentAgain() throws {
    let server = try LoopbackServer(Self.threePages)
    defer { server.stop() }
    #expect(try Self.post("old", to: server) == .unchanged(99))
    #expect(!server.requests.contains { $0.method != "GET" })
  }

  @Test func aWorkflowsOwnTokenFindsTheCommentOfItsApp() throws {
    let comments =
      #"[{"id": 3, "body": "<!-- assay -->\nx", "user": {"id": 8, "login": "other[bot]"}},"#
      + #"{"id": 4, "body": "<!-- assay -->\nx", "user": {"id": 9, "login": "github-actions[bot]"}},"#
      + #"{"id": 5, "body": null, "user": null}]"#
    let server = try LoopbackServer { request in
      switch (request.method, request.target) {
      case ("GET", "/user"): .status(403, body: #"{"message": "Resource not accessible by integration"}"#)
      case ("GET", _): .status(200, body: comments)
      case ("PATCH", "/repos/o/r/issues/comments/4"): .status(200, body: "{}")
      default: .status(500)
      }
    }
    defer { server.stop() }
    #expect(try Self.post(to: server) == .updated(4))
  }

  @Test func gitLabsNoteIsFoundThroughItsPages() throws {
    let notes = "/api/v4/projects/group%2Fproject/merge_requests/7/notes"
    let query = "?sort=asc&order_by=created_at&per_page=100&page="
    let system = #"{"id": 2, "body": "<!-- assay -->", "author": {"id": 1}, "system": true}"#
    let own = #"{"id": 3, "body": "<!-- assay -->\nold", "author": {"id": 1}, "system": false}"#
    let server = try LoopbackServer { request in
      switch (request.method, request.target) {
      case ("GET", "/api/v4/user"): .status(200, body: #"{"id": 1, "username": "me"}"#)
      case ("GET", notes + query + "1"): .status(200, [("X-Next-Page", "2")], body: "[\(system)]")
      case ("GET", notes + query + "2"): .status(200, [("X-Next-Page", "")], body: "[\(own)]")
      case ("PUT", notes + "/3"): .status(200, body: "{}")
      default: .status(500)
      }
    }
    defer { server.stop() }
    let host = try GitLab(
      api: WebAddress("\(server.url)/api/v4", place: "test"), project: "group/project", place: "test")
    let comment = StickyComment(report: "new", limit: GitLab.commentLimit)
    #expect(try comment.post(on: 7, by: Self.client(host)) == .updated(3))
    #expect(server.requests.allSatisfy { $0.value(of: "private-token") == Self.secret })
  }

  @Test func aLostAnswerDoesNotMakeTwoComments() throws {
    // The host creates the comment and answers 502: the second look finds it.
    let state = Flag()
    let server = try LoopbackServer { request in
      switch (request.method, request.target) {
      case ("GET", "/user"): return .status(200, body: #"{"id": 1}"#)
      case ("GET", _):
        return .status(200, body: state.isSet ? Self.page(1, own: "<!-- assay -->\nreport") : "[]")
      default:
        state.isSet = true
        return .status(502, body: "<html>bad gateway")
      }
    }
    defer { server.stop() }
    #expect(try Self.post(to: server) == .unchanged(99))
    #expect(server.requests.count { $0.method == "POST" } == 1)
  }

  @Test func aLongReportIsCutWithALineThatSaysSo() throws {
    let lines = (0..<5000).map { "| test_\($0) | fake | it is only \u{1f600} looks |" }
    let report = "**FAKE**\n\n<details>\n\n```\n" + lines.joined(separator: "\n") + "\n```\n</details>\n"
    let body = StickyComment(report: report, limit: 65_536).body
    #expect(body.utf16.count <= 65_536)
    #expect(body.utf16.count > 60_000)
    #expect(body.hasPrefix("<!-- assay -->\n**FAKE**\n"))
    let kept = body.ranges(of: "\n| test_").count
    #expect(
      body.contains(
        "| test_\(kept - 1) | fake | it is only \u{1f600} looks |\n```\n</details>\n\n**This report is cut**")
    )
    #expect(body.hasSuffix("The whole report is in the job's output.\n"))
  }

  @Test func oneEndlessLineIsCutToo() {
    let body = StickyComment(report: String(repeating: "\u{1f600}", count: 70_000), limit: 65_536).body
    #expect(body.utf16.count <= 65_536)
    #expect(body.hasPrefix("<!-- assay -->\n\u{1f600}"))
    #expect(body.contains("**This report is cut**: it has 140015 characters"))
  }

  @Test func aReportThatFitsIsWhole() {
    let report = "<!-- assay -->\n" + String(repeating: "a", count: 65_536 - 15)
    #expect(StickyComment(report: report, limit: 65_536).body == report)
  }
}
