/// A comment as a code host gives it; both hosts have the same names for what is needed of it.
public struct HostedComment: Decodable, Hashable, Sendable {
  /// Who wrote a comment.
  public struct Author: Decodable, Hashable, Sendable {
    /// The account's number.
    public var id: Int
    /// The account's name on GitHub.
    public var login: String?
  }

  /// The comment's number.
  public var id: Int
  /// The Markdown text.
  public var body: String?
  /// Its author on GitHub; nil where the account is gone.
  public var user: Author?
  /// Its author on GitLab.
  public var author: Author?
  /// Whether GitLab wrote it about an event.
  public var system: Bool?

  /// Its author, whichever host it is of.
  var writer: Author? { user ?? author }
}
