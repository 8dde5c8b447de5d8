import GRDB
import Records

/// Sums up a run: its targets, and what its captures could see.
struct RunSummary {
  let run: Int64
  let settings: AttributionSettings
  let sources: [Attribution.RunSource]
  let traffic: TrafficRecords
  let directory: HostDirectory

  /// Writes the rows of the views `target` and `run`.
  func write(tests: [MergedTest], in db: Database) throws {
    var connections: [String: Int] = [:]
    var answered: [String: Int] = [:]
    var roundTrip: [String: Int64] = [:]
    var unidentified = 0
    var seesLoopback = false
    var seesNetwork = false
    for connection in traffic.connections {
      if connection.isWithinMachine { seesLoopback = true } else { seesNetwork = true }
      let identity = directory.identify(connection)
      if identity.role == .unidentified { unidentified += 1 }
      guard identity.role == .target, let host = identity.host else { continue }
      connections[host, default: 0] += 1
      answered[host, default: 0] += connection.bursts.count {
        $0.content == .application && $0.clientBytes > 0 && $0.serverBytes > 0
      }
      if let rtt = connection.rtt, rtt > 0 { roundTrip[host] = min(roundTrip[host] ?? .max, rtt) }
    }
    var lookups: [String: Int] = [:]
    for lookup in traffic.lookups { lookups[lookup.name, default: 0] += 1 }
    var probed: [String: Int64] = [:]
    for (number, target) in settings.targets.enumerated() {
      if roundTrip[target.host] == nil, let distance = try Self.probedDistance(of: target, in: db) {
        probed[target.host] = min(probed[target.host] ?? .max, distance)
      }
      try db.execute(
        sql: "INSERT INTO target_row VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        arguments: [
          number + 1, run, target.url, target.host, target.port, target.isLoopback,
          directory.targetAddresses[target.host]?.count ?? 0, lookups[target.host] ?? 0,
          connections[target.host] ?? 0,
          answered[target.host] ?? 0, roundTrip[target.host],
        ])
    }
    let name =
      try String.fetchOne(db, sql: "SELECT name FROM imported_run WHERE run_id = ?", arguments: [run]) ?? ""
    let hasLog = try Bool.fetchOne(
      db,
      sql: """
        SELECT EXISTS (SELECT 1 FROM exchange e JOIN source USING (source_id) WHERE run_id = ? AND witness = 'log')
          OR EXISTS (SELECT 1 FROM log_line JOIN source USING (source_id) WHERE run_id = ?)
        """, arguments: [run, run])
    let captures = sources.filter(\.isCapture)
    // Socket calls tell of both, but they are no capture.
    seesLoopback = seesLoopback && !captures.isEmpty
    seesNetwork = seesNetwork && !captures.isEmpty
    try db.execute(
      sql: "INSERT INTO run_row VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      arguments: [
        run, name, tests.count, tests.count { $0.outcome == .passed }, !captures.isEmpty,
        sources.contains { $0.kind == "har" }, hasLog ?? false,
        seesLoopback || captures.contains(where: \.seesAllInterfaces), seesNetwork, unidentified,
        (Array(roundTrip.values) + probed.values).min(),
        (probed.values.min() ?? .max) < (roundTrip.values.min() ?? .max),
      ])
  }

  /// The least time that connecting to a target took when it was probed last.
  private static func probedDistance(of target: Target, in db: Database) throws -> Int64? {
    try Int64.fetchOne(
      db,
      sql: """
        SELECT connect_us FROM probed_target_row WHERE host = ? AND port = ? ORDER BY probed_at_us DESC, probed_target_id DESC
        LIMIT 1
        """, arguments: [target.host, target.port])
  }
}
