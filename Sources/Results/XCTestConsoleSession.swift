import Records

/// Puts together what the lines of a console say of each test.
struct XCTestConsoleSession {
  private struct Entry {
    var name: XCTestConsoleLine.TestName
    var outcome: Outcome?
    var message: String?
    /// The local time that XCTest wrote, read as UTC; or when the line about it arrived.
    var start: Timestamp?
    var isLocal = false
    var stop: Timestamp?
    var seconds: Double?
    /// When the line about its end arrived.
    var ended: Timestamp?

    /// How much further apart than the test lasted, or less, the lines about it arrived, in seconds.
    var arrivalError: Double? {
      guard !isLocal, let start, let ended, let seconds else { return nil }
      return abs(Double(ended.nanoseconds(since: start)) / 1e9 - seconds)
    }
  }

  /// Zones lie a quarter of an hour apart, or a multiple of it: 900 s.
  private static let zoneStep = 900e9
  /// No zone is further from UTC: 14 hours.
  private static let mostSteps = 56.0
  /// What clocks may differ by at most: 1 s.
  private static let clockError = 1e9

  /// By how much the lines about a test may be apart, besides its duration, where they arrived in time: 0.1 s.
  private static let delay = 0.1

  /// The most results that are kept; of more, the later ones are left out.
  private static let mostEntries = 500_000

  private var entries: [Entry] = []
  private var leftOut = 0
  /// The last entry of each test, by its class and name alone.
  private var places: [XCTestConsoleLine.TestName: Int] = [:]
  /// What is to be added to local times, as the lines' times of arrival tell it.
  private var zoneOffset: Int64?
  /// Whether the launcher of parallel tests has told of one.
  private var isParallel = false

  /// Whether no line has told of a test.
  var isEmpty: Bool { entries.isEmpty }

  mutating func take(_ line: XCTestConsoleLine) {
    switch line.content {
    case .other: break
    case .reported(let name):
      isParallel = true
      guard let place = begin(name) else { return }
      entries[place].stop = line.arrival
    case .started(let name, let time):
      // The launcher prints what failed once more, when all is done.
      let known = entry(name).flatMap { entries[$0].start == nil ? $0 : nil }
      guard let place = known ?? begin(name), entries[place].stop == nil else { return }
      entries[place].start = time?.timestamp ?? line.arrival
      entries[place].isLocal = time != nil
      if let time, let arrival = line.arrival, zoneOffset == nil {
        // A line arrives after the time that it names, and seldom by a quarter of an hour.
        let late = Double(arrival.nanoseconds) - Double(time.timestamp.nanoseconds) + Self.clockError
        let steps = (late / Self.zoneStep).rounded(.down)
        if abs(steps) <= Self.mostSteps { zoneOffset = Int64(steps * Self.zoneStep) }
      }
    case .ended(let name, let outcome, let seconds):
      guard let place = entry(name) ?? begin(name) else { return }
      entries[place].outcome = outcome
      entries[place].seconds = seconds
      entries[place].ended = line.arrival
    case .message(let name, let text):
      guard let place = entry(name), entries[place].message == nil else { return }
      entries[place].message = MessageText.firstLine(text.utf8)
    }
  }

  /// Hands over the suite and its results.
  func finish(into sink: any RecordSink, oddities: OddityLog) throws {
    var suite = TestSuite(ordinal: 0, name: "XCTest")
    suite.zone = entries.contains { $0.isLocal } && zoneOffset == nil ? .unknown : .written
    try sink.receive(suite)
    let areKeptBack = entries.contains { $0.arrivalError.map { $0 > Self.delay } ?? false }
    if areKeptBack {
      try oddities.report(
        "xctest_console_late",
        "the lines about the start and the end of a test did not come as far apart as it lasted: they were kept back, "
          + "and their times are left out", at: .whole)
    }
    if leftOut > 0 {
      try oddities.report(
        "xctest_console_too_many", "\(leftOut) tests beyond the first \(Self.mostEntries) were left out",
        at: .whole)
    }
    var numbering = ResultNumbering()
    for (place, entry) in entries.enumerated() {
      let className =
        entry.name.module.isEmpty ? entry.name.className : entry.name.module + "." + entry.name.className
      var result = TestResult(
        id: "\(className)::\(entry.name.name)", className: className, name: entry.name.name,
        outcome: entry.outcome ?? (entry.start == nil ? .passed : .error))
      result.message = entry.message
      if entry.outcome == nil, entry.start != nil { result.message = "the output ends before the test does" }
      if entry.isLocal || !areKeptBack {
        result.start = entry.start?.advanced(byNanoseconds: entry.isLocal ? zoneOffset ?? 0 : 0)
      }
      result.duration = entry.seconds.flatMap { RecordedDuration(seconds: $0, resolution: 1_000_000) }
      if isParallel {
        result.stop = entry.stop
        // With '--parallel' every test has a process of its own.
        result.worker = "process \(place + 1)"
      }
      numbering.number(&result)
      try sink.receive(result)
    }
  }

  /// The last entry of a test, whose module a line may leave out.
  private func entry(_ name: XCTestConsoleLine.TestName) -> Int? {
    places[name.withoutModule]
  }

  private mutating func begin(_ name: XCTestConsoleLine.TestName) -> Int? {
    guard entries.count < Self.mostEntries else {
      leftOut += 1
      return nil
    }
    places[name.withoutModule] = entries.count
    entries.append(Entry(name: name))
    return entries.count - 1
  }
}
