import Glibc
import Records

/// Turns the elements of a JUnit report into suites and results.
///
/// A failed result is held back until the next test case has ended, because pytest writes a failure of a
/// test and an error of its teardown as two test cases.
struct JUnitHandler: XMLElementHandler {
  /// The engines by whose names the JUnit Platform's own writer calls its suites. Their time stamp is the moment at which
  /// the report was written, and tests stand in no order of time.
  private static let platformEngines: Set = ["JUnit Jupiter", "JUnit Vintage", "JUnit Platform Suite"]

  private let path: String
  private let sink: any RecordSink
  private let oddities: OddityLog
  private var attempts = AttemptCounter()
  private var depth = 0
  /// The suites that are open, by ordinal.
  private var suites: [Int] = []
  private var suiteCount = 0
  private var resultCount = 0
  /// Whether the suite that was opened last is SwiftPM's.
  private var isSwiftPackage = false
  /// What the root says, for test cases that stand in no suite.
  private var root = TestSuite(ordinal: 0, name: "")
  private var rootSuite: Int?
  /// The test case that is read, or was read last: its strings are used again where they are the same.
  private var test = TestResult(id: "", className: "", name: "", outcome: .passed)
  /// The depth of the test case that is read; 0 where none is.
  private var testDepth = 0
  private var isDecided = false
  private var detail: JUnitDetail?
  /// No result, or the one that is held back.
  private var held: [TestResult] = []

  init(path: String, sink: any RecordSink, oddities: OddityLog) {
    self.path = path
    self.sink = sink
    self.oddities = oddities
  }

  static func wantsText(in name: UnsafePointer<UInt8>) -> Bool { JUnitDetail.Kind(name) != nil }

  mutating func text(_ bytes: UnsafeRawBufferPointer) {
    detail?.append(bytes)
  }

  mutating func start(_ name: UnsafePointer<UInt8>, _ attributes: XMLAttributes, line: Int) throws {
    depth += 1
    if testDepth > 0 {
      if depth == testDepth + 1, let kind = JUnitDetail.Kind(name) {
        var detail = JUnitDetail(kind: kind, attributes: attributes)
        detail.duration = try duration(attributes.value("time"), line: line)
        detail.start = try start(attributes.value("timestamp"), line: line)
        self.detail = detail
      }
    } else if XMLName.isEqual(name, "testcase"), depth > 1 {
      try begin(JUnitCase(attributes), line: line)
    } else if XMLName.isEqual(name, "testsuite") {
      try flush()
      suites.append(suiteCount)
      let suite = try suite(attributes, line: line)
      isSwiftPackage = suite.name == "TestResults" && suite.start == nil
      try sink.receive(suite)
      suiteCount += 1
    } else if depth == 1 {
      guard XMLName.isEqual(name, "testsuites") else {
        throw Problem(
          path, line: line,
          "the root element is '\(String(cString: name))', and that of JUnit XML is 'testsuites' or 'testsuite'"
        )
      }
      root = try suite(attributes, line: line)
    }
  }

  mutating func end(_ name: UnsafePointer<UInt8>) throws {
    defer { depth -= 1 }
    if testDepth > 0 {
      if depth == testDepth {
        try finishTest()
      } else if depth == testDepth + 1, let detail {
        self.detail = nil
        try take(detail)
      }
    } else if XMLName.isEqual(name, "testsuite") {
      suites.removeLast(min(1, suites.count))
      if suites.isEmpty { attempts.removeAll() }
    }
  }

  /// Hands over what is still held back.
  mutating func finish() throws {
    try flush()
  }

  private func suite(_ attributes: XMLAttributes, line: Int) throws -> TestSuite {
    var suite = TestSuite(ordinal: suiteCount, name: "")
    suite.name = attributes.value("name").flatMap { MessageText.firstLine($0) } ?? ""
    suite.hostname = attributes.value("hostname").flatMap { MessageText.firstLine($0) }
    suite.duration = try duration(attributes.value("time"), line: line)
    if !Self.platformEngines.contains(suite.name), let bytes = attributes.value("timestamp"), !bytes.isEmpty {
      if let text = TimestampText(bytes) {
        suite.start = text.timestamp
        suite.startResolution = text.resolution
        suite.zone = text.hasZone ? .written : .unknown
      } else {
        try oddities.report(
          "junit_timestamp_unreadable",
          "'\(shown(bytes))' is no ISO 8601 date and time of the years 1678 to 2261: the suite has no start",
          at: .line(line))
      }
    }
    return suite
  }

  /// The ordinal of the innermost open suite; the root stands in where a test case is in none.
  private mutating func currentSuite() throws -> Int {
    if let suite = suites.last ?? rootSuite { return suite }
    root.ordinal = suiteCount
    try sink.receive(root)
    rootSuite = suiteCount
    suiteCount += 1
    return root.ordinal
  }

  private mutating func begin(_ written: JUnitCase, line: Int) throws {
    if !held.isEmpty, held[0].suite != suites.last { try flush() }
    test.suite = try currentSuite()
    attempts.meet(className: written.className, name: written.name, suite: test.suite)
    test.id = written.id
    test.name = String(decoding: written.name, as: UTF8.self)
    if !Self.isSame(test.className, written.className) {
      test.className = String(decoding: written.className, as: UTF8.self)
    }
    test.file = written.file.map { String(decoding: $0, as: UTF8.self) }
    test.outcome = written.outcome
    test.message = nil
    test.duration = try duration(written.time, line: line)
    // SwiftPM times the XCTest processes that it launches; the names of Swift Testing's tests have parentheses.
    test.durationScope = isSwiftPackage && !written.name.contains(UInt8(ascii: "(")) ? .limit : .total
    test.start = try start(written.timestamp, line: line)
    test.attempt = attempts.countAttempt()
    testDepth = depth
    isDecided = false
    if written.name.isEmpty {
      try oddities.report(
        "junit_name_missing", "a test case without a name: read as '\(test.id)'", at: .line(line))
    }
  }

  private static func isSame(_ text: String, _ bytes: UnsafeRawBufferPointer) -> Bool {
    text.utf8.count == bytes.count
      && text.utf8.withContiguousStorageIfAvailable { known in
        guard let one = known.baseAddress, let other = bytes.baseAddress else { return true }
        return memcmp(one, other, bytes.count) == 0
      } ?? false
  }

  /// Takes a child that says how the test, or an attempt at it, ended. The first failure or error decides.
  private mutating func take(_ detail: JUnitDetail) throws {
    if detail.kind.isEarlierAttempt {
      var earlier = test
      earlier.outcome = detail.kind.outcome
      earlier.message = detail.message
      earlier.duration = detail.duration
      earlier.start = detail.start
      try flush()
      earlier.ordinal = nextOrdinal()
      try sink.receive(earlier)
      test.attempt += 1
    } else if !isDecided || test.outcome == .skipped {
      test.outcome = detail.kind.outcome
      test.message = detail.message
      isDecided = true
    }
  }

  private mutating func finishTest() throws {
    testDepth = 0
    // pytest writes such a case where it was interrupted; that its name is missing has been said.
    if test.name.isEmpty, test.className.isEmpty { return }
    if test.outcome == .error, let failed = held.first, failed.id == test.id, failed.suite == test.suite,
      test.message?.hasPrefix("failed on teardown") ?? false
    {
      held[0] = Self.join(failed, teardown: test)
      try oddities.report(
        "junit_failure_and_teardown_error",
        "'\(test.id)' failed, and so did its teardown: two test cases read as one", at: .entry(resultCount))
      return
    }
    if !held.isEmpty { try flush() }
    if test.outcome == .failed {
      held = [test]
    } else {
      test.ordinal = nextOrdinal()
      try sink.receive(test)
    }
  }

  /// pytest's second test case has the teardown's time alone, and the first has the rest.
  private static func join(_ failed: TestResult, teardown: TestResult) -> TestResult {
    var joined = failed
    joined.teardown = TestPhase(duration: teardown.duration, outcome: .error)
    joined.duration = TotalDuration.of([failed.duration, teardown.duration].compactMap { $0 })
    return joined
  }

  private mutating func flush() throws {
    guard var result = held.popLast() else { return }
    result.ordinal = nextOrdinal()
    try sink.receive(result)
  }

  private mutating func nextOrdinal() -> Int {
    defer { resultCount += 1 }
    return resultCount
  }

  private func duration(_ bytes: UnsafeRawBufferPointer?, line: Int) throws -> RecordedDuration? {
    guard let bytes else { return nil }
    switch DurationText(bytes) {
    case .duration(let duration): return duration
    case .empty: return nil
    case .ambiguous:
      try oddities.report(
        "junit_duration_ambiguous",
        "'\(shown(bytes))': a decimal comma or thousands, so no duration was taken",
        at: .line(line))
    case .negative:
      try oddities.report(
        "junit_duration_negative", "'\(shown(bytes))': the clock was set, so no duration was taken",
        at: .line(line))
    case .unreadable:
      try oddities.report(
        "junit_duration_unreadable", "'\(shown(bytes))' is no duration: none was taken", at: .line(line))
    }
    return nil
  }

  /// The start of a test. A moment without a zone, or written in steps beyond a millisecond, would place the test
  /// where it did not run, and is left out.
  private func start(_ bytes: UnsafeRawBufferPointer?, line: Int) throws -> Timestamp? {
    guard let bytes, !bytes.isEmpty else { return nil }
    let text = TimestampText(bytes)
    if let text, text.hasZone, text.resolution <= 1_000_000 { return text.timestamp }
    let cause =
      text == nil ? "is no ISO 8601 date and time" : text?.hasZone == true ? "is too coarse" : "has no zone"
    try oddities.report(
      "junit_timestamp_unusable", "'\(shown(bytes))' \(cause): the test has no start", at: .line(line))
    return nil
  }

  private func shown(_ bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: bytes.prefix(64), as: UTF8.self)
  }
}
