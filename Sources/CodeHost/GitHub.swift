public import Records
public import Transfers

/// GitHub's REST interface (docs.github.com/rest, version 2022-11-28), on github.com or a server of one's own.
public struct GitHub: CodeHost {
  /// Its name as people write it.
  public static let name = "GitHub"
  /// The most UTF-16 units of a comment.
  public static let commentLimit = 65_536
  /// What people call a change under review.
  public static let changeName = "pull request"

  /// Where the interface begins.
  public let api: WebAddress
  /// `owner/name`.
  private let repository: String

  /// A repository.
  ///
  /// - Throws: a `Problem` where its name is not one.
  public init(api: WebAddress, repository: String, place: String) throws {
    let parts = repository.split(separator: "/", omittingEmptySubsequences: false)
    let isName = parts.allSatisfy { part in
      !part.isEmpty && part != "." && part != ".."
        && part.utf8.allSatisfy {
          (0x30...0x39).contains($0) || (0x41...0x5a).contains($0 & 0xdf) || [0x2d, 0x2e, 0x5f].contains($0)
        }
    }
    guard parts.count == 2, isName else {
      throw Problem(
        place, "'\(ServerText.plain(repository))' is no repository of GitHub, such as 'owner/name'")
    }
    self.api = api
    self.repository = repository
  }

  /// The header fields of every request but the token.
  public var headers: [Header] {
    [
      Header(name: "Accept", value: "application/vnd.github+json"),
      Header(name: "X-GitHub-Api-Version", value: "2022-11-28"),
    ]
  }

  /// The header field that carries a token.
  public func authorization(_ token: AccessToken) -> Header {
    Header(name: "Authorization", value: "Bearer \(token.secret)")
  }

  /// Asks who the token's owner is.
  public var whoAmI: HostRequest { HostRequest("GET", api.appending(path: "/user")) }

  /// Whether an author is the app whose token workflows are given.
  public func isDefaultAuthor(_ author: HostedComment.Author) -> Bool {
    // The token that a workflow is given is of this app, and may not ask who it is.
    author.login == "github-actions[bot]"
  }

  /// Asks for a page of the change's comments, pages counted from 1.
  public func comments(of change: Int, page: Int) -> HostRequest {
    HostRequest("GET", url("/issues/\(change)/comments", query: "per_page=100&page=\(page)"))
  }

  /// Whether more comments follow the page that was answered.
  public func hasMorePages(_ answer: Transfer) -> Bool {
    // RFC 8288; only whether there is a next page is believed, not where it is.
    answer.values(of: "link").contains { value in
      value.split(separator: ",").contains { link in
        link.split(separator: ";").dropFirst().contains { part in
          ["rel=\"next\"", "rel=next"].contains(part.filter { $0 != " " })
        }
      }
    }
  }

  /// Writes a new comment.
  public func create(_ body: String, on change: Int) -> HostRequest {
    HostRequest("POST", url("/issues/\(change)/comments"), members: ["body": body], isRepeatable: false)
  }

  /// Replaces a comment's text.
  public func update(_ comment: Int, of change: Int, with body: String) -> HostRequest {
    HostRequest("PATCH", url("/issues/comments/\(comment)"), members: ["body": body])
  }

  /// Sets the status of a commit.
  public func set(_ status: CommitStatus, of commit: String) -> HostRequest {
    var members = [
      "state": status.isSuccess ? "success" : "failure", "context": CommitStatus.context,
      "description": status.description,
    ]
    members["target_url"] = status.link
    return HostRequest("POST", url("/statuses/\(commit)"), members: members)
  }

  /// Whether a refusal of a status says that the commit has it already.
  public func isAlreadySet(_ answer: Transfer) -> Bool { false }

  private func url(_ path: String, query: String? = nil) -> WebAddress {
    api.appending(path: "/repos/\(repository)\(path)", query: query)
  }
}
