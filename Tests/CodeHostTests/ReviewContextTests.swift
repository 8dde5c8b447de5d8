import CodeHost
import Foundation
import Records
import Testing
import Transfers

struct ReviewContextTests {
  private static let sha = String(repeating: "b2", count: 20)

  private static func context(
    _ environment: [String: String], _ change: (inout ReviewContext.Options) -> Void = { _ in }
  ) throws -> ReviewContext {
    var options = ReviewContext.Options()
    change(&options)
    return try ReviewContext(options, environment: environment)
  }

  private static func event(head: String, base: String = "o/r") throws -> String {
    let path = FileManager.default.temporaryDirectory.appending(path: "assay-\(UUID().uuidString).json").path
    let text =
      #"{"action": "opened", "pull_request": {"number": 12, "head": {"sha": "\#(sha)", "repo": \#(head)},"#
      + #" "base": {"repo": {"full_name": "\#(base)"}}}}"#
    try Data(text.utf8).write(to: URL(filePath: path))
    return path
  }

  @Test(arguments: [
    (#"{"full_name": "o/r"}"#, false), (#"{"full_name": "fork/r"}"#, true), ("null", true),
  ])
  func aGitHubEventTellsChangeCommitAndFork(head: String, isFromFork: Bool) throws {
    let path = try Self.event(head: head)
    defer { try? FileManager.default.removeItem(atPath: path) }
    let context = try Self.context([
      "GITHUB_REPOSITORY": "o/r", "GITHUB_EVENT_PATH": path, "GITHUB_SHA": "c3c3c3c3", "GITHUB_RUN_ID": "5",
      "GITHUB_SERVER_URL": "https://git.example.com", "GITHUB_API_URL": "https://git.example.com/api/v3",
    ])
    #expect(context.change == 12)
    #expect(context.commit == Self.sha)
    #expect(context.isFromFork == isFromFork)
    #expect(context.token == nil)
    #expect(context.jobPage == "https://git.example.com/o/r/actions/runs/5")
    #expect("\(context.host.api)" == "https://git.example.com/api/v3")
  }

  @Test func aGitHubReferenceTellsTheChange() throws {
    let context = try Self.context([
      "GITHUB_REPOSITORY": "o/r", "GITHUB_REF": "refs/pull/7/merge", "GH_TOKEN": "x",
    ])
    #expect(context.change == 7)
    #expect(context.isFromFork == nil)
    #expect(context.token != nil)
    #expect(try Self.context(["GITHUB_REPOSITORY": "o/r", "GITHUB_REF": "refs/heads/main"]).change == nil)
  }

  @Test func aGitLabJobTellsAll() throws {
    let context = try Self.context([
      "CI_PROJECT_ID": "42", "CI_API_V4_URL": "https://git.example.com/api/v4", "CI_MERGE_REQUEST_IID": "3",
      "CI_COMMIT_SHA": Self.sha, "CI_JOB_TOKEN": "x", "CI_MERGE_REQUEST_PROJECT_ID": "41",
      "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": "42", "CI_JOB_URL": "https://git.example.com/jobs/1",
    ])
    #expect(context.change == 3)
    #expect(context.commit == Self.sha)
    #expect(context.isFromFork == true)
    #expect(context.token?.isOfJob == true)
    #expect(
      "\(context.host.comments(of: 3, page: 1).url.path)" == "/api/v4/projects/41/merge_requests/3/notes")
  }

  @Test func optionsWin() throws {
    let context = try Self.context(["GITHUB_REPOSITORY": "o/r", "GITHUB_REF": "refs/pull/7/merge"]) {
      options in
      options.host = "gitlab"
      options.repository = "g/p"
      options.change = 9
      options.commit = "abcdef0"
      options.api = "https://git.example.com/api/v4"
    }
    #expect(context.change == 9)
    #expect(context.commit == "abcdef0")
    #expect("\(context.host.create("x", on: 9))".hasSuffix("/api/v4/projects/g%2Fp/merge_requests/9/notes"))
  }

  @Test(arguments: [
    ([:], "--host: no job of GitHub or GitLab"),
    (["GITHUB_REPOSITORY": "o"], "GITHUB_REPOSITORY: 'o' is no repository of GitHub"),
    (["GITHUB_REPOSITORY": "o/../r"], "GITHUB_REPOSITORY: 'o/../r' is no repository of GitHub"),
    (["GITHUB_REPOSITORY": "o/r?x"], "GITHUB_REPOSITORY: 'o/r?x' is no repository of GitHub"),
    (
      ["GITHUB_REPOSITORY": "o/r", "GITHUB_EVENT_PATH": "/nowhere"],
      "/nowhere: the file that GITHUB_EVENT_PATH"
    ),
    (["GITHUB_REPOSITORY": "o/r", "GITHUB_API_URL": "git"], "GITHUB_API_URL: 'git' is no URL"),
    (["GITHUB_REPOSITORY": "o/r", "GITHUB_SHA": "../../x"], "--commit: '../../x' is no commit"),
    (["CI_PROJECT_ID": "42", "CI_API_V4_URL": "https://a:b@c/"], "CI_API_V4_URL: the URL of 'c' holds"),
  ])
  func whatIsWrongIsNamed(environment: [String: String], message: String) {
    #expect {
      _ = try Self.context(environment)
    } throws: { "\($0)".hasPrefix(message) }
  }
}
