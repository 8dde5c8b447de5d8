import Foundation
import LoopbackServer
import Testing

struct CommentTests {
  private static let secret = "ghp_TopSecret0123456789"
  private static let commit = String(repeating: "a1", count: 20)

  /// Runs `assay comment` in a GitHub job on pull request 7.
  private static func run(
    _ arguments: [String], api: String = "https://api.invalid", token: String? = secret,
    report: String = "<!-- assay -->\n**2 fakes**\n", environment: [String: String] = [:]
  ) throws -> AssayProgram.Outcome {
    let folder = try TemporaryFolder()
    let body = try folder.write(report, to: "report.md")
    var variables = [
      "GITHUB_REPOSITORY": "o/r", "GITHUB_REF": "refs/pull/7/merge", "GITHUB_SHA": commit,
      "GITHUB_API_URL": api,
      "GITHUB_TOKEN": token ?? "", "GH_TOKEN": "", "GITHUB_EVENT_PATH": "", "GITHUB_ACTOR": "me",
      "GITHUB_RUN_ID": "", "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1",
    ]
    variables.merge(environment) { _, own in own }
    return try AssayProgram.run(["comment", "--body", body] + arguments, environment: variables)
  }

  @Test func createsTheCommentAndSetsTheStatus() throws {
    let server = try LoopbackServer { request in
      switch (request.method, request.target) {
      case ("GET", "/user"): .status(200, body: #"{"id": 1}"#)
      case ("GET", _): .status(200, body: "[]")
      case ("POST", _): .status(201, body: "{}")
      default: .status(500)
      }
    }
    defer { server.stop() }
    let outcome = try Self.run(["--status", "failure", "--verbose"], api: server.url)
    #expect(outcome.exitCode == 0)
    #expect(
      outcome.output
        == "created the comment on pull request 7\nset the status of a1a1a1a1a1a1 to failure\n")
    #expect(outcome.errors.contains("assay: POST \(server.url)/repos/o/r/issues/7/comments: 201, "))
    #expect(!(outcome.output + outcome.errors).contains("TopSecret"))
    let sent = server.requests.filter { $0.method == "POST" }
    #expect(sent.map(\.target) == ["/repos/o/r/issues/7/comments", "/repos/o/r/statuses/\(Self.commit)"])
    #expect(sent.first?.text == #"{"body":"<!-- assay -->\n**2 fakes**\n"}"#)
  }

  @Test func aDryRunShowsWhatWouldBeSentAndSendsNothing() throws {
    let server = try LoopbackServer { _ in .status(500) }
    defer { server.stop() }
    let outcome = try Self.run(["--status", "success", "--dry-run"], api: server.url)
    #expect(outcome.exitCode == 0)
    #expect(outcome.errors == "")
    #expect(
      outcome.output == """
        GET \(server.url)/user
        GET \(server.url)/repos/o/r/issues/7/comments?per_page=100&page=1   (and further pages)
        PATCH \(server.url)/repos/o/r/issues/comments/{number}   (the comment that was written before, where there is one), or else
        POST \(server.url)/repos/o/r/issues/7/comments
          {"body":"<!-- assay -->\\n**2 fakes**\\n"}
        POST \(server.url)/repos/o/r/statuses/\(Self.commit)
          {"context":"assay","description":"No test only looks green","state":"success"}

        """)
    #expect(server.requests.isEmpty)
  }

  @Test(arguments: [401, 403, 404])
  func withoutRightsOnAForkALineSaysSo(status: Int) throws {
    let server = try LoopbackServer { request in
      request.target == "/user" || request.method == "POST"
        ? .status(status, body: #"{"message": "Resource not accessible by integration"}"#)
        : .status(200, body: "[]")
    }
    defer { server.stop() }
    let outcome = try Self.run(["--status", "failure"], api: server.url)
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.hasPrefix("not commented: the token has no right to it (perhaps a fork): "))
    #expect(
      outcome.output.contains(
        "was answered with \(status): Resource not accessible by integration\nno status set:"))
  }

  @Test func withoutRightsInTheOwnRepositoryItIsAnError() throws {
    let server = try LoopbackServer { _ in .status(401, body: #"{"message": "Bad credentials"}"#) }
    defer { server.stop() }
    let folder = try TemporaryFolder()
    let event = try folder.write(
      #"{"pull_request": {"number": 7, "head": {"repo": {"full_name": "o/r"}}, "base": {"repo": {"full_name": "o/r"}}}}"#,
      to: "event.json")
    let outcome = try Self.run([], api: server.url, environment: ["GITHUB_EVENT_PATH": event])
    #expect(outcome.exitCode == 2)
    #expect(
      outcome.errors
        == "assay: comment: GET \(server.url)/user was answered with 401: Bad credentials; the token has no right to it\n"
    )
  }

  @Test func aForkWithoutATokenIsNoError() throws {
    let fork = ["GITHUB_ACTOR": "dependabot[bot]"]
    let outcome = try Self.run([], token: nil, environment: fork)
    #expect(outcome.exitCode == 0)
    #expect(
      outcome.output
        == "not commented: the change comes from a fork, and there is no token in GITHUB_TOKEN or GH_TOKEN\n")
  }

  @Test func theTokenOfAGitLabJobSetsOnlyTheStatus() throws {
    let server = try LoopbackServer { _ in .status(201, body: "{}") }
    defer { server.stop() }
    let job = [
      "GITHUB_REPOSITORY": "", "CI_PROJECT_ID": "42", "CI_MERGE_REQUEST_IID": "3",
      "CI_JOB_TOKEN": Self.secret,
      "CI_COMMIT_SHA": Self.commit, "CI_API_V4_URL": server.url + "/api/v4", "GITLAB_TOKEN": "",
    ]
    let outcome = try Self.run(["--status", "success"], environment: job)
    #expect(outcome.exitCode == 0)
    #expect(outcome.output.hasPrefix("not commented: CI_JOB_TOKEN may not write comments"))
    #expect(server.requests.map(\.target) == ["/api/v4/projects/42/statuses/\(Self.commit)"])
    #expect(server.requests.first?.value(of: "job-token") == Self.secret)
  }

  @Test(arguments: [
    (
      [], nil, "r", [:],
      "assay: comment: no token; give it in the environment variable GITHUB_TOKEN or GH_TOKEN\n"
    ),
    ([], secret, " \n", [:], "the report is empty\n"),
    (
      [], secret, "r", ["GITHUB_REF": "refs/heads/main"],
      "assay: --pull-request: no pull request that could be"
    ),
    ([], secret, "r", ["GITHUB_API_URL": "http://git.example.com"], "a token is sent only over https"),
    (["--timeout", "0"], secret, "r", [:], "'0.0' is no time limit"),
    (["--status", "maybe"], secret, "r", [:], "'maybe'"),
  ])
  func whatIsWrongIsSaid(
    arguments: [String], token: String?, report: String, environment: [String: String], message: String
  ) throws {
    let outcome = try Self.run(arguments, token: token, report: report, environment: environment)
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(!outcome.errors.contains("TopSecret"))
  }
}
