import FoundationEssentials
import Records

/// Turns the suites of a Playwright report into results.
struct PlaywrightSession {
  private struct Configuration: Decodable {
    struct Project: Decodable {
      let name: String?
    }
    let projects: [Project]?
  }

  /// Milliseconds, as the report writes durations and times.
  private static let millisecond: Int64 = 1_000_000

  private let sink: any RecordSink
  private let oddities: OddityLog
  private let decoder = JSONDecoder()
  private var numbering = ResultNumbering()
  private var suiteCount = 0
  private var hasSeveralProjects = false

  init(sink: any RecordSink, oddities: OddityLog) {
    self.sink = sink
    self.oddities = oddities
  }

  /// Learns whether tests run in more than one project.
  mutating func takeConfiguration(_ bytes: UnsafeRawBufferPointer) {
    let configuration = try? decoder.decode(Configuration.self, from: Data(bytes))
    hasSeveralProjects = (configuration?.projects?.count ?? 0) > 1
  }

  /// Hands over the tests of a file.
  mutating func takeFile(_ bytes: UnsafeRawBufferPointer, line: Int) throws {
    guard let suite = try? decoder.decode(PlaywrightSuite.self, from: Data(bytes)) else {
      return try oddities.report(
        "playwright_suite_unreadable", "a suite is not as the format has it, and was left out",
        at: .line(line))
    }
    let record = TestSuite(ordinal: suiteCount, name: SharedName.bounded(suite.title))
    suiteCount += 1
    try sink.receive(record)
    try deliver(suite, in: record, within: "", line: line)
  }

  private mutating func deliver(
    _ suite: PlaywrightSuite, in record: TestSuite, within titles: String, line: Int
  ) throws {
    for spec in suite.specs ?? [] {
      let name = titles + SharedName.bounded(spec.title)
      let file = spec.file.map { SharedName.bounded($0) } ?? record.name
      let tags = SharedName.bounded(spec.tags ?? [])
      for test in spec.tests {
        for attempt in test.results {
          try deliver(
            attempt, of: test, named: name, file: file, tags: tags, in: record, line: line)
        }
      }
    }
    for inner in suite.suites ?? [] {
      let inside = SharedName.bounded(titles + inner.title) + " › "
      try deliver(inner, in: record, within: inside, line: line)
    }
  }

  private mutating func deliver(
    _ attempt: PlaywrightSuite.Attempt, of test: PlaywrightSuite.Test, named name: String, file: String,
    tags: [String], in record: TestSuite, line: Int
  ) throws {
    let project =
      test.projectName.flatMap { name in
        name.isEmpty || !hasSeveralProjects ? nil : " [\(SharedName.bounded(name))]"
      } ?? ""
    var result = TestResult(
      id: record.name + "::" + name + project, className: record.name, name: name + project, outcome: .error)
    if let outcome = Self.outcome(attempt.status, expected: test.expectedStatus) {
      result.outcome = outcome
    } else {
      try oddities.report(
        "playwright_status_unknown",
        "'\((attempt.status ?? "").prefix(64))' of '\(result.id.prefix(256))': read as an error",
        at: .line(line))
    }
    result.suite = record.ordinal
    result.file = file
    result.markers = tags
    result.message =
      result.outcome == .passed ? nil : attempt.error?.message.flatMap { MessageText.firstLine($0.utf8) }
    // A skipped test has no worker.
    result.worker = attempt.workerIndex.flatMap { $0 < 0 ? nil : "worker \($0)" }
    result.duration = attempt.duration.flatMap {
      RecordedDuration(seconds: $0 / 1000, resolution: Self.millisecond)
    }
    if result.outcome != .skipped, let written = attempt.startTime, let duration = result.duration {
      if let start = TimestampText(written), start.hasZone {
        // Both figures are whole milliseconds.
        result.start = start.timestamp
        result.stop = start.timestamp.advanced(byNanoseconds: duration.nanoseconds + 2 * Self.millisecond)
      } else {
        try oddities.report(
          "playwright_time_unusable",
          "'\(written.prefix(64))' of '\(result.id.prefix(256))' is no date and time with a zone: it has no start",
          at: .line(line))
      }
    }
    numbering.number(&result)
    try sink.receive(result)
  }

  /// What a status means beside the one that was expected: a test that is marked to fail and does so has not passed.
  private static func outcome(_ status: String?, expected: String?) -> Outcome? {
    switch status {
    case "passed": expected == "failed" ? .failed : .passed
    case "failed": expected == "failed" ? .skipped : .failed
    case "timedOut": .failed
    case "skipped": .skipped
    case "interrupted": .error
    default: nil
    }
  }
}
