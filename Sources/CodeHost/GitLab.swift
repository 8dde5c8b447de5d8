public import Records
public import Transfers

/// GitLab's REST interface (docs.gitlab.com/api, version 4), on gitlab.com or a server of one's own.
public struct GitLab: CodeHost {
  /// Its name as people write it.
  public static let name = "GitLab"
  /// The most UTF-16 units of a comment. GitLab takes a million characters; people and e-mail take less.
  public static let commentLimit = 65_536
  /// What people call a change under review.
  public static let changeName = "merge request"

  /// Where the interface begins.
  public let api: WebAddress
  /// The project's number or path, percent-encoded.
  private let project: String

  /// A project, by its number or its path such as `group/name`.
  ///
  /// - Throws: a `Problem` where it is neither.
  public init(api: WebAddress, project: String, place: String) throws {
    let isPlain = project.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7f }
    guard !project.isEmpty, project.utf8.count <= 1024, isPlain, project != ".", project != ".." else {
      throw Problem(
        place, "'\(ServerText.plain(project))' is no project of GitLab, such as '42' or 'group/name'")
    }
    self.api = api
    self.project = Self.encoded(project)
  }

  /// The header fields of every request but the token.
  public var headers: [Header] { [Header(name: "Accept", value: "application/json")] }

  /// The header field that carries a token.
  public func authorization(_ token: AccessToken) -> Header {
    Header(name: token.isOfJob ? "JOB-TOKEN" : "PRIVATE-TOKEN", value: token.secret)
  }

  /// Asks who the token's owner is.
  public var whoAmI: HostRequest { HostRequest("GET", api.appending(path: "/user")) }

  /// Never: every token but a job's may ask who it is.
  public func isDefaultAuthor(_ author: HostedComment.Author) -> Bool { false }

  /// Asks for a page of the change's comments, pages counted from 1.
  public func comments(of change: Int, page: Int) -> HostRequest {
    let query = "sort=asc&order_by=created_at&per_page=100&page=\(page)"
    return HostRequest("GET", url("/merge_requests/\(change)/notes", query: query))
  }

  /// Whether more comments follow the page that was answered.
  public func hasMorePages(_ answer: Transfer) -> Bool {
    answer.value(of: "x-next-page").flatMap { Int($0) } != nil
  }

  /// Writes a new comment.
  public func create(_ body: String, on change: Int) -> HostRequest {
    HostRequest(
      "POST", url("/merge_requests/\(change)/notes"), members: ["body": body], isRepeatable: false)
  }

  /// Replaces a comment's text.
  public func update(_ comment: Int, of change: Int, with body: String) -> HostRequest {
    HostRequest("PUT", url("/merge_requests/\(change)/notes/\(comment)"), members: ["body": body])
  }

  /// Sets the status of a commit.
  public func set(_ status: CommitStatus, of commit: String) -> HostRequest {
    var members = [
      "state": status.isSuccess ? "success" : "failed", "name": CommitStatus.context,
      "description": status.description,
    ]
    members["target_url"] = status.link
    return HostRequest("POST", url("/statuses/\(commit)"), members: members)
  }

  /// Whether a refusal of a status says that the commit has it already.
  public func isAlreadySet(_ answer: Transfer) -> Bool {
    answer.status == 400
      && String(decoding: answer.body, as: UTF8.self).contains("Cannot transition status")
  }

  private func url(_ path: String, query: String? = nil) -> WebAddress {
    api.appending(path: "/projects/\(project)\(path)", query: query)
  }

  private static func encoded(_ text: String) -> String {
    var encoded = ""
    for byte in text.utf8 {
      let isUnreserved =
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte & 0xdf) && byte < 0x80
        || [0x2d, 0x2e, 0x5f, 0x7e].contains(byte)
      let digits = String(byte, radix: 16, uppercase: true)
      encoded += isUnreserved ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + digits
    }
    return encoded
  }
}
