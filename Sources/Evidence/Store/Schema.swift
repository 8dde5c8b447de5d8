import GRDB

/// The tables of the store, as numbered migrations. A file that is newer than these is refused.
enum Schema {
  /// Every migration there is, in order.
  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 imported records") { db in try db.execute(sql: importedRecords) }
    // What attribution makes is made again for every judgement: a change of it is made from nothing.
    migrator.registerMigration("2 attributed evidence") { _ in }
    migrator.registerMigration("3 archive of judged runs, probed targets, groups") { db in
      try db.execute(sql: "ALTER TABLE result ADD COLUMN is_group INTEGER NOT NULL DEFAULT 0")
      try db.execute(sql: judgedRuns)
      try db.execute(sql: probedTargets)
      try remakeViews(db)
    }
    return migrator
  }

  /// Makes the attributed tables and the views over them, and drops what there was of them.
  private static func remakeViews(_ db: Database) throws {
    for view in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'view'") {
      try db.execute(sql: "DROP VIEW \(view)")
    }
    for table in attributedTables { try db.execute(sql: "DROP TABLE IF EXISTS \(table)") }
    try db.execute(sql: attributedEvidence)
    for view in EvidenceView.all {
      try db.execute(sql: "CREATE VIEW \(view.name) AS \(view.definition)")
    }
  }

  /// What the readers handed over. Times are microseconds since 1970 on the clock of their source.
  private static let importedRecords = """
    CREATE TABLE secret_key (key BLOB NOT NULL) STRICT;
    CREATE TABLE imported_run (run_id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
    CREATE TABLE source (
      source_id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES imported_run, path TEXT NOT NULL,
      kind TEXT NOT NULL, sha256 TEXT NOT NULL, bytes INTEGER NOT NULL, records INTEGER NOT NULL,
      oddities INTEGER NOT NULL, clock_offset_us INTEGER, clock_error_us INTEGER NOT NULL DEFAULT 0,
      clock_basis TEXT, UNIQUE (run_id, sha256)) STRICT;
    CREATE TABLE suite (
      source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE, ordinal INTEGER NOT NULL, name TEXT NOT NULL,
      start_us INTEGER, start_resolution_us INTEGER NOT NULL, zone TEXT NOT NULL, duration_us INTEGER,
      duration_resolution_us INTEGER, hostname TEXT) STRICT;
    CREATE TABLE result (
      source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE, ordinal INTEGER NOT NULL,
      suite INTEGER NOT NULL, attempt INTEGER NOT NULL, id TEXT NOT NULL, class_name TEXT NOT NULL,
      name TEXT NOT NULL, file TEXT, outcome TEXT NOT NULL, message TEXT, scope TEXT NOT NULL,
      duration_us INTEGER, resolution_us INTEGER, setup_us INTEGER, call_us INTEGER, teardown_us INTEGER,
      phase_resolution_us INTEGER, setup_start_us INTEGER, call_start_us INTEGER, call_stop_us INTEGER,
      teardown_stop_us INTEGER, start_us INTEGER, stop_us INTEGER, worker TEXT, markers TEXT) STRICT;
    CREATE TABLE capture (
      source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE, interface INTEGER NOT NULL, name TEXT,
      link_type INTEGER NOT NULL, snap_length INTEGER NOT NULL, first_us INTEGER, last_us INTEGER,
      packets INTEGER NOT NULL, truncated_packets INTEGER NOT NULL, dropped_packets INTEGER,
      undecoded_packets INTEGER NOT NULL) STRICT;
    CREATE TABLE connection (
      connection_id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
      interface INTEGER NOT NULL, transport TEXT NOT NULL, protocol TEXT NOT NULL, client_address TEXT NOT NULL,
      client_port INTEGER NOT NULL, server_address TEXT NOT NULL, server_port INTEGER NOT NULL,
      client_basis TEXT NOT NULL, first_us INTEGER NOT NULL, last_us INTEGER NOT NULL, syn_us INTEGER,
      syn_ack_us INTEGER, ack_us INTEGER, syn_count INTEGER NOT NULL, rtt_us INTEGER, initial_rtt_us INTEGER,
      client_mss INTEGER, server_mss INTEGER, client_ttl INTEGER, server_ttl INTEGER,
      client_packets INTEGER NOT NULL, server_packets INTEGER NOT NULL, client_bytes INTEGER NOT NULL,
      server_bytes INTEGER NOT NULL, client_payload_bytes INTEGER NOT NULL, server_payload_bytes INTEGER NOT NULL,
      retransmissions INTEGER NOT NULL, missing_bytes INTEGER NOT NULL, client_fin_us INTEGER,
      server_fin_us INTEGER, client_rst_us INTEGER, server_rst_us INTEGER, bursts BLOB) STRICT;
    CREATE TABLE lookup (
      lookup_id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
      connection_id INTEGER, query_us INTEGER, response_us INTEGER, name TEXT NOT NULL, type INTEGER NOT NULL,
      response_code INTEGER, addresses TEXT NOT NULL, aliases TEXT NOT NULL, duration_us INTEGER) STRICT;
    CREATE TABLE handshake (
      connection_id INTEGER NOT NULL, source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
      client_hello_us INTEGER, server_hello_us INTEGER, first_application_us INTEGER, server_name TEXT,
      offered_version INTEGER, version INTEGER, offered_protocols TEXT NOT NULL, negotiated_protocol TEXT,
      cipher_suite INTEGER, is_resumed INTEGER, alert INTEGER, subject TEXT, issuer TEXT,
      alternative_names TEXT, not_before_us INTEGER, not_after_us INTEGER, fingerprint TEXT,
      chain_length INTEGER NOT NULL) STRICT;
    CREATE TABLE exchange (
      exchange_id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
      witness TEXT NOT NULL, connection_id INTEGER, client_port INTEGER, server_address TEXT, test_reference TEXT,
      worker TEXT, start_us INTEGER, end_us INTEGER, method TEXT NOT NULL, url TEXT NOT NULL, host TEXT,
      port INTEGER, path TEXT, http_version TEXT, status INTEGER, server TEXT, date_offset_us INTEGER,
      first_byte_us INTEGER, duration_us INTEGER, request_body_bytes INTEGER,
      response_body_bytes INTEGER, body_hash TEXT, request_id TEXT, front_headers INTEGER NOT NULL,
      has_credentials INTEGER NOT NULL, set_cookie_hash TEXT, cookie_hash TEXT,
      is_fulfilled_by_test INTEGER NOT NULL, is_from_cache INTEGER NOT NULL, is_websocket INTEGER NOT NULL,
      is_websocket_accepted INTEGER, response_headers TEXT) STRICT;
    CREATE TABLE log_line (
      log_line_id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
      time_us INTEGER NOT NULL, resolution_us INTEGER NOT NULL, logger TEXT NOT NULL, worker TEXT,
      process INTEGER, test_reference TEXT, claim TEXT NOT NULL, host TEXT, port INTEGER, detail TEXT) STRICT;
    CREATE TABLE sample (
      source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE, time_us INTEGER NOT NULL, cpu_us INTEGER,
      resident_bytes INTEGER, voluntary_switches INTEGER, loopback_bytes INTEGER, network_bytes INTEGER) STRICT;
    CREATE TABLE oddity_row (
      source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE, name TEXT NOT NULL, detail TEXT NOT NULL,
      position TEXT) STRICT;
    """

  /// What attribution made of the records: rewritten each time a run is judged. Times are on the results' clock.
  private static let attributedEvidence = """
    CREATE TABLE test (
      test_id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL REFERENCES imported_run ON DELETE CASCADE, id TEXT NOT NULL,
      class_name TEXT NOT NULL, name TEXT NOT NULL, file TEXT, outcome TEXT NOT NULL, message TEXT,
      expectation TEXT NOT NULL, worker TEXT, attempts INTEGER NOT NULL, duration_us INTEGER, setup_us INTEGER,
      call_us INTEGER, teardown_us INTEGER, resolution_us INTEGER, total_least_us INTEGER, total_most_us INTEGER,
      call_most_us INTEGER, setup_most_us INTEGER, window_kind TEXT NOT NULL, window_start_us INTEGER,
      window_stop_us INTEGER, has_packets INTEGER NOT NULL, is_covered INTEGER NOT NULL,
      overlap_count INTEGER NOT NULL, failure TEXT, is_group INTEGER NOT NULL, is_scope_known INTEGER NOT NULL) STRICT;
    CREATE TABLE test_contact (
      test_id INTEGER NOT NULL, connection_id INTEGER, role TEXT NOT NULL, phase TEXT NOT NULL, share REAL NOT NULL,
      host TEXT, server_address TEXT, server_port INTEGER, transport TEXT, protocol TEXT, is_opened INTEGER NOT NULL,
      is_established INTEGER NOT NULL, is_refused INTEGER NOT NULL, is_unanswered INTEGER NOT NULL,
      is_tls_completed INTEGER NOT NULL, rtt_us INTEGER, requests INTEGER NOT NULL,
      answered_requests INTEGER NOT NULL, pushes INTEGER NOT NULL, keep_alives INTEGER NOT NULL,
      is_leftover INTEGER NOT NULL, largest_turn_bytes INTEGER NOT NULL, client_bytes INTEGER NOT NULL,
      server_bytes INTEGER NOT NULL, first_byte_us INTEGER, first_us INTEGER, last_us INTEGER) STRICT;
    CREATE TABLE test_burst_row (
      test_id INTEGER NOT NULL, connection_id INTEGER NOT NULL, role TEXT NOT NULL, phase TEXT NOT NULL,
      share REAL NOT NULL, start_us INTEGER NOT NULL, stop_us INTEGER NOT NULL, first_byte_us INTEGER,
      client_bytes INTEGER NOT NULL, server_bytes INTEGER NOT NULL) STRICT;
    CREATE TABLE test_lookup_row (
      test_id INTEGER NOT NULL, lookup_id INTEGER NOT NULL, phase TEXT NOT NULL, share REAL NOT NULL,
      name TEXT NOT NULL, is_target INTEGER NOT NULL, response_code INTEGER, answer TEXT NOT NULL,
      duration_us INTEGER) STRICT;
    CREATE TABLE test_handshake_row (
      test_id INTEGER NOT NULL, connection_id INTEGER NOT NULL, role TEXT NOT NULL, phase TEXT NOT NULL,
      share REAL NOT NULL, server_name TEXT, is_target_name INTEGER NOT NULL, is_loopback INTEGER NOT NULL,
      version TEXT, is_resumed INTEGER, duration_us INTEGER, rtt_us INTEGER, subject TEXT, issuer TEXT,
      is_self_issued INTEGER, names_host INTEGER, fingerprint TEXT, alert INTEGER) STRICT;
    CREATE TABLE test_exchange_row (
      test_id INTEGER NOT NULL, exchange_id INTEGER NOT NULL, role TEXT NOT NULL, phase TEXT NOT NULL,
      share REAL NOT NULL, connection_id INTEGER, is_returned_cookie INTEGER NOT NULL) STRICT;
    CREATE TABLE test_log_line_row (
      test_id INTEGER NOT NULL, log_line_id INTEGER NOT NULL, phase TEXT NOT NULL, share REAL NOT NULL,
      role TEXT) STRICT;
    CREATE TABLE test_sample_row (
      test_id INTEGER NOT NULL, span_us INTEGER NOT NULL, cpu_us INTEGER, resident_growth_bytes INTEGER,
      voluntary_switches INTEGER, loopback_bytes INTEGER, network_bytes INTEGER) STRICT;
    CREATE TABLE claim_row (test_id INTEGER NOT NULL, claim TEXT NOT NULL, word TEXT NOT NULL) STRICT;
    CREATE TABLE target_row (
      target_id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL, url TEXT NOT NULL, host TEXT NOT NULL,
      port INTEGER NOT NULL, is_loopback INTEGER NOT NULL, addresses INTEGER NOT NULL, lookups INTEGER NOT NULL,
      connections INTEGER NOT NULL, answered_requests INTEGER NOT NULL, rtt_us INTEGER) STRICT;
    CREATE TABLE run_row (
      run_id INTEGER PRIMARY KEY, name TEXT NOT NULL, tests INTEGER NOT NULL, passed INTEGER NOT NULL,
      has_packets INTEGER NOT NULL, has_har INTEGER NOT NULL, has_log INTEGER NOT NULL,
      sees_loopback INTEGER NOT NULL, sees_network INTEGER NOT NULL, unidentified_connections INTEGER NOT NULL,
      rtt_us INTEGER, is_rtt_probed INTEGER NOT NULL) STRICT;
    CREATE INDEX test_contact_by_test ON test_contact (test_id);
    CREATE INDEX test_burst_by_test ON test_burst_row (test_id);
    CREATE INDEX test_lookup_by_test ON test_lookup_row (test_id);
    CREATE INDEX test_handshake_by_test ON test_handshake_row (test_id);
    CREATE INDEX test_exchange_by_test ON test_exchange_row (test_id);
    CREATE INDEX test_log_line_by_test ON test_log_line_row (test_id);
    CREATE INDEX test_sample_by_test ON test_sample_row (test_id);
    CREATE INDEX claim_by_test ON claim_row (test_id);
    """

  /// What an audit keeps of every run that it judged, and of every file that it looked at.
  private static let judgedRuns = """
    CREATE TABLE archived_file (
      path TEXT PRIMARY KEY, bytes INTEGER NOT NULL, modified_ns INTEGER NOT NULL, sha256 TEXT NOT NULL, kind TEXT,
      problem TEXT, facts BLOB) STRICT;
    CREATE TABLE archived_test (
      archived_test_id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, id TEXT NOT NULL, class_name TEXT NOT NULL,
      name TEXT NOT NULL, file TEXT) STRICT;
    CREATE TABLE archived_run (
      archived_run_id INTEGER PRIMARY KEY, content TEXT NOT NULL UNIQUE, declared TEXT NOT NULL, judge TEXT NOT NULL,
      name TEXT NOT NULL, digests TEXT NOT NULL, started_us INTEGER, time_basis TEXT NOT NULL, has_packets INTEGER NOT NULL,
      results BLOB NOT NULL, reasons BLOB NOT NULL, answers BLOB NOT NULL) STRICT;
    """

  /// What probes showed of targets. Runs share them.
  private static let probedTargets = """
    CREATE TABLE probed_target_row (
      probed_target_id INTEGER PRIMARY KEY, source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
      host TEXT NOT NULL, port INTEGER NOT NULL, probed_at_us INTEGER NOT NULL, is_verified INTEGER,
      is_proxied INTEGER NOT NULL, connect_us INTEGER, tls_us INTEGER, first_byte_us INTEGER, status INTEGER,
      http_version TEXT, server TEXT, front TEXT, front_confidence TEXT, is_date_live INTEGER, subject TEXT,
      issuer TEXT, fingerprint TEXT, websocket_status INTEGER, websocket_us INTEGER) STRICT;
    CREATE INDEX probed_target_by_host ON probed_target_row (host, port, probed_at_us);
    """

  /// The tables of attributed evidence, to be emptied before a run is attributed again.
  static let attributedTables = [
    "test", "test_contact", "test_burst_row", "test_lookup_row", "test_handshake_row", "test_exchange_row",
    "test_log_line_row", "test_sample_row", "claim_row", "target_row", "run_row",
  ]
}
