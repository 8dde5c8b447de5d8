import GRDB
import Records

/// Attributes the records of one run to the windows of its tests, and writes what the views offer.
struct Attribution {
  let run: Int64
  let settings: AttributionSettings
  let database: Database

  var tests: [MergedTest] = []
  var sources: [RunSource] = []
  /// What each source's clock is ahead of the results' clock, by source.
  var offsets: [Int64: Int64] = [:]
  /// By how much windows are widened, because an offset is only known so well.
  var tolerance: Int64 = 0
  /// By how much derived windows may be off besides, as an offset rests on the suites' times alone.
  var suiteError: Int64 = 0

  /// A source of the run, as far as attribution needs it.
  struct RunSource {
    var id: Int64
    var kind: String
    var first: Int64?
    var last: Int64?
    var seesAllInterfaces: Bool
    var dropped: Int64
    var isCapture: Bool
  }

  /// Attributes a run afresh.
  static func write(run: Int64, settings: AttributionSettings, in db: Database) throws {
    // What was estimated before is estimated afresh, by the targets that are declared now.
    try db.execute(
      sql: """
        UPDATE source SET clock_offset_us = NULL, clock_error_us = 0, clock_basis = NULL
        WHERE run_id = ? AND clock_basis = 'estimated'
        """, arguments: [run])
    for table in Schema.attributedTables { try db.execute(sql: "DELETE FROM \(table)") }
    try db.execute(
      sql: "DELETE FROM oddity_row WHERE name IN ('result_outcome_disagrees', 'expectation_matches_no_test')")
    var attribution = Attribution(run: run, settings: settings, database: db)
    try attribution.write()
  }

  private init(run: Int64, settings: AttributionSettings, database: Database) {
    self.run = run
    self.settings = settings
    self.database = database
  }

  private mutating func write() throws {
    try readSources()
    let merger = try ResultMerger(run: run, in: database)
    tests = merger.tests
    let scopes = DeclaredScopes(settings.expectations, of: &tests)
    let unshifted = try TrafficRecords(run: run, offsets: [:], in: database)
    let directory = HostDirectory(unshifted, settings: settings)
    try estimateClocks(unshifted, directory)
    try estimateClocksBySuites(unshifted, directory)
    var traffic =
      offsets.values.allSatisfy { $0 == 0 }
      ? unshifted : try TrafficRecords(run: run, offsets: offsets, in: database)
    WindowDeriver.settleZones(&tests, coverage: coverage)
    traffic.markKeepAlives(KeepAlives(tests))
    try WindowDeriver.derive(
      &tests, suites: merger.suites, coverage: coverage, error: suiteError,
      activities: Self.activities(traffic, directory), run: run, in: database)
    let index = WindowIndex(tests)
    for (test, count) in index.overlapCounts() { tests[test].overlapCount = count }
    judgeCoverage(traffic, directory)

    var placement = TrafficPlacement(
      tests: tests, index: index, directory: directory, traffic: traffic, tolerance: tolerance)
    placement.place()
    let contacts = placement.testsInContact(with: .target)
    scopes.markOpen(
      &tests, suites: merger.suites, unnamed: merger.unnamedPlaces, hasContact: contacts.contains)
    let writer = try AttributionWriter(run: run, in: database)
    try writer.write(tests, placement, settings, hasPackets: sources.contains(where: \.isCapture))
    try writer.write(placement, traffic, directory)
    try LogPlacement(run: run, offsets: offsets, tests: tests, index: index, directory: directory).write(
      in: database)
    try SamplePlacement(run: run, offsets: offsets, tests: tests).write(in: database)
    try RunSummary(run: run, settings: settings, sources: sources, traffic: traffic, directory: directory)
      .write(tests: tests, in: database)
    // The planner must know which of a rule's views are long.
    try database.execute(sql: "PRAGMA analysis_limit = 1000; ANALYZE")
    for oddity in merger.oddities + merger.oddities(of: scopes.unmatched) {
      try database.execute(
        sql: "INSERT INTO oddity_row VALUES (?, ?, ?, NULL)",
        arguments: [oddity.source, oddity.name, oddity.detail])
    }
  }

  /// What was done on connections that tests may have made; other hosts' may be anybody's, such as telemetry, and one
  /// that was secured and then used for nothing is often a client's own idea, after it was told to give up.
  private static func activities(
    _ traffic: TrafficRecords, _ directory: HostDirectory
  ) -> [WorkerAssignment.Activity] {
    zip(traffic.connections, WorkerAssignment.activities(of: traffic)).flatMap {
      connection, activities in
      let isUnused =
        connection.bursts.contains { $0.content == .handshake }
        && !connection.bursts.contains { $0.content == .application }
      return !isUnused && [.target, .unidentified, .loopback].contains(directory.identify(connection).role)
        ? activities : []
    }
  }

  private mutating func readSources() throws {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT s.source_id, s.kind, min(c.first_us), max(c.last_us), max(c.link_type IN (113, 276)),
          sum(coalesce(c.dropped_packets, 0)), count(c.interface), s.clock_offset_us
        FROM source s LEFT JOIN capture c USING (source_id) WHERE s.run_id = ? GROUP BY s.source_id ORDER BY s.source_id
        """, arguments: [run])
    for row in rows {
      let id: Int64 = row[0]
      sources.append(
        RunSource(
          id: id, kind: row[1], first: row[2], last: row[3], seesAllInterfaces: row[4] ?? false,
          dropped: row[5] ?? 0,
          isCapture: (row[6] as Int) > 0))
      if let declared = row[7] as Int64? { offsets[id] = declared }
    }
  }

  /// The interval that captures covered together, on the results' clock.
  private var coverage: ClosedRange<Int64>? {
    let captures = sources.compactMap { source -> ClosedRange<Int64>? in
      guard let first = source.first, let last = source.last, first <= last else { return nil }
      let offset = offsets[source.id] ?? 0
      return (first - offset)...(last - offset)
    }
    guard let low = captures.map(\.lowerBound).min(), let high = captures.map(\.upperBound).max() else {
      return nil
    }
    return low...high
  }

  /// Estimates the clocks of captures that were declared none.
  private mutating func estimateClocks(_ traffic: TrafficRecords, _ directory: HostDirectory) throws {
    for source in sources where source.isCapture && offsets[source.id] == nil {
      // The end of an answer is what all witnesses see within a millisecond or two; a beginning may wait for a lookup.
      let answers = traffic.connections.filter {
        $0.source == source.id && directory.identify($0).role == .target
      }
      .flatMap { $0.bursts.filter { $0.content == .application && $0.serverBytes > 0 } }
      let answerEnds = answers.map(\.stop)
      func ends(_ witness: Witness) -> [Int64] {
        traffic.exchanges.filter { $0.witness == witness && directory.role(ofHost: $0.host) == .target }
          .compactMap(\.end)
      }
      let estimate =
        ClockEstimator.estimate(capture: answerEnds, reference: ends(.har))
        ?? ClockEstimator.estimate(capture: answerEnds, reference: ends(.log))
        ?? ClockEstimator.estimate(
          turns: answers.map { ($0.start, $0.stop) }, windows: tests.compactMap(\.window).filter(\.isExact))
      guard let estimate else { continue }
      tolerance = max(tolerance, estimate.error)
      try note(estimate, of: source)
    }
  }

  /// Estimates the clocks of captures by the suites' times, where the results have no others.
  private mutating func estimateClocksBySuites(
    _ traffic: TrafficRecords, _ directory: HostDirectory
  ) throws {
    guard let suites = try SuiteClock.suites(of: run, tests, in: database) else { return }
    let activities = WorkerAssignment.activities(of: traffic)
    for source in sources where source.isCapture && offsets[source.id] == nil {
      let own = zip(traffic.connections, activities).filter { connection, _ in
        connection.source == source.id && directory.identify(connection).role == .target
      }
      guard let estimate = SuiteClock.estimate(own.flatMap(\.1), suites: suites) else { continue }
      suiteError = max(suiteError, estimate.error)
      try note(estimate, of: source)
    }
  }

  private mutating func note(_ estimate: ClockEstimator.Estimate, of source: RunSource) throws {
    offsets[source.id] = estimate.offset
    try database.execute(
      sql: """
        UPDATE source SET clock_offset_us = ?, clock_error_us = ?, clock_basis = 'estimated' WHERE source_id = ?
        """, arguments: [estimate.offset, estimate.error, source.id])
  }

  /// Says of each test whether a capture covered its window, without loss, where its target would be seen.
  private mutating func judgeCoverage(_ traffic: TrafficRecords, _ directory: HostDirectory) {
    let hasLocalTarget = settings.targets.contains(where: \.isLoopback)
    let hasRemoteTarget = settings.targets.contains { !$0.isLoopback }
    let mayBeLocal = hasLocalTarget || tests.contains { $0.expectation == .loopback }
    let losses = CaptureLosses(traffic.connections)
    var seesNetwork: Set<Int64> = []
    var seesLocal: Set<Int64> = []
    for connection in traffic.connections {
      if connection.isWithinMachine {
        seesLocal.insert(connection.source)
      } else {
        seesNetwork.insert(connection.source)
        // A container's own network is seen where a connection with it is.
        if mayBeLocal, directory.identify(connection).role == .target { seesLocal.insert(connection.source) }
      }
    }
    // What a clock is off by is taken from both ends.
    let covered = sources.compactMap { source -> (source: RunSource, interval: ClosedRange<Int64>)? in
      guard source.isCapture, source.dropped == 0, let first = source.first, let last = source.last else {
        return nil
      }
      let offset = offsets[source.id] ?? 0
      let error = max(tolerance, suiteError)
      let (start, stop) = (first - offset + error, last - offset - error)
      return start <= stop ? (source, start...stop) : nil
    }
    for index in tests.indices {
      guard let window = tests[index].window else { continue }
      let isLocal = tests[index].expectation == .loopback
      tests[index].isCovered = covered.contains { source, interval in
        let seesTargets =
          (seesLocal.contains(source.id) || !(isLocal || hasLocalTarget))
          && (seesNetwork.contains(source.id) || isLocal || !hasRemoteTarget)
        return (source.seesAllInterfaces || seesTargets)
          && interval.lowerBound <= window.start && window.stop <= interval.upperBound
          && !losses.mayConcern(window.start...max(window.start, window.stop), of: source.id)
      }
    }
  }
}
