import GRDB

/// Places the lines of client logs in the windows of tests.
struct LogPlacement {
  let run: Int64
  let offsets: [Int64: Int64]
  let tests: [MergedTest]
  let index: WindowIndex
  let directory: HostDirectory

  /// Writes the lines that say something of the network.
  func write(in db: Database) throws {
    let byKey = Dictionary(
      tests.indices.map { (ResultMerger.key(tests[$0].id), $0) }, uniquingKeysWith: { first, _ in first })
    let statement = try InsertStatement(into: "test_log_line_row", columns: 5, in: db)
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT log_line_id, l.source_id, time_us, resolution_us, worker, test_reference, host
        FROM log_line l JOIN source USING (source_id)
        WHERE run_id = ? AND claim IN ('connecting', 'connected', 'replayed') ORDER BY log_line_id
        """, arguments: [run])
    while let row = try rows.next() {
      let line: Int64 = row[0]
      let time = (row[2] as Int64) - (offsets[row[1]] ?? 0)
      let host: String? = row[6]
      func write(_ test: Int, share: Double) throws {
        statement.bind(AttributionWriter.testID(test))
        statement.bind(line)
        statement.bind((tests[test].window?.phase(at: time) ?? .unknown).rawValue)
        statement.bind(share)
        statement.bind(host.map { directory.role(ofHost: $0).rawValue })
        try statement.insert()
      }
      if let reference = row[5] as String?, let test = byKey[ResultMerger.key(reference)] {
        try write(test, share: 1)
      } else if case .tests(let candidates) = index.tests(
        from: time, to: time + (row[3] as Int64), worker: row[4])
      {
        for candidate in candidates { try write(candidate.test, share: candidate.share) }
      }
    }
  }
}
