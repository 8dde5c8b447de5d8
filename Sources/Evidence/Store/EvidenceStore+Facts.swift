import GRDB
import Records

extension EvidenceStore {
  /// Attributes the records of a run to its tests, and rewrites what the views offer.
  ///
  /// - Throws: a `Problem` where there is no such run.
  public func attribute(run name: String, settings: AttributionSettings) throws {
    try QueryError.translating {
      try database.write { db in
        guard
          let run = try Int64.fetchOne(
            db, sql: "SELECT run_id FROM imported_run WHERE name = ?", arguments: [name])
        else { throw Problem(name, "no such run in the store") }
        try Attribution.write(run: run, settings: settings, in: db)
      }
    }
  }

  /// The tests of the run that was attributed last, in the order of the result files.
  public func tests() throws -> [TestFacts] {
    try QueryError.translating {
      try database.read { db in
        let hasPackets = try Bool.fetchOne(db, sql: "SELECT has_packets FROM run_row") ?? false
        let told = try Row.fetchAll(
          db,
          sql: """
            SELECT test_id, max(witness = 'har') FROM test_exchange WHERE witness IN ('har', 'log') GROUP BY test_id
            """)
        var best = Dictionary(
          told.map { ($0[0] as Int64, $0[1] ? Witness.har : .log) }, uniquingKeysWith: max)
        if !hasPackets {
          // Contacts without a capture come from socket calls.
          for test in try Int64.fetchAll(db, sql: "SELECT DISTINCT test_id FROM test_contact") {
            best[test] = .sockets
          }
        }
        return try Row.fetchAll(
          db,
          sql: """
            SELECT test_id, id, class_name, name, file, outcome, attempts, message, expectation, duration_us,
              window_kind, window_start_us, window_stop_us, is_covered, failure, call_most_us, is_group, is_scope_known
            FROM test ORDER BY test_id
            """
        ).map { row in
          let kind = TestFacts.WindowKind(rawValue: row[10]) ?? .none
          let isCovered: Bool = row[13]
          return TestFacts(
            testID: row[0], id: row[1], className: row[2], name: row[3], file: row[4],
            outcome: Outcome(rawValue: row[5]) ?? .error, attempts: row[6], message: row[7],
            expectation: Expectation(rawValue: row[8]) ?? .real, durationMicroseconds: row[9],
            bodyMostMicroseconds: row[15], windowKind: kind,
            windowStart: (row[11] as Int64?).map(Timestamp.init(microseconds:)),
            windowStop: (row[12] as Int64?).map(Timestamp.init(microseconds:)),
            isCovered: hasPackets && kind != .none ? isCovered : nil,
            bestWitness: isCovered ? .packets : best[row[0]] ?? .timing,
            failure: (row[14] as String?).flatMap(TestFacts.FailureKind.init), isGroup: row[16],
            isScopeKnown: row[17])
        }
      }
    }
  }

  /// What is known of the run that was attributed last.
  public func runFacts() throws -> RunFacts {
    try QueryError.translating {
      try database.read { db in
        guard let run = try Row.fetchOne(db, sql: "SELECT run_id, name, has_packets, rtt_us FROM run_row")
        else {
          throw QueryError(message: "no run was attributed")
        }
        let id: Int64 = run[0]
        let started = try Int64.fetchOne(
          db,
          sql: """
            SELECT min(moment) FROM (
              SELECT min(start_us) AS moment FROM suite JOIN source USING (source_id) WHERE run_id = ?
              UNION ALL SELECT min(window_start_us) FROM test)
            """, arguments: [id])
        let sources = try Row.fetchAll(
          db,
          sql: """
            SELECT path, kind, sha256, records, oddities, coalesce(clock_offset_us, 0), clock_basis, clock_error_us
            FROM source WHERE run_id = ? ORDER BY source_id
            """, arguments: [id]
        ).map { row in
          RunFacts.Source(
            path: row[0], kind: row[1], sha256: row[2], records: row[3], oddities: row[4],
            clockOffsetMicroseconds: row[5], clockBasis: row[6], clockErrorMicroseconds: row[7])
        }
        return RunFacts(
          name: run[1], startedAt: started.map(Timestamp.init(microseconds:)),
          targets: try String.fetchAll(db, sql: "SELECT url FROM target_row ORDER BY target_id"),
          sources: sources,
          coverage: try Self.coverage(id, db), hasPackets: run[2], roundTripMicroseconds: run[3],
          oddities: try Self.oddities(id, db))
      }
    }
  }

  private static func coverage(_ run: Int64, _ db: Database) throws -> [RunFacts.Coverage] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT s.path, c.name, c.first_us - coalesce(s.clock_offset_us, 0), c.last_us - coalesce(s.clock_offset_us, 0),
          c.packets, c.dropped_packets, c.snap_length
        FROM capture c JOIN source s USING (source_id) WHERE s.run_id = ? ORDER BY s.source_id, c.interface
        """, arguments: [run]
    ).map { row in
      RunFacts.Coverage(
        path: row[0], interface: row[1], start: (row[2] as Int64?).map(Timestamp.init(microseconds:)),
        stop: (row[3] as Int64?).map(Timestamp.init(microseconds:)), packets: row[4], dropped: row[5],
        snapLength: row[6])
    }
  }

  private static func oddities(_ run: Int64, _ db: Database) throws -> [OddityFacts] {
    try Row.fetchAll(
      db,
      sql: """
        SELECT s.path, o.name, o.detail, count(*), min(o.rowid) FROM oddity_row o JOIN source s USING (source_id)
        WHERE s.run_id = ? GROUP BY s.source_id, o.name ORDER BY s.source_id, o.name
        """, arguments: [run]
    ).map { OddityFacts(path: $0[0], name: $0[1], detail: $0[2], count: $0[3]) }
  }
}

extension Timestamp {
  /// A moment so many microseconds after 1970, as the store keeps it; saturates beyond the range of nanoseconds.
  init(microseconds: Int64) {
    let (nanoseconds, overflow) = microseconds.multipliedReportingOverflow(by: 1000)
    self.init(nanoseconds: overflow ? (microseconds > 0 ? .max : .min) : nanoseconds)
  }
}
