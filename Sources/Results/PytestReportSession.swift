import Records

/// Puts the phases of tests together, as pytest-reportlog's lines bring them; those of parallel workers come mixed.
struct PytestReportSession {
  /// The most tests that may be unfinished; a run has one for each worker.
  private static let openLimit = 10_000

  private struct Key: Hashable {
    let nodeID: String
    let worker: String?
  }

  private let sink: any RecordSink
  private let oddities: OddityLog
  private var open: [Key: TestResult] = [:]
  private var numbering = ResultNumbering()
  private var isSuiteDelivered = false

  init(sink: any RecordSink, oddities: OddityLog) {
    self.sink = sink
    self.oddities = oddities
  }

  mutating func take(_ phase: PytestReportLine.Phase, line: Int) throws {
    let start = Self.timestamp(phase.start)
    try deliverSuite(start: start)
    guard let outcome = Outcome(pytest: phase.outcome, failure: phase.when == .call ? .failed : .error) else {
      return try oddities.report(
        "pytest_outcome_unknown",
        "'\(phase.outcome.prefix(64))' of '\(phase.nodeID.prefix(256))': the line was left out",
        at: .line(line))
    }
    let key = Key(nodeID: phase.nodeID, worker: phase.workerID)
    var result = open.removeValue(forKey: key) ?? Self.result(phase)
    if phase.when == .setup, result.setup != nil {
      try deliverUnfinished(result)
      result = Self.result(phase)
    }
    let record = TestPhase(
      duration: phase.duration.flatMap { RecordedDuration(seconds: $0, resolution: 0) },
      start: start, stop: Self.timestamp(phase.stop), outcome: outcome)
    switch phase.when {
    case .setup: result.setup = record
    case .call: result.call = record
    case .teardown: result.teardown = record
    }
    if result.message == nil, outcome != .passed { result.message = phase.message }
    // A phase that is to be run again ends its attempt.
    if phase.when == .teardown || phase.outcome == "rerun" {
      try deliver(result)
    } else {
      if open.count >= Self.openLimit { try deliverAllUnfinished() }
      open[key] = result
    }
    for entry in phase.log { try entry.deliver(testID: phase.nodeID, worker: phase.workerID, to: sink) }
  }

  /// Hands over the tests that the log does not end.
  mutating func finish() throws {
    try deliverSuite(start: nil)
    try deliverAllUnfinished()
  }

  private static func result(_ phase: PytestReportLine.Phase) -> TestResult {
    let address = PytestNodeID(phase.nodeID)
    var result = TestResult(
      id: phase.nodeID, className: address.className, name: address.name, outcome: .passed)
    result.file = address.file.isEmpty ? nil : address.file
    result.worker = phase.workerID
    result.markers = phase.keywords
    return result
  }

  /// Zero is what pytest writes where it measured nothing.
  private static func timestamp(_ seconds: Double?) -> Timestamp? {
    guard let seconds, seconds > 0 else { return nil }
    return Timestamp(seconds: seconds)
  }

  private mutating func deliverSuite(start: Timestamp?) throws {
    guard !isSuiteDelivered else { return }
    isSuiteDelivered = true
    var suite = TestSuite(ordinal: 0, name: "pytest")
    suite.start = start
    try sink.receive(suite)
  }

  private mutating func deliverAllUnfinished() throws {
    let results = open.values.sorted {
      ($0.start ?? $0.setup?.start ?? Timestamp(nanoseconds: 0), $0.id)
        < ($1.start ?? $1.setup?.start ?? Timestamp(nanoseconds: 0), $1.id)
    }
    open.removeAll()
    for result in results { try deliverUnfinished(result) }
  }

  private mutating func deliverUnfinished(_ result: TestResult) throws {
    try oddities.report(
      "reportlog_test_unfinished", "'\(result.id.prefix(256))' has no teardown: what is known of it was kept",
      at: .entry(numbering.count))
    var result = result
    // Without an outcome of its body the test did not come to an end.
    if result.call == nil, result.setup?.outcome == .passed { result.outcome = .error }
    try deliver(result)
  }

  private mutating func deliver(_ partial: TestResult) throws {
    var result = partial
    let phases = [result.setup, result.call, result.teardown].compactMap { $0 }
    let outcomes = phases.compactMap(\.outcome)
    for outcome in [Outcome.failed, .error, .skipped] where outcomes.contains(outcome) {
      result.outcome = outcome
      break
    }
    result.duration = TotalDuration.of(phases.compactMap(\.duration))
    result.start = phases.compactMap(\.start).min()
    result.stop = phases.compactMap(\.stop).max()
    numbering.number(&result)
    try sink.receive(result)
  }
}
