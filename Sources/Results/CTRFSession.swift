import FoundationEssentials
import Records

/// Turns the tests of a CTRF report into results.
struct CTRFSession {
  /// The most suites that are told apart; tests of a further one are put into the first.
  private static let suiteLimit = 100_000
  /// Milliseconds, as the format writes times and durations.
  private static let millisecond: Int64 = 1_000_000
  /// Fewer milliseconds than this since 1970 are seconds, which some producers write: the third of March 1973.
  private static let leastMilliseconds = 1e11

  private let sink: any RecordSink
  private let oddities: OddityLog
  private let decoder = JSONDecoder()
  private var numbering = ResultNumbering()
  private var suites: [String: Int] = [:]

  init(sink: any RecordSink, oddities: OddityLog) {
    self.sink = sink
    self.oddities = oddities
  }

  mutating func take(_ bytes: UnsafeRawBufferPointer, line: Int) throws {
    guard let test = try? decoder.decode(CTRFTest.self, from: Data(bytes)) else {
      return try oddities.report(
        "ctrf_test_unreadable", "a test is not as the format has it, and was left out", at: .line(line))
    }
    let suite = try deliverSuite(test.suite)
    // The last attempt may be told twice: as such, and by the test.
    let earlier =
      test.earlier.last.map { Self.isSame($0, test.last) } ?? false
      ? test.earlier.dropLast() : test.earlier[...]
    for attempt in earlier + [test.last] { try deliver(attempt, of: test, suite: suite, line: line) }
  }

  private static func isSame(_ one: CTRFTest.Attempt, _ other: CTRFTest.Attempt) -> Bool {
    one.status == other.status && one.duration == other.duration && one.start == other.start
  }

  private mutating func deliverSuite(_ name: String) throws -> Int {
    if let known = suites[name] { return known }
    guard suites.count < Self.suiteLimit else { return 0 }
    let suite = TestSuite(ordinal: suites.count, name: name)
    suites[name] = suite.ordinal
    try sink.receive(suite)
    return suite.ordinal
  }

  private mutating func deliver(
    _ attempt: CTRFTest.Attempt, of test: CTRFTest, suite: Int, line: Int
  ) throws {
    let id = test.suite.isEmpty || test.name.contains("::") ? test.name : test.suite + "::" + test.name
    var result = TestResult(id: id, className: test.suite, name: test.name, outcome: .error)
    switch attempt.status {
    case "passed": result.outcome = .passed
    case "failed": result.outcome = .failed
    case "skipped", "pending": result.outcome = .skipped
    case "other": result.outcome = .error
    default:
      try oddities.report(
        "ctrf_status_unknown", "'\(attempt.status.prefix(64))' of '\(id.prefix(256))': read as an error",
        at: .line(line))
    }
    result.suite = suite
    result.file = test.file
    result.markers = test.markers
    result.message = result.outcome == .passed ? nil : attempt.message
    result.duration = attempt.duration.flatMap {
      RecordedDuration(seconds: $0 / 1000, resolution: Self.millisecond)
    }
    try setTimes(of: &result, attempt, line: line)
    numbering.number(&result)
    try sink.receive(result)
  }

  private static func timestamp(_ milliseconds: Double) -> Timestamp? {
    guard milliseconds > 0, milliseconds < 9.2e12 else { return nil }
    return Timestamp(nanoseconds: Int64((milliseconds * 1000).rounded()) * 1000)
  }

  private func setTimes(of result: inout TestResult, _ attempt: CTRFTest.Attempt, line: Int) throws {
    guard let start = attempt.start, start > 0 else { return }
    guard start >= Self.leastMilliseconds, let begun = Self.timestamp(start) else {
      return try oddities.report(
        "ctrf_time_too_coarse",
        "'\(start)' of '\(result.id.prefix(256))' counts seconds and not milliseconds: it has no start",
        at: .line(line))
    }
    let stop = attempt.stop.flatMap(Self.timestamp)
    let end = stop ?? result.duration.map { begun.advanced(byNanoseconds: $0.nanoseconds) }
    guard let end, end >= begun else { return }
    result.start = begun
    // Both are whole milliseconds, rounded down.
    result.stop = end.advanced(byNanoseconds: Self.millisecond)
  }
}
