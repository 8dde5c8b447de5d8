import Evidence
import Foundation
import Records
import Testing

struct StoreTests {
  @Test func importingTheSameBytesTwiceChangesNothingAndSaysSo() throws {
    let run = try PreparedRun()
    try run.add { try $0.receive(TestResult.exact("a", 0, 1)) }
    let copy = run.folder + "/copy"
    try FileManager.default.copyItem(atPath: run.folder + "/1.records", toPath: copy)
    let outcome = try run.store.importFile(copy, with: PreparedRecords.self, run: "run")
    #expect(outcome == .alreadyImported(path: run.folder + "/1.records"))
    try run.attribute()
    #expect(try run.store.tests().count == 1)
    #expect(try run.store.runFacts().sources.map(\.records) == [1])
  }

  @Test func theSameBytesMayBelongToTwoRuns() throws {
    let run = try PreparedRun()
    try run.add { try $0.receive(TestResult.exact("a", 0, 1)) }
    let outcome = try run.store.importFile(
      run.folder + "/1.records", with: PreparedRecords.self, run: "other")
    #expect(outcome == .imported(records: 1, oddities: 0))
    #expect(try run.store.runNames() == ["run", "other"])
  }

  @Test func anErrorInTheMiddleOfAFileLeavesNothingBehind() throws {
    let run = try PreparedRun()
    #expect(throws: Problem("1.records", line: 7, "broken")) {
      try run.add { sink in
        for number in 0..<5000 { try sink.receive(TestResult.exact("t\(number)", 0, 1)) }
        throw Problem("1.records", line: 7, "broken")
      }
    }
    #expect(try run.store.runNames() == [])
    try run.add { try $0.receive(TestResult.exact("a", 0, 1)) }
    try run.attribute()
    #expect(try run.store.tests().map(\.name) == ["a"])
    #expect(try run.store.runFacts().sources.count == 1)
  }

  @Test func aFileThatIsNotThereIsAProblem() throws {
    let run = try PreparedRun()
    #expect(throws: Problem.self) {
      try run.store.importFile(run.folder + "/missing", with: PreparedRecords.self, run: "run")
    }
    #expect(try run.store.runNames() == [])
  }

  @Test func aRunThatIsNotThereIsAProblem() throws {
    let run = try PreparedRun()
    #expect(throws: Problem("run", "no such run in the store")) { try run.attribute() }
  }

  @Test func aStoreIsReadAgain() throws {
    let run = try PreparedRun(isOnDisk: true)
    try run.add { try $0.receive(TestResult.exact("a", 0, 1)) }
    try run.attribute()
    let again = try EvidenceStore(path: run.folder + "/store.db")
    #expect(try again.tests().map(\.name) == ["a"])
  }

  @Test(.enabled(if: SQLiteShell.isPresent, "needs sqlite3")) func aNewerStoreIsRefused() throws {
    let run = try PreparedRun(isOnDisk: true)
    let path = run.folder + "/store.db"
    try SQLiteShell.run("INSERT INTO grdb_migrations VALUES ('99 what is to come')", in: path)
    #expect(throws: Problem(path, "made by a newer version of assay; this one cannot read it")) {
      try EvidenceStore(path: path)
    }
  }

  @Test(.enabled(if: SQLiteShell.isPresent, "needs sqlite3")) func aForeignDatabaseIsRefused() throws {
    let run = try PreparedRun()
    let path = run.folder + "/foreign.db"
    try SQLiteShell.run("CREATE TABLE orders (id INTEGER); INSERT INTO orders VALUES (1)", in: path)
    #expect(throws: Problem(path, "a SQLite file, but not one of assay's; name a new file with '--db'")) {
      try EvidenceStore(path: path)
    }
    #expect(try SQLiteShell.run("SELECT count(*) FROM orders", in: path) == "1\n")
    #expect(try SQLiteShell.run("SELECT count(*) FROM sqlite_master", in: path) == "1\n")
  }

  @Test func aFileThatIsNoDatabaseIsRefusedAndKept() throws {
    let run = try PreparedRun()
    let path = run.folder + "/notes.txt"
    let text = String(repeating: "not a database\n", count: 100)
    try Data(text.utf8).write(to: URL(filePath: path))
    let problem = #expect(throws: Problem.self) { try EvidenceStore(path: path) }
    #expect(problem?.place == path)
    #expect(problem?.message.hasPrefix("cannot be used as a store: ") == true)
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }

  @Test func odditiesAreKeptUpToAThousandAndCountedBeyond() throws {
    let run = try PreparedRun()
    let outcome = try run.add { sink in
      for number in 1...1500 {
        try sink.receive(Oddity(name: "har_entry_odd", detail: "entry \(number)", position: .entry(number)))
      }
      try sink.receive(Oddity(name: "har_other", detail: "the last"))
    }
    #expect(outcome == .imported(records: 0, oddities: 1501))
    try run.attribute()
    #expect(try run.rows("count(*)", "FROM oddity") == ["1000"])
    #expect(try run.store.runFacts().sources.map(\.oddities) == [1501])
    #expect(try run.store.runFacts().oddities.map(\.detail) == ["entry 1"])
  }

  @Test func twoStoresDoNotInterfere() throws {
    let one = try PreparedRun()
    let other = try PreparedRun()
    try one.add { try $0.receive(TestResult.exact("a", 0, 1)) }
    try other.add { try $0.receive(TestResult.exact("b", 0, 1)) }
    try one.attribute()
    try other.attribute()
    #expect(try one.store.tests().map(\.name) == ["a"])
    #expect(try other.store.tests().map(\.name) == ["b"])
  }

  @Test func queriesOnlyReadAndEndInTime() throws {
    let run = try PreparedRun()
    #expect(throws: QueryError.self) { try run.store.rows("DELETE FROM test", parameters: [:], timeLimit: 1) }
    #expect(throws: QueryError.self) {
      try run.store.rows("SELECT 1; SELECT 2", parameters: [:], timeLimit: 1)
    }
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
    let error = #expect(throws: QueryError.self) {
      try run.store.rows(endless, parameters: [:], timeLimit: 0.05)
    }
    #expect(error?.message == "took longer than 0.05 s")
    #expect(
      try run.store.rows("SELECT :a AS b", parameters: ["a": .real(0.5), "c": .null], timeLimit: 1)
        == [["b": .real(0.5)]])
  }
}
