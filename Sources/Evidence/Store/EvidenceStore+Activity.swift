import GRDB
import Records

extension EvidenceStore {
  /// The turns of traffic that began in the windows of the run that was attributed last, by `test_id`, in the order of
  /// time.
  ///
  /// - Parameters:
  ///   - perTest: how many turns of one test are read; the later ones are not.
  ///   - total: how many turns are read in all; those of the last tests are not.
  public func activity(perTest: Int = 64, total: Int = 200_000) throws -> [Int64: [ActivityFacts]] {
    try QueryError.translating {
      try database.read { db in
        var activity: [Int64: [ActivityFacts]] = [:]
        let rows = try Row.fetchCursor(
          db, sql: Self.activityQuery, arguments: ["per_test": perTest, "total": total])
        while let row = try rows.next() {
          activity[row[0], default: []].append(
            ActivityFacts(
              connectionID: row[1], peer: ActivityFacts.Peer(rawValue: row[2]) ?? .other, host: row[3],
              start: Timestamp(microseconds: row[4]), stop: Timestamp(microseconds: row[5]),
              clientBytes: row[6], serverBytes: row[7], share: row[8]))
        }
        return activity
      }
    }
  }

  private static let activityQuery = """
    SELECT b.test_id, b.connection_id, b.role, coalesce(c.host, c.server_address), b.start_us, b.stop_us,
      b.client_bytes, b.server_bytes, b.share
    FROM (
      SELECT *, row_number() OVER (PARTITION BY test_id ORDER BY start_us, connection_id) AS place
      FROM test_burst) b
    LEFT JOIN (
      SELECT test_id, connection_id, min(host) AS host, min(server_address) AS server_address
      FROM contact GROUP BY test_id, connection_id) c USING (test_id, connection_id)
    WHERE b.place <= :per_test ORDER BY b.test_id, b.place LIMIT :total
    """
}
