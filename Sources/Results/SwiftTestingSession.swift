import Records

/// Puts the events of test functions together, as Swift Testing's event stream brings them; tests run in parallel.
struct SwiftTestingSession {
  /// The most test functions of which file and tags are kept.
  private static let knownLimit = 200_000
  /// The most tests that may be unfinished.
  private static let openLimit = 100_000

  private struct Open {
    var result: TestResult
    let start: SwiftTestingRecord.Event.Instant?
  }

  private let sink: any RecordSink
  private let oddities: OddityLog
  private var known: [String: SwiftTestingRecord.Test] = [:]
  private var open: [String: Open] = [:]
  private var numbering = ResultNumbering()
  private var isSuiteDelivered = false

  init(sink: any RecordSink, oddities: OddityLog) {
    self.sink = sink
    self.oddities = oddities
  }

  mutating func take(_ record: SwiftTestingRecord, line: Int) throws {
    switch record {
    case .test(let test):
      if test.kind == "function", known.count < Self.knownLimit { known[test.id] = test }
    case .event(let event): try take(event, line: line)
    case .other: return
    }
  }

  /// Hands over the tests that have no end.
  mutating func finish() throws {
    try deliverSuite(start: nil)
    try deliverAllUnfinished()
  }

  private mutating func take(_ event: SwiftTestingRecord.Event, line: Int) throws {
    try deliverSuite(start: Self.timestamp(event.instant))
    guard let id = event.testID, let address = SwiftTestingTestID(id) else { return }
    switch event.kind {
    case "testStarted":
      if let earlier = open.removeValue(forKey: id) { try deliverUnfinished(earlier.result) }
      if open.count >= Self.openLimit { try deliverAllUnfinished() }
      var result = result(id, address)
      result.start = Self.timestamp(event.instant)
      open[id] = Open(result: result, start: event.instant)
    case "issueRecorded":
      // The first issue that fails the test is what it failed of.
      guard event.issue?.isFailure ?? true, open[id]?.result.outcome != .failed else { return }
      open[id]?.result.outcome = .failed
      open[id]?.result.message = event.message
    case "testSkipped", "testCancelled":
      if let running = open[id] {
        guard running.result.outcome != .failed else { return }
        open[id]?.result.outcome = .skipped
        open[id]?.result.message = event.message
      } else {
        var result = result(id, address)
        result.outcome = .skipped
        result.message = event.message
        try deliver(result)
      }
    case "testEnded": try close(id, address, event, line: line)
    default: return
    }
  }

  private func result(_ id: String, _ address: SwiftTestingTestID) -> TestResult {
    var result = TestResult(
      id: address.className + "::" + address.name, className: address.className, name: address.name,
      outcome: .passed)
    result.file = known[id]?.file
    result.markers = known[id]?.tags ?? []
    return result
  }

  private static func timestamp(_ instant: SwiftTestingRecord.Event.Instant?) -> Timestamp? {
    instant?.since1970.flatMap(Timestamp.init(seconds:))
  }

  private mutating func deliverSuite(start: Timestamp?) throws {
    guard !isSuiteDelivered else { return }
    isSuiteDelivered = true
    var suite = TestSuite(ordinal: 0, name: "Swift Testing")
    suite.start = start
    try sink.receive(suite)
  }

  private mutating func close(
    _ id: String, _ address: SwiftTestingTestID, _ event: SwiftTestingRecord.Event, line: Int
  ) throws {
    let entry = open.removeValue(forKey: id)
    if entry == nil {
      try oddities.report(
        "swift_testing_start_missing", "'\(id.prefix(256))' ends and did not start before: it has no start",
        at: .line(line))
    }
    var result = entry?.result ?? result(id, address)
    if let first = entry?.start?.absolute, let last = event.instant?.absolute {
      result.duration = RecordedDuration(seconds: last - first, resolution: 0)
    }
    if let start = result.start, let stop = Self.timestamp(event.instant) {
      if stop >= start {
        result.stop = stop
      } else {
        result.start = nil
        try oddities.report(
          "swift_testing_clock_set", "'\(id.prefix(256))' ends before it starts: it has no start",
          at: .line(line))
      }
    }
    try deliver(result)
  }

  private mutating func deliverAllUnfinished() throws {
    let results = open.values.map(\.result).sorted {
      ($0.start ?? Timestamp(nanoseconds: 0), $0.id) < ($1.start ?? Timestamp(nanoseconds: 0), $1.id)
    }
    open.removeAll()
    for result in results { try deliverUnfinished(result) }
  }

  private mutating func deliverUnfinished(_ result: TestResult) throws {
    try oddities.report(
      "swift_testing_test_unfinished", "'\(result.id.prefix(256))' has no end: read as an error",
      at: .entry(numbering.count))
    var result = result
    result.outcome = .error
    try deliver(result)
  }

  private mutating func deliver(_ unnumbered: TestResult) throws {
    var result = unnumbered
    numbering.number(&result)
    try sink.receive(result)
  }
}
