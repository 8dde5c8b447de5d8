import Dispatch
import GRDB
import GRDBSQLite

/// Runs one SELECT under the conditions that rules run under: read-only, and with a time limit.
enum QueryRunner {
  static func shape(of sql: String, in db: Database) throws -> EvidenceContract.Shape {
    try shape(of: try db.makeStatement(sql: sql))
  }

  private static func shape(of statement: Statement) throws -> EvidenceContract.Shape {
    // SQLite calls ATTACH read-only; it has no columns.
    guard statement.isReadonly, !statement.columnNames.isEmpty else {
      throw QueryError(message: "not a SELECT statement")
    }
    let handle = statement.sqliteStatement
    var parameters: Set<String> = []
    for index in 0..<sqlite3_bind_parameter_count(handle) {
      guard let name = sqlite3_bind_parameter_name(handle, index + 1) else {
        throw QueryError(message: "a parameter without a name; write ':name'")
      }
      parameters.insert(String(String(cString: name).dropFirst()))
    }
    return EvidenceContract.Shape(columns: statement.columnNames, parameters: parameters)
  }

  static func rows(
    _ sql: String, parameters: [String: EvidenceValue], timeLimit: Double, in db: Database
  ) throws -> [[String: EvidenceValue]] {
    // Preparing takes longer than running where a run has few tests: once is enough.
    let statement = try db.makeStatement(sql: sql)
    let shape = try shape(of: statement)
    let arguments = StatementArguments(
      parameters.filter { shape.parameters.contains($0.key) }.mapValues(\.databaseValue))
    let deadline = Deadline(seconds: timeLimit)
    let context = Unmanaged.passUnretained(deadline).toOpaque()
    sqlite3_progress_handler(
      db.sqliteConnection, 10_000,
      { context in
        guard let context else { return 0 }
        return Unmanaged<Deadline>.fromOpaque(context).takeUnretainedValue().hasPassed ? 1 : 0
      }, context)
    defer { sqlite3_progress_handler(db.sqliteConnection, 0, nil, nil) }
    do {
      // SQLite holds the deadline without owning it.
      return try withExtendedLifetime(deadline) {
        var found: [[String: EvidenceValue]] = []
        let cursor = try Row.fetchCursor(statement, arguments: arguments)
        while let row = try cursor.next() {
          var values: [String: EvidenceValue] = [:]
          for (name, value) in row { values[name] = EvidenceValue(value) }
          found.append(values)
        }
        return found
      }
    } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
      throw QueryError(message: "took longer than \(timeLimit) s")
    }
  }
}

/// A moment after which a query is to be interrupted.
private final class Deadline {
  private let moment: DispatchTime

  init(seconds: Double) {
    moment = .now() + seconds
  }

  var hasPassed: Bool { DispatchTime.now() > moment }
}

extension QueryError {
  /// Runs a piece of work, turning GRDB's errors into query errors.
  static func translating<Value>(_ work: () throws -> Value) throws -> Value {
    do {
      return try work()
    } catch let error as DatabaseError {
      throw QueryError(message: error.message ?? "\(error)")
    }
  }
}

extension EvidenceValue {
  init(_ value: DatabaseValue) {
    switch value.storage {
    case .null: self = .null
    case .int64(let number): self = .integer(number)
    case .double(let number): self = .real(number)
    case .string(let text): self = .text(text)
    case .blob: self = .null
    }
  }

  var databaseValue: DatabaseValue {
    switch self {
    case .null: .null
    case .integer(let number): number.databaseValue
    case .real(let number): number.databaseValue
    case .text(let text): text.databaseValue
    }
  }
}
