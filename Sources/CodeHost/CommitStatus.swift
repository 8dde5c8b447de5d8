/// What a commit's list of checks shows for this program, under the name ``context``.
public struct CommitStatus: Hashable, Sendable {
  /// The name under which it stands, so that the next one replaces it.
  public static let context = "assay"

  /// Whether the gate lets the change pass.
  public var isSuccess: Bool
  /// One line; at most 140 characters.
  public var description: String
  /// The page that tells more; nil for none.
  public var link: String?

  /// A status; a longer description is cut.
  public init(isSuccess: Bool, description: String, link: String? = nil) {
    self.isSuccess = isSuccess
    self.description = String(description.unicodeScalars.prefix(140).map(Character.init))
    self.link = link
  }
}
