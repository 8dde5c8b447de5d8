/// What an audit keeps of a file, so that a file that has not changed is not read again.
public struct ArchivedFile: Hashable, Sendable {
  /// The absolute path.
  public var path: String
  /// Its size.
  public var bytes: Int64
  /// When it was last modified, in nanoseconds since 1970.
  public var modifiedNanoseconds: Int64
  /// The SHA-256 of its bytes in lower-case hexadecimal; empty where it was not needed.
  public var sha256: String
  /// The reader that its content asks for; nil where there is none.
  public var kind: String?
  /// Why it cannot be read, where it cannot.
  public var problem: String?
  /// What the command found in it, in the command's own form; empty where it did not look.
  public var facts: [UInt8]

  /// What is known of a file.
  public init(
    path: String, bytes: Int64, modifiedNanoseconds: Int64, sha256: String = "", kind: String? = nil,
    problem: String? = nil, facts: [UInt8] = []
  ) {
    self.path = path
    self.bytes = bytes
    self.modifiedNanoseconds = modifiedNanoseconds
    self.sha256 = sha256
    self.kind = kind
    self.problem = problem
    self.facts = facts
  }
}
