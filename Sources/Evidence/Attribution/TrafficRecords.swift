import FoundationEssentials
import GRDB
import Records

/// The connections, lookups and handshakes of a run, on the results' clock. Times are microseconds.
struct TrafficRecords {
  struct StoredConnection {
    var id: Int64
    var source: Int64
    var isTCP: Bool
    var applicationProtocol: String
    var clientAddress: String
    var clientPort: Int
    var serverAddress: String
    var serverPort: Int
    var first: Int64
    var last: Int64
    var syn: Int64?
    var synCount: Int
    var synAck: Int64?
    var rtt: Int64?
    var serverRST: Int64?
    /// When the client said that it is done: its FIN or its RST, whichever came first.
    var clientClosed: Int64?
    var missingBytes: Int64
    var bursts: [BurstCoding.StoredBurst]
    /// Whether both ends are this machine.
    var isWithinMachine: Bool
  }

  struct StoredLookup {
    var id: Int64
    var query: Int64?
    var response: Int64?
    var name: String
    var responseCode: Int64?
    var addresses: [String]
    var aliases: [String]
    var duration: Int64?

    /// The moment by which it is placed.
    var time: Int64? { query ?? response }
  }

  struct StoredHandshake {
    var connection: Int64
    var clientHello: Int64?
    var serverHello: Int64?
    var firstApplication: Int64?
    var serverName: String?
    var version: Int64?
    var isResumed: Bool?
    var alert: Int64?
    var subject: String?
    var issuer: String?
    var alternativeNames: [String]
    var fingerprint: String?
  }

  struct StoredExchange {
    var id: Int64
    var witness: Witness
    var connection: Int64?
    var clientPort: Int?
    var serverAddress: String?
    var testReference: String?
    var worker: String?
    var start: Int64?
    var end: Int64?
    var method: String
    var host: String?
    var setCookies: [String]
    var cookies: [String]
  }

  var connections: [StoredConnection] = []
  var lookups: [StoredLookup] = []
  var handshakes: [StoredHandshake] = []
  var exchanges: [StoredExchange] = []

  /// Reads the records of a run; `offsets` are what each source's clock is ahead, by source.
  init(run: Int64, offsets: [Int64: Int64], in db: Database) throws {
    try readConnections(run, offsets, db)
    try readLookups(run, offsets, db)
    try readHandshakes(run, offsets, db)
    try readExchanges(run, offsets, db)
  }

  /// Marks what the open connections send for their own sake.
  mutating func markKeepAlives(_ keepAlives: KeepAlives) {
    for index in connections.indices where connections[index].isTCP {
      keepAlives.mark(&connections[index].bursts)
    }
  }

  /// Socket calls stand in for packets: where a run has a capture, they add nothing, and would be counted twice.
  private static let isBestWitness = """
    (source.kind <> 'strace' OR NOT EXISTS (
      SELECT 1 FROM capture JOIN source AS other USING (source_id) WHERE other.run_id = source.run_id))
    """

  private mutating func readConnections(_ run: Int64, _ offsets: [Int64: Int64], _ db: Database) throws {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT connection_id, c.source_id, transport, protocol, client_address, client_port, server_address,
          server_port, first_us, last_us, syn_us, syn_ack_us, rtt_us, server_rst_us, missing_bytes, bursts,
          syn_count, nullif(min(coalesce(client_fin_us, 9e18), coalesce(client_rst_us, 9e18)), 9e18)
        FROM connection c JOIN source USING (source_id) WHERE run_id = ? AND \(Self.isBestWitness)
        ORDER BY connection_id
        """, arguments: [run])
    while let row = try rows.next() {
      let source: Int64 = row[1]
      let offset = offsets[source] ?? 0
      let first: Int64 = row[8]
      let last: Int64 = row[9]
      var bursts = BurstCoding.decode([UInt8](row[15] as Data? ?? Data()), base: first)
      for index in bursts.indices {
        bursts[index].start -= offset
        bursts[index].stop -= offset
        bursts[index].lastClient = bursts[index].lastClient.map { $0 - offset }
        bursts[index].firstServer = bursts[index].firstServer.map { $0 - offset }
      }
      connections.append(
        StoredConnection(
          id: row[0], source: source, isTCP: row[2] == Connection.Transport.tcp.rawValue,
          applicationProtocol: row[3],
          clientAddress: row[4], clientPort: row[5], serverAddress: row[6], serverPort: row[7],
          first: first - offset,
          last: last - offset, syn: (row[10] as Int64?).map { $0 - offset }, synCount: row[16],
          synAck: (row[11] as Int64?).map { $0 - offset }, rtt: row[12],
          serverRST: (row[13] as Int64?).map { $0 - offset },
          clientClosed: (row[17] as Int64?).map { $0 - offset }, missingBytes: row[14],
          bursts: bursts,
          isWithinMachine: row[4] as String == row[6] || IPAddress(row[6] as String)?.isLoopback == true))
    }
  }

  private mutating func readLookups(_ run: Int64, _ offsets: [Int64: Int64], _ db: Database) throws {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT lookup_id, l.source_id, query_us, response_us, l.name, response_code, addresses, aliases, duration_us
        FROM lookup l JOIN source USING (source_id) WHERE run_id = ? AND \(Self.isBestWitness)
        ORDER BY lookup_id
        """, arguments: [run])
    while let row = try rows.next() {
      let offset = offsets[row[1]] ?? 0
      lookups.append(
        StoredLookup(
          id: row[0], query: (row[2] as Int64?).map { $0 - offset },
          response: (row[3] as Int64?).map { $0 - offset },
          name: row[4], responseCode: row[5], addresses: Self.words(row[6]), aliases: Self.words(row[7]),
          duration: row[8]))
    }
  }

  private mutating func readHandshakes(_ run: Int64, _ offsets: [Int64: Int64], _ db: Database) throws {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT connection_id, h.source_id, client_hello_us, server_hello_us, first_application_us, server_name,
          version, is_resumed, alert, subject, issuer, alternative_names, fingerprint
        FROM handshake h JOIN source USING (source_id) WHERE run_id = ? ORDER BY connection_id
        """, arguments: [run])
    while let row = try rows.next() {
      let offset = offsets[row[1]] ?? 0
      handshakes.append(
        StoredHandshake(
          connection: row[0], clientHello: (row[2] as Int64?).map { $0 - offset },
          serverHello: (row[3] as Int64?).map { $0 - offset },
          firstApplication: (row[4] as Int64?).map { $0 - offset }, serverName: row[5], version: row[6],
          isResumed: row[7], alert: row[8], subject: row[9], issuer: row[10],
          alternativeNames: Self.words(row[11] ?? ""), fingerprint: row[12]))
    }
  }

  private mutating func readExchanges(_ run: Int64, _ offsets: [Int64: Int64], _ db: Database) throws {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT exchange_id, e.source_id, witness, connection_id, client_port, server_address, test_reference, worker,
          start_us, end_us, host, set_cookie_hash, cookie_hash, method
        FROM exchange e JOIN source USING (source_id) WHERE run_id = ?
        ORDER BY coalesce(start_us, end_us), exchange_id
        """, arguments: [run])
    while let row = try rows.next() {
      let offset = offsets[row[1]] ?? 0
      exchanges.append(
        StoredExchange(
          id: row[0], witness: Witness(rawValue: row[2]) ?? .log, connection: row[3], clientPort: row[4],
          serverAddress: row[5], testReference: row[6], worker: row[7],
          start: (row[8] as Int64?).map { $0 - offset }, end: (row[9] as Int64?).map { $0 - offset },
          method: row[13], host: row[10], setCookies: Self.words(row[11] ?? ""),
          cookies: Self.words(row[12] ?? "")))
    }
  }

  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }
}
