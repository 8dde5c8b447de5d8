import FoundationEssentials
import Records

/// Turns features into suites, and their scenarios into results.
struct GherkinSession {
  private let sink: any RecordSink
  private let oddities: OddityLog
  private let format: String
  private let duration: (Double) -> RecordedDuration?
  private let decoder = JSONDecoder()
  private var numbering = ResultNumbering()
  private var suiteCount = 0

  /// Reads a report: an array of features.
  ///
  /// - Parameters:
  ///   - format: the format's name, with which its oddities begin.
  ///   - duration: what a figure means.
  static func read(
    path: String, format: String, into sink: any RecordSink, duration: @escaping (Double) -> RecordedDuration?
  ) throws {
    let oddities = OddityLog(sink: sink)
    var session = GherkinSession(sink: sink, oddities: oddities, format: format, duration: duration)
    try JSONFile.scan(path, array: [], of: "a report of \(format)") { part in
      if case .element(let bytes, let line) = part { try session.take(bytes, line: line) }
    }
    try oddities.finish()
  }

  private init(
    sink: any RecordSink, oddities: OddityLog, format: String,
    duration: @escaping (Double) -> RecordedDuration?
  ) {
    self.sink = sink
    self.oddities = oddities
    self.format = format
    self.duration = duration
  }

  private mutating func take(_ bytes: UnsafeRawBufferPointer, line: Int) throws {
    guard let feature = try? decoder.decode(GherkinFeature.self, from: Data(bytes)) else {
      return try oddities.report(
        "\(format)_feature_unreadable", "a feature is not as the format has it, and was left out",
        at: .line(line))
    }
    let suite = TestSuite(ordinal: suiteCount, name: feature.name)
    suiteCount += 1
    try sink.receive(suite)
    var background: [GherkinFeature.Step] = []
    // The examples of an outline may all have its name: they are told apart by their lines.
    let lines = Dictionary(grouping: feature.elements.filter { !$0.isBackground }, by: \.name)
      .mapValues { Set($0.compactMap(\.line)).count }
    for element in feature.elements {
      if element.isBackground {
        background = element.steps
      } else {
        let example = (lines[element.name] ?? 0) > 1 ? element.line.map { " [line \($0)]" } ?? "" : ""
        try deliver(
          element, named: element.name + example, of: feature, background, suite: suite.ordinal, line: line)
        background = []
      }
    }
  }

  private mutating func deliver(
    _ scenario: GherkinFeature.Element, named name: String, of feature: GherkinFeature,
    _ background: [GherkinFeature.Step], suite: Int, line: Int
  ) throws {
    let className = feature.className
    var result = TestResult(id: className + "::" + name, className: className, name: name, outcome: .error)
    // behave repeats the steps of the background in each scenario, and gives them no result of their own.
    let before = (scenario.before + background).filter { $0.result != nil }
    let parts = before + scenario.steps + scenario.after
    let statuses = parts.compactMap { $0.result?.status }
    if let outcome = Self.outcome(statuses + [scenario.status].compactMap { $0 }) {
      result.outcome = outcome
    } else {
      try oddities.report(
        "\(format)_status_unknown",
        "'\(result.id.prefix(256))' has a status that is not known: read as an error",
        at: .line(line))
    }
    result.suite = suite
    result.file = feature.file.isEmpty ? nil : feature.file
    result.markers = feature.tags + scenario.tags
    result.message = result.outcome == .passed ? nil : parts.lazy.compactMap { $0.result?.message }.first
    result.duration = total(parts)
    // Hooks are known only where the report has them.
    if before.isEmpty, scenario.after.isEmpty {
      result.durationScope = .call
    } else {
      result.setup = total(before).map { TestPhase(duration: $0) }
      result.call = total(scenario.steps).map { TestPhase(duration: $0) }
      result.teardown = total(scenario.after).map { TestPhase(duration: $0) }
    }
    if let start = scenario.start, start.hasZone, let duration = result.duration {
      result.start = start.timestamp
      result.stop = start.timestamp.advanced(byNanoseconds: duration.nanoseconds + start.resolution)
    }
    numbering.number(&result)
    try sink.receive(result)
  }

  private func total(_ steps: [GherkinFeature.Step]) -> RecordedDuration? {
    TotalDuration.of(steps.compactMap { $0.result?.duration.flatMap(duration) })
  }

  /// The worst of the statuses; nil where one of them is unknown. What was not run or is not written yet did not pass.
  private static func outcome(_ statuses: [String]) -> Outcome? {
    var worst = Outcome.passed
    for status in statuses {
      switch status.lowercased() {
      case "passed", "xpassed": continue
      case "failed": return .failed
      case "error", "hook_error", "cleanup_error", "undefined", "ambiguous": worst = .error
      case "skipped", "xfailed", "untested", "pending", "executing", "pending_warn", "untested_pending",
        "untested_undefined":
        if worst == .passed { worst = .skipped }
      default: return nil
      }
    }
    return worst
  }
}
