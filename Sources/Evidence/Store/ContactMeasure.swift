/// One count of ``ContactFacts``, as a query over the rows of a view that lie in windows.
struct ContactMeasure {
  let place: WritableKeyPath<ContactFacts.Traffic, ContactFacts.Amount>
  /// Rows with `test_id`, `share`, `is_target`, `thing` (what is counted once for all tests) and `amount`.
  private let rows: String

  /// Every count; two of the same place count the same thing, and the greater count holds.
  static var all: [ContactMeasure] {
    [
      ContactMeasure(
        place: \.lookups,
        rows: """
          SELECT test_id, share, is_target, lookup_id AS thing, 1 AS amount FROM test_lookup
          """),
      ContactMeasure(
        place: \.connections,
        rows: """
          SELECT c.test_id, max(c.share) AS share, \(isTarget("c")) AS is_target, c.connection_id AS thing, 1 AS amount
          FROM contact c JOIN test t USING (test_id) WHERE c.connection_id IS NOT NULL AND c.role <> 'ignored'
          GROUP BY 1, 3, 4
          """),
      ContactMeasure(
        place: \.handshakes,
        rows: """
          SELECT h.test_id, h.share, \(isTarget("h")) AS is_target, h.connection_id AS thing, 1 AS amount
          FROM test_handshake h JOIN test t USING (test_id) WHERE h.role NOT IN ('ignored', 'resolver')
          """),
      ContactMeasure(
        place: \.exchanges,
        rows: """
          SELECT b.test_id, b.share, \(isTarget("b")) AS is_target, b.connection_id || ' ' || b.start_us AS thing,
            1 AS amount
          FROM test_burst b JOIN test t USING (test_id)
          WHERE b.client_bytes > 0 AND b.server_bytes > 0 AND b.role <> 'ignored'
          """),
      ContactMeasure(place: \.exchanges, rows: exchanges(of: "packets")),
      ContactMeasure(place: \.toldExchanges, rows: exchanges(of: "har")),
      ContactMeasure(place: \.toldExchanges, rows: exchanges(of: "log")),
      ContactMeasure(place: \.sentBytes, rows: bytes("client_bytes")),
      ContactMeasure(place: \.receivedBytes, rows: bytes("server_bytes")),
    ]
  }

  /// `test_id`, `is_target`, the least and the most.
  var perTest: String {
    """
    SELECT test_id, is_target, coalesce(sum(CASE WHEN share >= 1 THEN amount END), 0), sum(amount)
    FROM (\(rows)) GROUP BY test_id, is_target ORDER BY test_id, is_target
    """
  }

  /// `is_target` and the amount, each thing counted once.
  var total: String {
    """
    SELECT is_target, sum(amount) FROM (SELECT DISTINCT is_target, thing, amount FROM (\(rows)))
    GROUP BY is_target ORDER BY is_target
    """
  }

  /// Where the count stands.
  func side(isTarget: Bool) -> WritableKeyPath<ContactFacts, ContactFacts.Amount> {
    Self.traffic(isTarget: isTarget).appending(path: place)
  }

  /// The traffic with a side.
  static func traffic(isTarget: Bool) -> WritableKeyPath<ContactFacts, ContactFacts.Traffic> {
    isTarget ? \.target : \.elsewhere
  }

  /// Whether a row, joined with its test `t`, is of the side that the test is expected to reach.
  static func isTarget(_ row: String) -> String {
    "(\(row).role = 'target' OR \(row).role = 'loopback' AND t.expectation = 'loopback')"
  }

  private static func exchanges(of witness: String) -> String {
    """
    SELECT e.test_id, e.share, \(isTarget("e")) AS is_target, e.exchange_id AS thing, 1 AS amount
    FROM test_exchange e JOIN test t USING (test_id)
    WHERE e.witness = '\(witness)' AND e.status IS NOT NULL AND e.role NOT IN ('ignored', 'resolver')
    """
  }

  private static func bytes(_ column: String) -> String {
    """
    SELECT b.test_id, b.share, \(isTarget("b")) AS is_target, b.connection_id || ' ' || b.start_us AS thing,
      b.\(column) AS amount
    FROM test_burst b JOIN test t USING (test_id) WHERE b.role <> 'ignored'
    """
  }
}
