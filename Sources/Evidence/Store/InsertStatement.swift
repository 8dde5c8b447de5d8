import GRDB
import GRDBSQLite

/// One prepared INSERT, run once per row on SQLite's own interface: no objects per row.
final class InsertStatement {
  private let handle: OpaquePointer
  private let database: OpaquePointer
  private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  private var position: Int32 = 0

  /// Prepares an INSERT of every column of a table, in order.
  init(into table: String, columns: Int, in db: Database) throws {
    guard let database = db.sqliteConnection else { throw DatabaseError(message: "the store is closed") }
    self.database = database
    let marks = Array(repeating: "?", count: columns).joined(separator: ",")
    var handle: OpaquePointer?
    let code = sqlite3_prepare_v3(
      database, "INSERT INTO \(table) VALUES (\(marks))", -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard code == SQLITE_OK, let handle else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(database)))
    }
    self.handle = handle
  }

  deinit {
    sqlite3_finalize(handle)
  }

  /// Binds the next column.
  @inline(__always)
  func bind(_ value: Int64?) {
    position += 1
    if let value { sqlite3_bind_int64(handle, position, value) } else { sqlite3_bind_null(handle, position) }
  }

  /// Binds the next column.
  @inline(__always)
  func bind(_ value: Int) { bind(Int64(value)) }

  /// Binds the next column.
  @inline(__always)
  func bind(_ value: Int?) { bind(value.map(Int64.init)) }

  /// Binds the next column: 1 or 0.
  @inline(__always)
  func bind(_ value: Bool) { bind(Int64(value ? 1 : 0)) }

  /// Binds the next column: 1, 0 or NULL.
  @inline(__always)
  func bind(_ value: Bool?) { bind(value.map { Int64($0 ? 1 : 0) }) }

  /// Binds the next column.
  @inline(__always)
  func bind(_ value: Double) {
    position += 1
    sqlite3_bind_double(handle, position, value)
  }

  /// Binds the next column.
  @inline(__always)
  func bind(_ value: String?) {
    position += 1
    guard var value else {
      sqlite3_bind_null(handle, position)
      return
    }
    // SQLite's text functions end at a NUL: a name that holds one would be cut there, and two become one.
    if value.utf8.contains(0) { value = value.replacing("\0", with: "\u{2400}") }
    value.withUTF8 { bytes in
      _ = bytes.withMemoryRebound(to: CChar.self) { text in
        sqlite3_bind_text(handle, position, text.baseAddress ?? Self.emptyText, Int32(text.count), transient)
      }
    }
  }

  /// Binds the next column to UTF-8 text; NULL where there are no bytes.
  func bind(text: [UInt8]) {
    position += 1
    guard !text.isEmpty else {
      sqlite3_bind_null(handle, position)
      return
    }
    text.withUnsafeBytes { bytes in
      _ = bytes.withMemoryRebound(to: CChar.self) { text in
        sqlite3_bind_text(handle, position, text.baseAddress, Int32(text.count), transient)
      }
    }
  }

  /// Binds the next column; NULL where there are no bytes.
  func bind(_ value: [UInt8]) {
    position += 1
    guard !value.isEmpty else {
      sqlite3_bind_null(handle, position)
      return
    }
    _ = value.withUnsafeBytes { bytes in
      sqlite3_bind_blob(handle, position, bytes.baseAddress, Int32(bytes.count), transient)
    }
  }

  /// Inserts the row that was bound.
  @inline(__always)
  func insert() throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    position = 0
    guard code == SQLITE_DONE else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(database)))
    }
  }

  nonisolated(unsafe) private static let emptyText: UnsafePointer<CChar> = {
    let text = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    text.initialize(to: 0)
    return UnsafePointer(text)
  }()
}
