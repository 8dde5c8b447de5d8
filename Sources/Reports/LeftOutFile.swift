/// A file that was given and not used.
public struct LeftOutFile: Hashable, Sendable {
  /// The path as it was given or found.
  public var path: String
  /// Why it was not used.
  public var reason: String

  /// A file that was not used, and why.
  public init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }
}
