import GRDB

extension EvidenceStore {
  /// The most marks that are kept of one test in one run.
  static let mostMarks = 64

  /// How finely the durations of the run that was attributed last are written, in microseconds, by test.
  public func durationResolutions() throws -> [Int64: Int64] {
    try QueryError.translating {
      try database.read { db in
        let rows = try Row.fetchAll(
          db, sql: "SELECT test_id, resolution_us FROM test WHERE resolution_us IS NOT NULL")
        return Dictionary(rows.map { ($0[0] as Int64, $0[1] as Int64) }, uniquingKeysWith: max)
      }
    }
  }

  /// The SHA-256 of the files of a run, sorted.
  public func digests(ofRun name: String) throws -> [String] {
    try QueryError.translating {
      try database.read { db in
        try String.fetchAll(
          db,
          sql: """
            SELECT sha256 FROM source JOIN imported_run USING (run_id) WHERE name = ? ORDER BY sha256
            """, arguments: [name])
      }
    }
  }

  /// Whether the first suite or test of a run has its time with an offset from UTC; nil where it has no time.
  public func hasKnownZone(run name: String) throws -> Bool? {
    try QueryError.translating {
      try database.read { db in
        try Bool.fetchOne(
          db,
          sql: """
            SELECT zone = 'written' FROM suite JOIN source USING (source_id) JOIN imported_run USING (run_id)
            WHERE imported_run.name = ? AND start_us IS NOT NULL ORDER BY start_us LIMIT 1
            """, arguments: [name])
      }
    }
  }

  /// Marks of the answers of the target that only one test can have had, in the run that was attributed last.
  ///
  /// Identifiers that a client may choose and a server returns are marked together with the Date. Answers from a cache,
  /// and those that the recording admits to be the test's own, have no mark.
  public func answerMarks() throws -> [ArchivedAnswer] {
    try QueryError.translating {
      try database.read { db in
        let rows = try Row.fetchCursor(
          db,
          sql: """
            SELECT test_id, coalesce(host, ''), request_id,
              iif(instr(lower(response_headers), '"date","') > 0,
                substr(response_headers, instr(lower(response_headers), '"date","') + 8, 29), NULL)
            FROM test_exchange
            WHERE role = 'target' AND witness <> 'log' AND share = 1 AND phase <> 'teardown' AND status IS NOT NULL
              AND status <> 304 AND coalesce(is_fulfilled_by_test, 0) = 0 AND coalesce(is_from_cache, 0) = 0
              AND coalesce(response_headers, '') NOT LIKE '%"age",%'
              AND coalesce(response_headers, '') NOT LIKE '%cache%hit%'
            ORDER BY test_id, exchange_id
            """)
        var marks: [ArchivedAnswer] = []
        var seen: Set<ArchivedAnswer> = []
        var counts: [Int32: Int] = [:]
        func add(_ test: Int32, _ mark: ArchivedAnswer.Mark, _ text: String) {
          let answer = ArchivedAnswer(test: test, mark: mark, hash: Fingerprint.short(text))
          guard counts[test, default: 0] < Self.mostMarks, seen.insert(answer).inserted else { return }
          counts[test, default: 0] += 1
          marks.append(answer)
        }
        while let row = try rows.next() {
          let test: Int32 = row[0]
          let host: String = row[1]
          let date: String? = row[3]
          if let identifier = row[2] as String? {
            let isOfFront = Self.frontIdentifiers.contains { identifier.hasPrefix($0) }
            if isOfFront || date != nil {
              add(test, .identifier, "\(host)\n\(identifier)\n\(isOfFront ? "" : date ?? "")")
            }
          }
          if let date { add(test, .date, "\(host)\n\(date)") }
        }
        return marks
      }
    }
  }

  /// Headers whose value no client chooses.
  private static let frontIdentifiers = [
    "cf-ray:", "x-amz-cf-id:", "x-amz-apigw-id:", "x-azure-ref:", "x-vercel-id:", "x-nf-request-id:",
    "fly-request-id:", "x-fastly-request-id:", "x-akamai-request-id:",
  ]
}
