import GRDB

/// An empty in-memory database that holds named views as plain tables and nothing else.
///
/// A rule that prepares against it reads only what it declares; fixture rows put into it test the rule
/// without any importer.
public final class EvidenceContract: EvidenceSource {
  /// What SQLite says of a prepared statement.
  public struct Shape: Hashable, Sendable {
    /// The names of the result columns, in order.
    public var columns: [String]
    /// The names of the parameters, without the colon.
    public var parameters: Set<String>
  }

  private let database: DatabaseQueue

  /// A database with the given views, each an empty table.
  public init(views: [EvidenceView]) throws {
    database = try DatabaseQueue()
    try database.write { db in
      for view in views {
        let columns = view.columns.map { "\"\($0.name)\" \($0.kind.rawValue)" }.joined(separator: ", ")
        try db.execute(sql: "CREATE TABLE \"\(view.name)\" (\(columns)) STRICT")
      }
    }
  }

  /// Adds fixture rows; columns that a row leaves out are NULL.
  ///
  /// - Throws: ``QueryError`` for an unknown view or column, or a value of the wrong type.
  public func insert(_ rows: [[String: EvidenceValue]], into view: String) throws {
    try QueryError.translating {
      try database.write { db in
        for row in rows {
          let columns = row.keys.sorted()
          let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
          let marks = columns.map { _ in "?" }.joined(separator: ", ")
          let sql =
            columns.isEmpty
            ? "INSERT INTO \"\(view)\" DEFAULT VALUES"
            : "INSERT INTO \"\(view)\" (\(names)) VALUES (\(marks))"
          try db.execute(
            sql: sql, arguments: StatementArguments(columns.map { (row[$0] ?? .null).databaseValue }))
        }
      }
    }
  }

  /// Prepares a statement without running it: SQLite checks every table, column and parameter.
  ///
  /// - Throws: ``QueryError`` with SQLite's message, also where the statement is not a single SELECT.
  public func shape(of sql: String) throws -> Shape {
    try QueryError.translating {
      try database.read { db in try QueryRunner.shape(of: sql, in: db) }
    }
  }

  /// The rows of a query over the fixture rows.
  public func rows(
    _ sql: String, parameters: [String: EvidenceValue], timeLimit: Double
  ) throws -> [[String: EvidenceValue]] {
    try QueryError.translating {
      try database.read { db in
        try QueryRunner.rows(sql, parameters: parameters, timeLimit: timeLimit, in: db)
      }
    }
  }
}
