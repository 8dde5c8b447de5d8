public import Records
public import Transfers

/// A service that keeps repositories and reviews of changes, and what of its interface is needed here.
public protocol CodeHost: Sendable {
  /// Its name as people write it.
  static var name: String { get }
  /// The most UTF-16 units of a comment.
  static var commentLimit: Int { get }
  /// What the environment calls a change under review.
  static var changeName: String { get }

  /// Where its interface begins.
  var api: WebAddress { get }
  /// The header fields of every request but the token.
  var headers: [Header] { get }
  /// The header field that carries a token.
  func authorization(_ token: AccessToken) -> Header

  /// Asks who the token's owner is.
  var whoAmI: HostRequest { get }
  /// Whether an author is the one that the host writes as where the token belongs to nobody who could be asked for.
  func isDefaultAuthor(_ author: HostedComment.Author) -> Bool

  /// Asks for a page of the change's comments, pages counted from 1.
  func comments(of change: Int, page: Int) -> HostRequest
  /// Whether more comments follow the page that was answered.
  func hasMorePages(_ answer: Transfer) -> Bool
  /// Writes a new comment.
  func create(_ body: String, on change: Int) -> HostRequest
  /// Replaces a comment's text.
  func update(_ comment: Int, of change: Int, with body: String) -> HostRequest
  /// Sets the status of a commit.
  func set(_ status: CommitStatus, of commit: String) -> HostRequest
  /// Whether a refusal of a status says that the commit has it already.
  func isAlreadySet(_ answer: Transfer) -> Bool
}
