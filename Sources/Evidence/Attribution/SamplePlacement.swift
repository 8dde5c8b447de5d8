import GRDB

/// Reads off the resource samples what each test used: from the last sample before its window to the first after it.
struct SamplePlacement {
  let run: Int64
  let offsets: [Int64: Int64]
  let tests: [MergedTest]

  /// Writes a row for each test with an exact window between two samples of one source.
  func write(in db: Database) throws {
    let statement = try InsertStatement(into: "test_sample_row", columns: 7, in: db)
    let sources = try Int64.fetchAll(
      db,
      sql:
        "SELECT DISTINCT source_id FROM sample JOIN source USING (source_id) WHERE run_id = ? ORDER BY source_id",
      arguments: [run])
    guard let source = sources.first else { return }
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT time_us, cpu_us, resident_bytes, voluntary_switches, loopback_bytes, network_bytes
        FROM sample WHERE source_id = ? ORDER BY time_us
        """, arguments: [source])
    let offset = offsets[source] ?? 0
    let times = rows.map { ($0[0] as Int64) - offset }
    for (test, merged) in tests.enumerated() {
      guard let window = merged.window, window.isExact else { continue }
      let before = times.leadingCount { $0 <= window.start }
      let end = times.leadingCount { $0 < window.stop }
      guard before > 0, end < times.count else { continue }
      let first = before - 1
      statement.bind(AttributionWriter.testID(test))
      statement.bind(times[end] - times[first])
      for column in 1...5 {
        let start: Int64? = rows[first][column]
        let stop: Int64? = rows[end][column]
        if let start, let stop { statement.bind(stop &- start) } else { statement.bind(nil as Int64?) }
      }
      try statement.insert()
    }
  }
}
