/// A test as the archive knows it: the same in all runs.
public struct ArchivedTest: Hashable, Sendable {
  /// One form of the identity for all result formats, as ``TestFacts/key``.
  public var key: String
  /// The identity as a result file wrote it.
  public var id: String
  /// The class name; empty where there is none.
  public var className: String
  /// The test's own name.
  public var name: String
  /// The source file, where a result file named it.
  public var file: String?

  /// A test.
  public init(key: String, id: String, className: String, name: String, file: String?) {
    self.key = key
    self.id = id
    self.className = className
    self.name = name
    self.file = file
  }

  /// Whether this is the better of two accounts of one test: with a path in its id, with a file, and else the first by the
  /// alphabet.
  func saysMore(than other: ArchivedTest) -> Bool {
    let hasPath = (id.contains("/"), other.id.contains("/"))
    if hasPath.0 != hasPath.1 { return hasPath.0 }
    if (file == nil) != (other.file == nil) { return file != nil }
    return (id, className, name, file ?? "") < (other.id, other.className, other.name, other.file ?? "")
  }
}
