import FoundationEssentials
import GRDB
import Records

/// Makes one test of what several result files say of it: the better figure wins, a disagreement is an oddity.
struct ResultMerger {
  /// One row of the table `result`.
  private struct ResultRow {
    var source: Int64
    var ordinal: Int
    var suite: Int
    var attempt: Int
    var id: String
    var className: String
    var name: String
    var file: String?
    var outcome: Outcome
    var message: String?
    var scope: TestResult.DurationScope
    var duration: Int64?
    var resolution: Int64?
    var setup: Int64?
    var call: Int64?
    var teardown: Int64?
    var phaseResolution: Int64?
    var callStart: Int64?
    var callStop: Int64?
    var start: Int64?
    var stop: Int64?
    var worker: String?
    var markers: String?
    var isGroup: Bool
  }

  /// The place of a test in one result file.
  struct Place: Hashable, Comparable {
    var source: Int64
    var suite: Int

    static func < (one: Place, other: Place) -> Bool { (one.source, one.suite) < (other.source, other.suite) }
  }

  /// One attempt at a test in one result file.
  struct Run {
    var test: Int
    var ordinal: Int
    /// Whether it is the attempt that the file's word on the test is taken from.
    var isLast: Bool
    /// The bounds of its duration in the file, in microseconds.
    var least: Int64
    var most: Int64
  }

  /// The tests, in the order of the first file that has them.
  private(set) var tests: [MergedTest] = []
  private var placesOfUnknownZone: Set<Place> = []
  /// Suites that stand in for none.
  private(set) var unnamedPlaces: Set<Place> = []
  /// For each suite of each file: what ran there, in file order.
  private(set) var suites: [Place: [Run]] = [:]
  /// Outcomes on which two files disagree.
  private(set) var oddities: [(source: Int64, name: String, detail: String)] = []
  /// By source, the tests of which only the end is known.
  private var ends: [Int64: ReportedEnds] = [:]

  /// Reads and merges the results of a run.
  init(run: Int64, in db: Database) throws {
    var rowsByKey: [String: [ResultRow]] = [:]
    var order: [String] = []
    for row in try Row.fetchAll(
      db,
      sql: """
        SELECT source_id, ordinal, zone, suite.name FROM suite JOIN source USING (source_id)
        WHERE run_id = ? AND (zone = 'unknown' OR suite.name = '')
        """, arguments: [run])
    {
      let place = Place(source: row[0], suite: row[1])
      if row[2] == TestSuite.Zone.unknown.rawValue { placesOfUnknownZone.insert(place) }
      if row[3] == "" { unnamedPlaces.insert(place) }
    }
    // Two tests of one file whose ids have one key are two tests nevertheless.
    var idsByKey: [String: (source: Int64, id: String)] = [:]
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT r.source_id, r.ordinal, r.suite, r.attempt, r.id, r.class_name, r.name, r.file, r.outcome, r.message,
          r.scope, r.duration_us, r.resolution_us, r.setup_us, r.call_us, r.teardown_us, r.phase_resolution_us,
          r.call_start_us, r.call_stop_us, coalesce(r.setup_start_us, r.start_us),
          coalesce(r.teardown_stop_us, r.stop_us), r.worker, r.markers, r.is_group
        FROM result r JOIN source s USING (source_id) WHERE s.run_id = ? ORDER BY r.source_id, r.ordinal, r.attempt
        """, arguments: [run])
    while let row = try rows.next() {
      let result = ResultRow(
        source: row[0], ordinal: row[1], suite: row[2], attempt: row[3], id: row[4], className: row[5],
        name: row[6], file: row[7], outcome: Outcome(rawValue: row[8]) ?? .error, message: row[9],
        scope: TestResult.DurationScope(rawValue: row[10]) ?? .total, duration: row[11], resolution: row[12],
        setup: row[13], call: row[14],
        teardown: row[15], phaseResolution: row[16], callStart: row[17], callStop: row[18], start: row[19],
        stop: row[20], worker: row[21], markers: row[22], isGroup: row[23])
      var key = Self.key(result.id)
      if let known = idsByKey[key], known.source == result.source, known.id != result.id {
        key += "\u{0}" + result.id
      } else {
        idsByKey[key] = (result.source, result.id)
      }
      if rowsByKey[key] == nil { order.append(key) }
      rowsByKey[key, default: []].append(result)
    }
    tests.reserveCapacity(order.count)
    for key in order {
      guard let rows = rowsByKey[key] else { continue }
      merge(rows)
    }
    leaveOutLateEnds()
    for place in suites.keys { suites[place]?.sort { ($0.ordinal, $0.test) < ($1.ordinal, $1.test) } }
  }

  /// An oddity of the first result file for each pattern that matches no test.
  func oddities(of unmatched: [ExpectationPattern]) -> [(source: Int64, name: String, detail: String)] {
    guard let source = suites.keys.map(\.source).min() else { return [] }
    return unmatched.map {
      (
        source, "expectation_matches_no_test",
        "--expect '\($0.pattern.text)=\($0.expectation.rawValue)' matches no test of this run, by its id, class or file"
      )
    }
  }

  /// One form for pytest's node id and JUnit's `classname::name`: `tests/a/test_b.py::C::test_d[x]` and
  /// `tests.a.test_b.C::test_d[x]` are the same test. Parameters are kept as they are.
  static func key(_ id: String) -> String {
    let bytes = Array(id.utf8)
    let colon = UInt8(ascii: ":")
    let dot = UInt8(ascii: ".")
    let head = bytes.prefix { $0 != UInt8(ascii: "[") }
    guard let mark = head.indices.dropLast().first(where: { head[$0] == colon && head[$0 + 1] == colon })
    else {
      return id
    }
    let slashes = [UInt8(ascii: "/"), UInt8(ascii: "\\")]
    let isPython = head[..<mark].suffix(3).elementsEqual(".py".utf8)
    let file = isPython ? head[..<mark].dropLast(3) : head[..<mark]
    var key: [UInt8] = []
    key.reserveCapacity(bytes.count)
    if isPython || file.contains(where: slashes.contains) {
      for byte in file { key.append(slashes.contains(byte) ? dot : byte) }
    } else {
      key += file
    }
    key.append(dot)
    var place = mark + 2
    while place < head.endIndex {
      let isMark = head[place] == colon && place + 1 < head.endIndex && head[place + 1] == colon
      key.append(isMark ? dot : head[place])
      place += isMark ? 2 : 1
    }
    key += bytes[head.endIndex...]
    return String(decoding: key, as: UTF8.self)
  }

  private mutating func merge(_ rows: [ResultRow]) {
    // The last attempt in each file speaks for the file; the rows of a file follow on one another.
    var last: [ResultRow] = []
    for row in rows {
      if let previous = last.last, previous.source == row.source {
        if row.attempt >= previous.attempt { last[last.count - 1] = row }
      } else {
        last.append(row)
      }
    }
    guard let first = last.first else { return }
    // Parameters may hold anything: what stands before them tells pytest's notation.
    let named =
      last.first { row in
        let address = row.id.prefix { $0 != "[" }
        return address.contains("/") || address.contains(".py::")
      } ?? first
    var test = MergedTest(
      id: named.id, className: last.lazy.map(\.className).first { !$0.isEmpty } ?? "", name: named.name,
      file: last.lazy.compactMap(\.file).first, outcome: Self.worst(last.map(\.outcome)),
      message: last.lazy.compactMap(\.message).first, attempts: rows.map(\.attempt).max() ?? 1,
      worker: last.lazy.compactMap(\.worker).first,
      markers: last.lazy.compactMap(\.markers).first.map(Self.strings) ?? [], ordinal: tests.count)
    if let other = last.first(where: { $0.outcome != first.outcome }) {
      oddities.append(
        (
          other.source, "result_outcome_disagrees",
          "\(test.id) is \(first.outcome.rawValue) in one file and \(other.outcome.rawValue) in another; taken as \(test.outcome.rawValue)"
        ))
    }
    test.isGroup = last.contains(where: \.isGroup)
    setDurations(&test, last)
    setWindow(&test, last)
    if test.window == nil { setWindowByEnd(&test, last) }
    let lastOrdinals = Dictionary(last.map { ($0.source, $0.ordinal) }, uniquingKeysWith: max)
    for row in rows {
      let half = ((row.resolution ?? 0) + 1) / 2
      suites[Place(source: row.source, suite: row.suite), default: []].append(
        Run(
          test: tests.count, ordinal: row.ordinal, isLast: row.ordinal == lastOrdinals[row.source],
          least: row.scope == .limit ? 0 : max(0, (row.duration ?? 0) - half),
          most: max(0, row.duration ?? 0) + half))
    }
    tests.append(test)
  }

  private func setDurations(_ test: inout MergedTest, _ rows: [ResultRow]) {
    if let phased = rows.filter({ $0.call != nil }).min(by: {
      ($0.phaseResolution ?? 0) < ($1.phaseResolution ?? 0)
    }) {
      let half = ((phased.phaseResolution ?? 0) + 1) / 2
      let phases = [phased.setup, phased.call, phased.teardown].compactMap { $0 }
      let total = phases.reduce(0, &+)
      test.setup = phased.setup
      test.call = phased.call
      test.teardown = phased.teardown
      test.duration = total
      test.resolution = phased.phaseResolution
      test.totalLeast = max(0, total - half * Int64(phases.count))
      test.totalMost = total + half * Int64(phases.count)
      test.callMost = phased.call.map { $0 + half }
      test.setupMost = phased.setup.map { $0 + half }
      return
    }
    guard
      let best = rows.filter({ $0.duration != nil }).min(by: { ($0.resolution ?? 0) < ($1.resolution ?? 0) }),
      let duration = best.duration
    else { return }
    let half = ((best.resolution ?? 0) + 1) / 2
    test.duration = duration
    test.resolution = best.resolution
    test.totalLeast = max(0, duration - half)
    test.callMost = duration + half
    switch best.scope {
    case .call: test.call = duration
    case .total: test.totalMost = duration + half
    case .limit:
      test.totalMost = duration + half
      test.totalLeast = nil
    }
  }

  private func setWindow(_ test: inout MergedTest, _ rows: [ResultRow]) {
    let known = rows.filter { !placesOfUnknownZone.contains(Place(source: $0.source, suite: $0.suite)) }
    let rows = known.contains { $0.start != nil } ? known : rows
    let timed = rows.first { $0.start != nil && $0.callStart != nil } ?? rows.first { $0.start != nil }
    guard let timed, let start = timed.start else { return }
    let half = ((timed.resolution ?? 0) + 1) / 2
    guard
      let stop = timed.stop ?? test.totalMost.map({ start + $0 })
        ?? timed.duration.map({ start + $0 + half }),
      stop >= start
    else { return }
    test.window = MergedTest.Window(
      start: start, stop: stop, isExact: true, callStart: timed.callStart, callStop: timed.callStop)
    let place = Place(source: timed.source, suite: timed.suite)
    test.window?.isZoneKnown = !placesOfUnknownZone.contains(place)
  }

  /// The window of a test of which it is known when it ended, and how long it lasted at most.
  private mutating func setWindowByEnd(_ test: inout MergedTest, _ rows: [ResultRow]) {
    guard let row = rows.first(where: { $0.start == nil && $0.stop != nil }), let stop = row.stop,
      let most = test.totalMost, most >= 0
    else { return }
    test.window = MergedTest.Window(start: stop - most, stop: stop, isExact: true)
    ends[row.source, default: ReportedEnds()].add(tests.count, end: stop, most: most)
  }

  private mutating func leaveOutLateEnds() {
    for (source, ends) in ends.sorted(by: { $0.key < $1.key }) {
      guard ends.areLate else { continue }
      for test in ends.tests { tests[test].window = nil }
      oddities.append(
        (
          source, "result_ends_late",
          "the ends of \(ends.tests.count) tests are told in bursts: the lines were kept back, and their times are left out"
        ))
    }
  }

  /// What went wrong anywhere went wrong.
  private static func worst(_ outcomes: [Outcome]) -> Outcome {
    [.error, .failed, .skipped].first { outcomes.contains($0) } ?? .passed
  }

  private static func strings(_ json: String) -> [String] {
    (try? JSONDecoder().decode([String].self, from: Data(json.utf8))) ?? []
  }
}
