import FoundationEssentials
import GRDB
import Glibc
public import Records

/// The SQLite file that keeps the records of runs, attributes them to tests, and offers the views.
public final class EvidenceStore: EvidenceSource, Sendable {
  /// What came of importing a file.
  public enum ImportOutcome: Hashable, Sendable {
    /// The file's records are in the store.
    case imported(records: Int, oddities: Int)
    /// The same bytes were imported before, under this path; nothing changed.
    case alreadyImported(path: String)
  }

  let database: DatabaseQueue
  private let secrets: SecretHash

  /// Opens the store at `path`, and makes it where there is none; in memory where `path` is nil.
  ///
  /// - Throws: a `Problem` where the file is no store, is newer than this program, or cannot be written.
  public init(path: String?) throws {
    do {
      if let path {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { db in
          // New pages are written once with a rollback journal, twice with WAL. Everything in a store can be
          // imported again, so a power cut may cost it; a killed program may not, and does not.
          try db.execute(
            sql: """
              PRAGMA page_size = 16384; PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = OFF;
              PRAGMA temp_store = MEMORY;
              PRAGMA cache_size = -48000
              """)
        }
        database = try DatabaseQueue(path: path, configuration: configuration)
      } else {
        database = try DatabaseQueue()
      }
      let migrator = Schema.migrator
      let (isNewer, isForeign) = try database.read { db in
        let superseded = try migrator.hasBeenSuperseded(db)
        let isOurs = try db.tableExists("grdb_migrations")
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        return (superseded, !isOurs && tables > 0)
      }
      let place = path ?? "memory"
      if isNewer { throw Problem(place, "made by a newer version of assay; this one cannot read it") }
      if isForeign {
        throw Problem(place, "a SQLite file, but not one of assay's; name a new file with '--db'")
      }
      try migrator.migrate(database)
      let key = try database.write { db -> [UInt8] in
        if let key = try Data.fetchOne(db, sql: "SELECT key FROM secret_key") { return Array(key) }
        let key = SecretHash.newKey()
        try db.execute(sql: "INSERT INTO secret_key VALUES (?)", arguments: [Data(key)])
        return key
      }
      secrets = SecretHash(key: key)
    } catch let error as DatabaseError {
      throw Problem(path ?? "memory", "cannot be used as a store: \(error.message ?? "\(error)")")
    }
  }

  /// Imports one file into a run, in one transaction: all of its records, or none.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - reader: the reader of its format.
  ///   - run: the name of the run; made where it is new.
  ///   - context: what the reader may use besides the file.
  ///   - clockOffset: what the file's clock is ahead of the results' clock in microseconds, where declared.
  /// - Throws: a `Problem` where the file cannot be read, or where the store cannot take it.
  public func importFile(
    _ path: String, with reader: any RecordReader.Type, run: String,
    context: ReadingContext = ReadingContext(), clockOffset: Int64? = nil
  ) throws -> ImportOutcome {
    let digest = FileDigest(path: path)
    do {
      return try database.write { db in
        let runID = try Self.runID(run, in: db)
        // A file of a size that is known may be one that is known: then its digest is worth waiting for.
        let size = Self.size(of: path)
        if try Bool.fetchOne(
          db, sql: "SELECT EXISTS (SELECT 1 FROM source WHERE run_id = ? AND bytes = ?)",
          arguments: [runID, size])
          ?? false, let known = try Self.source(digest.finish(), run: runID, in: db)
        {
          return .alreadyImported(path: known)
        }
        try db.execute(
          sql: """
            INSERT INTO source (run_id, path, kind, sha256, bytes, records, oddities, clock_offset_us, clock_basis)
            VALUES (?, ?, ?, '', ?, 0, 0, ?, ?)
            """,
          arguments: [runID, path, reader.kind, size, clockOffset, clockOffset == nil ? nil : "declared"])
        let source = db.lastInsertedRowID
        let writer = try RecordWriter(source: source, secrets: secrets, in: db)
        // Full pages go to the file while the reading goes on, and not all at the end, when nothing else is left to do.
        try db.execute(sql: "PRAGMA cache_size = -4000")
        defer { try? db.execute(sql: "PRAGMA cache_size = -48000") }
        try RecordRelay.relay(reader, path: path, context: context, digest: digest, into: writer)
        guard let hash = digest.finish() else { throw Problem(path, "cannot be read") }
        try db.execute(
          sql: "UPDATE source SET sha256 = ?, records = ?, oddities = ? WHERE source_id = ?",
          arguments: [hash, writer.records, writer.oddities, source])
        return .imported(records: writer.records, oddities: writer.oddities)
      }
    } catch let error as DatabaseError {
      throw Problem(path, "cannot be stored: \(error.message ?? "\(error)")")
    }
  }

  /// The names of the runs in the store, in the order of their import; what holds only probes is no run.
  public func runNames() throws -> [String] {
    try QueryError.translating {
      try database.read { db in
        try String.fetchAll(
          db,
          sql: """
            SELECT name FROM imported_run
            WHERE EXISTS (SELECT 1 FROM source WHERE source.run_id = imported_run.run_id AND kind <> 'probe')
            ORDER BY run_id
            """)
      }
    }
  }

  /// The rows of a query over the views, read-only.
  public func rows(
    _ sql: String, parameters: [String: EvidenceValue], timeLimit: Double
  ) throws -> [[String: EvidenceValue]] {
    try QueryError.translating {
      try database.read { db in
        try QueryRunner.rows(sql, parameters: parameters, timeLimit: timeLimit, in: db)
      }
    }
  }

  private static func runID(_ name: String, in db: Database) throws -> Int64 {
    if let known = try Int64.fetchOne(
      db, sql: "SELECT run_id FROM imported_run WHERE name = ?", arguments: [name])
    {
      return known
    }
    try db.execute(sql: "INSERT INTO imported_run (name) VALUES (?)", arguments: [name])
    return db.lastInsertedRowID
  }

  private static func source(_ hash: String?, run: Int64, in db: Database) throws -> String? {
    try String.fetchOne(
      db, sql: "SELECT path FROM source WHERE run_id = ? AND sha256 = ?", arguments: [run, hash])
  }

  private static func size(of path: String) -> Int64 {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : 0
  }
}
