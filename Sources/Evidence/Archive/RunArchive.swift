import FoundationEssentials
import GRDB
import Records
import Synchronization

/// What audits keep of runs and files: compact, so that a thousand runs of a thousand tests fit into some 40 MB.
///
/// It remembers the tests and runs that are there when it is made: one program at a time may write to a store's archive.
public final class RunArchive: Sendable {
  /// What is asked for with every run that is kept.
  private struct Known {
    /// The tests with their numbers, by their keys.
    var tests: [String: (number: Int32, test: ArchivedTest)] = [:]
    /// The runs and their digests, by the first of them.
    var runs: [String: [(run: Int64, digests: [String])]] = [:]

    mutating func add(_ run: Int64, _ digests: [String]) {
      if let first = digests.first { runs[first, default: []].append((run, digests)) }
    }
  }

  private let database: DatabaseQueue
  private let place: String
  private let known = Mutex(Known())

  /// The archive in a store.
  public init(in store: EvidenceStore, place: String = "archive") throws {
    database = store.database
    self.place = place
    let known = try reading { db in
      var known = Known()
      for (number, test) in try Self.tests(in: db) { known.tests[test.key] = (number, test) }
      for row in try Row.fetchAll(db, sql: "SELECT archived_run_id, digests FROM archived_run") {
        known.add(row[0], (row[1] as String).split(separator: " ").map(String.init))
      }
      return known
    }
    self.known.withLock { $0 = known }
  }

  // MARK: - Files

  /// Every file that was looked at, by its path.
  public func files() throws -> [String: ArchivedFile] {
    try reading { db in
      var files: [String: ArchivedFile] = [:]
      let rows = try Row.fetchCursor(
        db, sql: "SELECT path, bytes, modified_ns, sha256, kind, problem, facts FROM archived_file")
      while let row = try rows.next() {
        let facts: Data? = row[6]
        files[row[0]] = ArchivedFile(
          path: row[0], bytes: row[1], modifiedNanoseconds: row[2], sha256: row[3], kind: row[4],
          problem: row[5], facts: facts.map(Array.init) ?? [])
      }
      return files
    }
  }

  /// Keeps what is known of files, in the place of what was known of the same paths.
  public func keep(_ files: [ArchivedFile]) throws {
    guard !files.isEmpty else { return }
    try writing { db in
      for file in files {
        try db.execute(
          sql: "INSERT OR REPLACE INTO archived_file VALUES (?, ?, ?, ?, ?, ?, ?)",
          arguments: [
            file.path, file.bytes, file.modifiedNanoseconds, file.sha256, file.kind, file.problem,
            Data(file.facts),
          ])
      }
    }
  }

  /// Forgets every file whose path is not one of these.
  public func keepOnlyFiles(at paths: Set<String>) throws {
    try writing { db in
      for path in try String.fetchAll(db, sql: "SELECT path FROM archived_file") where !paths.contains(path) {
        try db.execute(sql: "DELETE FROM archived_file WHERE path = ?", arguments: [path])
      }
    }
  }

  // MARK: - Runs

  /// The runs that were judged in this way, in no order that means anything.
  public func runs(judgedBy fingerprint: JudgingFingerprint) throws -> [ArchivedRun] {
    try runs(where: "declared = ? AND judge = ?", [fingerprint.declared, fingerprint.judge])
  }

  /// The runs of which the same was declared, judged by other rules or another version of the program.
  public func runs(judgedOtherwiseThan fingerprint: JudgingFingerprint) throws -> [ArchivedRun] {
    try runs(where: "declared = ? AND judge <> ?", [fingerprint.declared, fingerprint.judge])
  }

  /// How many runs there are of which something else was declared.
  public func countOfRuns(notDeclaredAs fingerprint: JudgingFingerprint) throws -> Int {
    try reading { db in
      try Int.fetchOne(
        db, sql: "SELECT count(*) FROM archived_run WHERE declared <> ?", arguments: [fingerprint.declared])
        ?? 0
    }
  }

  private func runs(where condition: String, _ arguments: [String]) throws -> [ArchivedRun] {
    try reading { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT archived_run_id, content, name, digests, started_us, time_basis, has_packets
          FROM archived_run WHERE \(condition) ORDER BY archived_run_id
          """, arguments: StatementArguments(arguments)
      ).map { row in
        ArchivedRun(
          number: row[0], content: row[1], name: row[2],
          digests: (row[3] as String).split(separator: " ").map(String.init),
          startedAt: (row[4] as Int64?).map(Timestamp.init(microseconds:)),
          timeBasis: ArchivedRun.TimeBasis(rawValue: row[5]) ?? .none, hasPackets: row[6])
      }
    }
  }

  /// Keeps a run, in the place of one with the same content and of those all of whose files it has.
  ///
  /// - Parameters:
  ///   - tests: the tests, to whose places the results and answers refer.
  ///   - fingerprint: by what it was judged.
  /// - Returns: the run with its number.
  @discardableResult
  public func keep(
    _ run: ArchivedRun, _ contents: ArchivedRun.Contents, tests: [ArchivedTest],
    judgedBy fingerprint: JudgingFingerprint
  ) throws -> ArchivedRun {
    try writing { db in
      let numbers = try tests.map { try number(of: $0, in: db) }
      func numbered(_ place: Int32) -> Int32 { numbers[Int(place)] }
      let results = contents.results.map { result in
        var result = result
        result.test = numbered(result.test)
        return result
      }
      let answers = contents.answers.map { answer in
        var answer = answer
        answer.test = numbered(answer.test)
        return answer
      }
      let digests = Set(run.digests)
      for digest in run.digests {
        for known in known.withLock({ $0.runs[digest] }) ?? []
        where known.digests.allSatisfy(digests.contains) {
          try db.execute(sql: "DELETE FROM archived_run WHERE archived_run_id = ?", arguments: [known.run])
        }
      }
      try db.execute(
        sql: """
          INSERT OR REPLACE INTO archived_run (content, declared, judge, name, digests, started_us, time_basis,
            has_packets, results, reasons, answers) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          run.content, fingerprint.declared, fingerprint.judge, run.name, run.digests.joined(separator: " "),
          run.startedAt?.microseconds,
          run.timeBasis.rawValue, run.hasPackets, ArchiveCoding.encode(results),
          ArchiveCoding.encode(contents.reasons), ArchiveCoding.encode(answers),
        ])
      var kept = run
      kept.number = db.lastInsertedRowID
      known.withLock { $0.add(kept.number, run.digests) }
      return kept
    }
  }

  /// Forgets every run whose number is not one of these.
  public func keepOnlyRuns(_ numbers: Set<Int64>) throws {
    try writing { db in
      for number in try Int64.fetchAll(db, sql: "SELECT archived_run_id FROM archived_run")
      where !numbers.contains(number) {
        try db.execute(sql: "DELETE FROM archived_run WHERE archived_run_id = ?", arguments: [number])
      }
    }
  }

  /// The results of a run.
  public func results(of run: ArchivedRun) throws -> [ArchivedResult] {
    ArchiveCoding.results(try column("results", of: run))
  }

  /// The marks of a run's answers.
  public func answers(of run: ArchivedRun) throws -> [ArchivedAnswer] {
    ArchiveCoding.answers(try column("answers", of: run))
  }

  /// The reasons that a run's results name.
  public func reasons(of run: ArchivedRun) throws -> [ArchivedReason] {
    ArchiveCoding.reasons(try column("reasons", of: run))
  }

  /// The tests by their numbers.
  public func tests() throws -> [Int32: ArchivedTest] {
    try reading { db in try Self.tests(in: db) }
  }

  private static func tests(in db: Database) throws -> [Int32: ArchivedTest] {
    var tests: [Int32: ArchivedTest] = [:]
    let rows = try Row.fetchCursor(
      db, sql: "SELECT archived_test_id, key, id, class_name, name, file FROM archived_test")
    while let row = try rows.next() {
      tests[row[0]] = ArchivedTest(key: row[1], id: row[2], className: row[3], name: row[4], file: row[5])
    }
    return tests
  }

  private func column(_ name: String, of run: ArchivedRun) throws -> Data {
    try reading { db in
      try Data.fetchOne(
        db, sql: "SELECT \(name) FROM archived_run WHERE archived_run_id = ?", arguments: [run.number])
        ?? Data()
    }
  }

  /// A test's number; of what runs call it, the name that says the most stays, in whatever order they are kept.
  private func number(of test: ArchivedTest, in db: Database) throws -> Int32 {
    if let known = known.withLock({ $0.tests[test.key] }) {
      if test.saysMore(than: known.test) {
        try db.execute(
          sql:
            "UPDATE archived_test SET id = ?, class_name = ?, name = ?, file = ? WHERE archived_test_id = ?",
          arguments: [test.id, test.className, test.name, test.file, known.number])
        self.known.withLock { $0.tests[test.key] = (known.number, test) }
      }
      return known.number
    }
    try db.execute(
      sql: "INSERT INTO archived_test (key, id, class_name, name, file) VALUES (?, ?, ?, ?, ?)",
      arguments: [test.key, test.id, test.className, test.name, test.file])
    let number = Int32(truncatingIfNeeded: db.lastInsertedRowID)
    known.withLock { $0.tests[test.key] = (number, test) }
    return number
  }

  private func reading<Value>(_ work: (Database) throws -> Value) throws -> Value {
    try translating { try database.read(work) }
  }

  private func writing<Value>(_ work: (Database) throws -> Value) throws -> Value {
    try translating { try database.write(work) }
  }

  private func translating<Value>(_ work: () throws -> Value) throws -> Value {
    do {
      return try work()
    } catch let error as DatabaseError {
      throw Problem(place, "cannot be used as an archive: \(error.message ?? "\(error)")")
    }
  }
}
