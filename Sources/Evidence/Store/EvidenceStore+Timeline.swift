import GRDB
public import Records

extension EvidenceStore {
  /// Something that is recorded in or around a test's window.
  public struct TimelineEvent: Sendable {
    /// When it happened, on the results' clock; nil where that is not known.
    public var time: Timestamp?
    /// What happened.
    public var text: String
    /// The witness: `packets`, `har`, `log`, `results`.
    public var source: String
  }

  /// What is recorded of a test, in the order of time: its phases, lookups, connections, handshakes, turns of traffic,
  /// exchanges and log lines. A share below 1 is said.
  public func timeline(of testID: Int64) throws -> [TimelineEvent] {
    try QueryError.translating {
      try database.read { db in
        try Row.fetchAll(db, sql: Self.timelineQuery, arguments: ["test": testID]).map { row in
          let share: Double = row["share"] ?? 1
          let doubt =
            share < 1 ? " (one of \(Int((1 / max(share, 0.01)).rounded())) tests that it may be of)" : ""
          return TimelineEvent(
            time: (row["time_us"] as Int64?).map(Timestamp.init(microseconds:)),
            text: (row["text"] as String? ?? "") + doubt, source: row["source"])
        }
      }
    }
  }

  private static let timelineQuery = """
    SELECT window_start_us AS time_us, 1.0 AS share, 'results' AS source, 'the test begins' AS text, 0 AS place
    FROM test WHERE test_id = :test AND window_kind = 'exact'
    UNION ALL SELECT window_start_us + setup_us, 1.0, 'results', 'the body begins', 0
    FROM test WHERE test_id = :test AND window_kind = 'exact' AND setup_us IS NOT NULL
    UNION ALL SELECT window_start_us + setup_us + call_us, 1.0, 'results', 'the body ends', 9
    FROM test WHERE test_id = :test AND window_kind = 'exact' AND setup_us IS NOT NULL AND call_us IS NOT NULL
    UNION ALL SELECT window_stop_us, 1.0, 'results', 'the test ends', 9
    FROM test WHERE test_id = :test AND window_kind = 'exact'
    UNION ALL SELECT coalesce(l.query_us, l.response_us) - coalesce(s.clock_offset_us, 0), t.share, 'packets',
      'lookup of ' || t.name || CASE t.answer WHEN 'none' THEN ', not answered'
        ELSE ', answered' || ifnull(' ' || nullif(l.addresses, ''), ' without address') END, 1
    FROM test_lookup t JOIN lookup l USING (lookup_id) JOIN source s USING (source_id) WHERE t.test_id = :test
    UNION ALL SELECT first_us, share, 'packets', 'connection ' || (connection_id & 0xffffffff) || ' opened to '
      || ifnull(host || ' ', '') || server_address || ' port ' || server_port || ' (' || role || ')'
      || CASE WHEN is_refused THEN ': refused' WHEN is_unanswered THEN ': no answer'
        ELSE ifnull(printf(', round trip %.1f ms', rtt_us / 1000.0), '') END, 2
    FROM contact WHERE test_id = :test AND is_opened
    UNION ALL SELECT h.client_hello_us - coalesce(s.clock_offset_us, 0), t.share, 'packets', 'TLS handshake on connection '
      || (t.connection_id & 0xffffffff) || ifnull(' for ' || t.server_name, '') || ifnull(', ' || t.version, '')
      || CASE t.is_resumed WHEN 1 THEN ', resumed' ELSE '' END || ifnull(', certificate of ' || t.subject, ''), 3
    FROM test_handshake t JOIN handshake h USING (connection_id) JOIN source s USING (source_id)
    WHERE t.test_id = :test
    UNION ALL SELECT start_us, share, 'packets', 'connection ' || (connection_id & 0xffffffff) || ' (' || role || '): '
      || client_bytes || ' bytes sent, ' || server_bytes || ' received'
      || ifnull(printf(', first after %.1f ms', first_byte_us / 1000.0), '')
      || printf(', done after %.1f ms', (stop_us - start_us) / 1000.0), 4
    FROM test_burst WHERE test_id = :test
    UNION ALL SELECT coalesce(start_us, end_us), share, witness, method || ' ' || ifnull(host, '') || ifnull(path, '')
      || ' (' || role || ')' || ifnull(': ' || status, ': no response') || ifnull(', Server ' || server, ''), 5
    FROM test_exchange WHERE test_id = :test
    UNION ALL SELECT time_us, share, 'log', claim || ifnull(' ' || host, '') || ifnull(' (' || role || ')', ''), 5
    FROM test_log_line WHERE test_id = :test
    ORDER BY 1, place, text
    """
}
