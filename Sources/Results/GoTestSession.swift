import Records

/// Puts the events of tests together, as the lines of `go test -json` bring them; those of parallel tests come mixed.
struct GoTestSession {
  /// The most tests that may be unfinished: a package's parallel tests all wait for its others.
  private static let openLimit = 100_000
  /// The most packages that are told apart; the tests of a further one are put into the first.
  private static let packageLimit = 100_000
  /// How many levels of subtests are looked through for a test that is open.
  private static let depthLimit = 64

  private struct Key: Hashable {
    let package: String
    let test: String
  }

  private struct Open {
    var result: TestResult
    /// When it was first run; `result.start` is when it ran on by itself.
    let run: Timestamp?
    var isPaused = false
    /// The end of the subtest that ended last.
    var latestStop: Timestamp?
  }

  private let sink: any RecordSink
  private let oddities: OddityLog
  private var open: [Key: Open] = [:]
  private var packages: [String: Int] = [:]
  private var numbering = ResultNumbering()

  init(sink: any RecordSink, oddities: OddityLog) {
    self.sink = sink
    self.oddities = oddities
  }

  mutating func take(_ event: GoTestEvent, line: Int) throws {
    let suite = try deliverSuite(event)
    guard let test = event.test, !test.isEmpty else {
      guard event.isOfCachedPackage else { return }
      return try oddities.report(
        "gotest_package_cached",
        "the tests of '\(event.package.prefix(256))' did not run: their events are those of an earlier run, "
          + "and their times those of now", at: .line(line))
    }
    let key = Key(package: event.package, test: test)
    switch event.action {
    case "run":
      if let earlier = open.removeValue(forKey: key) { try deliverUnfinished(earlier) }
      if open.count >= Self.openLimit { try deliverAllUnfinished() }
      if let parent = parent(of: key) { open[parent]?.result.isGroup = true }
      open[key] = Self.opened(key, suite: suite, at: event.time?.timestamp)
    case "pause": open[key]?.isPaused = true
    case "cont":
      // Without a pause it only says whose output follows (Go 1.14 to 1.19).
      guard open[key]?.isPaused ?? false else { return }
      open[key]?.isPaused = false
      open[key]?.result.start = event.time?.timestamp
    case "output":
      if let report = event.report { open[key]?.result.message = report }
    case "pass": try close(key, .passed, event, suite: suite, line: line)
    case "fail": try close(key, .failed, event, suite: suite, line: line)
    case "skip": try close(key, .skipped, event, suite: suite, line: line)
    default: return
    }
  }

  /// Hands over the tests that have no end.
  mutating func finish() throws {
    try deliverAllUnfinished()
  }

  private static func opened(_ key: Key, suite: Int, at time: Timestamp?) -> Open {
    let id = key.package.isEmpty ? key.test : key.package + "::" + key.test
    var result = TestResult(id: id, className: key.package, name: key.test, outcome: .passed)
    result.suite = suite
    result.start = time
    return Open(result: result, run: time)
  }

  private mutating func deliverSuite(_ event: GoTestEvent) throws -> Int {
    if let known = packages[event.package] { return known }
    // Building says nothing of when the package's tests ran.
    guard packages.count < Self.packageLimit, !event.action.hasPrefix("build-") else { return 0 }
    var suite = TestSuite(ordinal: packages.count, name: event.package)
    if let time = event.time {
      suite.start = time.timestamp
      suite.startResolution = time.resolution
      suite.zone = time.hasZone ? .written : .unknown
    }
    packages[event.package] = suite.ordinal
    try sink.receive(suite)
    return suite.ordinal
  }

  private mutating func close(
    _ key: Key, _ outcome: Outcome, _ event: GoTestEvent, suite: Int, line: Int
  ) throws {
    let entry = open.removeValue(forKey: key)
    if entry == nil {
      try oddities.report(
        "gotest_run_missing", "'\(key.test.prefix(256))' ends and was not run before: it has no start",
        at: .line(line))
    }
    var closed = entry ?? Self.opened(key, suite: suite, at: nil)
    closed.result.outcome = outcome
    if outcome == .passed { closed.result.message = nil }
    closed.result.duration = event.elapsed
    if let end = event.time?.timestamp { try setStop(of: &closed, end: end, line: line) }
    // The figure of a test with subtests leaves out those that ran in parallel: it says nothing of the whole.
    if closed.latestStop != nil { closed.result.duration = nil }
    if let stop = closed.result.stop { noteStop(stop, above: key) }
    try deliver(closed.result)
  }

  /// Sets when the test ended. A subtest's last event comes only when its parent ends, so that
  /// its end is what `Elapsed` says, rounded up; but not before its own subtests' and not after the event.
  private func setStop(of closed: inout Open, end: Timestamp, line: Int) throws {
    guard let run = closed.run, let start = closed.result.start else { return }
    let span = end.nanoseconds(since: run)
    let least = closed.result.duration?.least ?? 0
    // The events of a cached run are written all at once.
    guard end >= start, start >= run, span >= least / 2 else {
      closed.result.start = nil
      return try oddities.report(
        "gotest_times_unusable",
        "\(span) ns from the first to the last event of '\(closed.result.id.prefix(256))', "
          + "which took at least \(least) ns: not written as it ran (cached?), so it has no start",
        at: .line(line))
    }
    closed.result.stop = end
    guard closed.result.name.utf8.contains(UInt8(ascii: "/")), let duration = closed.result.duration
    else { return }
    let own = start.advanced(byNanoseconds: duration.most)
    closed.result.stop = min(end, max(own, closed.latestStop ?? own))
  }

  /// Tells the test in which a subtest ran when that ended.
  private mutating func noteStop(_ stop: Timestamp, above key: Key) {
    guard let parent = parent(of: key), let known = open[parent] else { return }
    open[parent]?.latestStop = max(stop, known.latestStop ?? stop)
  }

  /// The open test in which a subtest runs. A subtest's own name may have slashes in it.
  private func parent(of key: Key) -> Key? {
    var name = key.test[...]
    for _ in 0..<Self.depthLimit {
      guard let slash = name.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
      name = name[..<slash]
      let parent = Key(package: key.package, test: String(name))
      if open[parent] != nil { return parent }
    }
    return nil
  }

  private mutating func deliverAllUnfinished() throws {
    let entries = open.values.sorted {
      ($0.run ?? Timestamp(nanoseconds: 0), $0.result.id) < (
        $1.run ?? Timestamp(nanoseconds: 0), $1.result.id
      )
    }
    open.removeAll()
    for entry in entries { try deliverUnfinished(entry) }
  }

  private mutating func deliverUnfinished(_ entry: Open) throws {
    try oddities.report(
      "gotest_test_unfinished", "'\(entry.result.id.prefix(256))' has no end: read as an error",
      at: .entry(numbering.count))
    var result = entry.result
    result.outcome = .error
    try deliver(result)
  }

  private mutating func deliver(_ unnumbered: TestResult) throws {
    var result = unnumbered
    numbering.number(&result)
    try sink.receive(result)
  }
}
