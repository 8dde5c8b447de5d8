import GRDB
import GRDBSQLite

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One prepared INSERT, run once per row on SQLite's own interface: no objects per row.
final class InsertStatement {
  private let handle: OpaquePointer
  private let database: OpaquePointer
  private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
  private var position: Int32 = 0
  /// The texts of a row, until it is inserted.
  private let row = UnsafeMutableRawPointer.allocate(byteCount: rowCapacity, alignment: 1)
  private var rowCount = 0

  private static let rowCapacity = 1 << 16
  /// Somewhere to point at where there are no bytes.
  nonisolated(unsafe) private static let noBytes = UnsafeRawPointer(
    UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1))

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
    row.deallocate()
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
    guard var value else { return bind(nil as Int64?) }
    let isWhole = value.withUTF8 { text in
      // SQLite's text functions end at a NUL: a name that holds one would be cut there, and two become one.
      guard memchr(text.baseAddress.map(UnsafeRawPointer.init) ?? Self.noBytes, 0, text.count) == nil else {
        return false
      }
      bind(UnsafeRawBufferPointer(text), isText: true)
      return true
    }
    if !isWhole { bind(value.replacing("\0", with: "\u{2400}")) }
  }

  /// Binds the next column to UTF-8 text; NULL where there are no bytes.
  func bind(text: [UInt8]) {
    guard !text.isEmpty else { return bind(nil as Int64?) }
    text.withUnsafeBytes { bind($0, isText: true) }
  }

  /// Binds the next column; NULL where there are no bytes.
  func bind(_ value: [UInt8]) {
    guard !value.isEmpty else { return bind(nil as Int64?) }
    value.withUnsafeBytes { bind($0, isText: false) }
  }

  /// Binds bytes, which SQLite reads in the row's memory; what is too long for it is copied by SQLite.
  private func bind(_ bytes: UnsafeRawBufferPointer, isText: Bool) {
    position += 1
    let start: UnsafeRawPointer
    let fits = bytes.count <= Self.rowCapacity - rowCount
    if fits {
      let place = row + rowCount
      if let source = bytes.baseAddress { place.copyMemory(from: source, byteCount: bytes.count) }
      rowCount += bytes.count
      start = UnsafeRawPointer(place)
    } else {
      start = bytes.baseAddress ?? Self.noBytes
    }
    let ending = fits ? nil : transient
    if isText {
      sqlite3_bind_text(
        handle, position, start.assumingMemoryBound(to: CChar.self), Int32(bytes.count), ending)
    } else {
      sqlite3_bind_blob(handle, position, start, Int32(bytes.count), ending)
    }
  }

  /// Inserts the row that was bound.
  @inline(__always)
  func insert() throws {
    let code = sqlite3_step(handle)
    sqlite3_reset(handle)
    position = 0
    rowCount = 0
    guard code == SQLITE_DONE else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(database)))
    }
  }
}
