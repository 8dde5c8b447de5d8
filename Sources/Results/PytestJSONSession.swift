import FoundationEssentials
import Records

/// Turns the parts of a pytest-json-report into records.
struct PytestJSONSession {
  private let path: String
  private let sink: any RecordSink
  private let oddities: OddityLog
  private let decoder = JSONDecoder()
  private var numbering = ResultNumbering()
  private var created: Double?
  private var duration: Double?
  private var isSuiteDelivered = false
  private var entryCount = 0

  init(path: String, sink: any RecordSink) {
    self.path = path
    self.sink = sink
    oddities = OddityLog(sink: sink)
  }

  mutating func take(_ part: JSONElementScanner.Part) throws {
    switch part {
    case .member(let name, let bytes, _): takeMember(name, bytes)
    case .element(let bytes, let line):
      try deliverSuite()
      try takeTest(bytes, line: line)
      entryCount += 1
    }
  }

  mutating func finish() throws {
    try deliverSuite()
    try oddities.finish()
  }

  private mutating func takeMember(_ name: String, _ bytes: UnsafeRawBufferPointer) {
    guard name == "created" || name == "duration" else { return }
    let value = Double(String(decoding: bytes.prefix(64), as: UTF8.self))
    if name == "created" { created = value } else { duration = value }
  }

  /// Hands over the suite, once. Its times may stand behind the tests: then the file is gone through for them first.
  private mutating func deliverSuite() throws {
    guard !isSuiteDelivered else { return }
    isSuiteDelivered = true
    if created == nil || duration == nil {
      var members = PytestJSONSession(path: path, sink: sink)
      try PytestJSONReport.scan(path) { part in
        if case .member(let name, let bytes, _) = part { members.takeMember(name, bytes) }
      }
      created = members.created
      duration = members.duration
    }
    var suite = TestSuite(ordinal: 0, name: "pytest")
    // The report is created when the session ends.
    if let created, created > 0, let duration { suite.start = Timestamp(seconds: created - duration) }
    suite.duration = duration.flatMap { RecordedDuration(seconds: $0, resolution: 0) }
    try sink.receive(suite)
  }

  private mutating func takeTest(_ bytes: UnsafeRawBufferPointer, line: Int) throws {
    let test: PytestJSONTest
    do {
      test = try decoder.decode(PytestJSONTest.self, from: Data(bytes))
    } catch {
      try oddities.report(
        "pytest_json_test_unreadable", "a test is not as the format has it, and was left out", at: .line(line)
      )
      return
    }
    guard var result = test.result else {
      try oddities.report(
        "pytest_outcome_unknown",
        "'\(test.outcome.prefix(64))' of '\(test.nodeID.prefix(256))': the test was left out",
        at: .line(line))
      return
    }
    numbering.number(&result)
    try sink.receive(result)
    for record in test.log { try record.deliver(testID: result.id, worker: nil, to: sink) }
  }
}
