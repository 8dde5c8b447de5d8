/// A query that SQLite refused, or that took too long.
public struct QueryError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What SQLite said, such as `no such table: exchanges`.
  public var message: String

  /// What SQLite said.
  public var description: String { message }
}
