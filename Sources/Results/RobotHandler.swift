import Records

/// Turns the elements of Robot Framework's output into suites and results. Keywords, and what is logged in them, are passed over.
struct RobotHandler: XMLElementHandler {
  /// The most bytes that are kept of a name.
  private static let nameLimit = 1024
  /// The most tags that are kept of a test.
  private static let tagLimit = 1000

  private struct Suite {
    var record: TestSuite
    let source: String?
    var isDelivered = false
  }

  private let path: String
  private let sink: any RecordSink
  private let oddities: OddityLog
  private var numbering = ResultNumbering()
  private var depth = 0
  /// The suites that are open, the outermost first.
  private var suites: [Suite] = []
  private var suiteCount = 0
  private var test: TestResult?
  /// What the status of the test says; nil where none was met yet.
  private var status: RobotStatus?
  private var isInTags = false
  /// The text of the element that is read; nil where none is wanted.
  private var text: [UInt8]?
  private var isZoneReported = false

  init(path: String, sink: any RecordSink, oddities: OddityLog) {
    self.path = path
    self.sink = sink
    self.oddities = oddities
  }

  static func wantsText(in name: UnsafePointer<UInt8>) -> Bool {
    XMLName.isEqual(name, "status") || XMLName.isEqual(name, "tag")
  }

  mutating func text(_ bytes: UnsafeRawBufferPointer) {
    text?.append(contentsOf: bytes)
  }

  /// The depth of a test in the innermost open suite: the root has the depth 1, and suites stand one in the other.
  private var testDepth: Int { suites.count + 2 }

  mutating func start(_ name: UnsafePointer<UInt8>, _ attributes: XMLAttributes, line: Int) throws {
    depth += 1
    if depth == 1 {
      guard XMLName.isEqual(name, "robot") else {
        throw Problem(
          path, line: line,
          "the root element is '\(String(cString: name))', and that of Robot Framework's output is 'robot'")
      }
    } else if test != nil {
      try startInTest(name, attributes, line: line)
    } else if depth == testDepth {
      if XMLName.isEqual(name, "suite") {
        suites.append(Suite(record: suite(attributes), source: attributes.value("source").map(Self.bounded)))
        suiteCount += 1
      } else if XMLName.isEqual(name, "test") {
        begin(attributes)
      }
    }
  }

  mutating func end(_ name: UnsafePointer<UInt8>) throws {
    defer { depth -= 1 }
    if let test {
      if depth == testDepth {
        self.test = nil
        try deliver(test)
      } else if let text {
        self.text = nil
        if XMLName.isEqual(name, "tag") {
          addTag(text)
        } else if test.outcome != .passed {
          self.test?.message = MessageText.firstLine(text)
        }
      } else if depth == testDepth + 1 {
        isInTags = false
      }
    } else if !suites.isEmpty, depth == testDepth - 1 {
      suites.removeLast()
    }
  }

  mutating func finish() {}

  private static func bounded(_ bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: bytes.prefix(nameLimit), as: UTF8.self)
  }

  /// A suite, under its long name: those of the suites around it stand before its own.
  private func suite(_ attributes: XMLAttributes) -> TestSuite {
    let name = attributes.value("name").map(Self.bounded) ?? ""
    let outer = suites.last.map { $0.record.name + "." } ?? ""
    return TestSuite(ordinal: suiteCount, name: outer + name)
  }

  private mutating func begin(_ attributes: XMLAttributes) {
    guard let suite = suites.last else { return }
    let name = attributes.value("name").map(Self.bounded) ?? ""
    var result = TestResult(
      id: suite.record.name + "::" + name, className: suite.record.name, name: name, outcome: .error)
    result.suite = suite.record.ordinal
    result.file = suite.source
    test = result
    status = nil
    isInTags = false
  }

  private mutating func startInTest(
    _ name: UnsafePointer<UInt8>, _ attributes: XMLAttributes, line: Int
  ) throws {
    if depth == testDepth + 1, XMLName.isEqual(name, "status") {
      try takeTest(RobotStatus(attributes), line: line)
      text = []
    } else if depth == testDepth + 1, XMLName.isEqual(name, "tags") {
      isInTags = true
    } else if XMLName.isEqual(name, "tag"), depth == testDepth + 1 || isInTags && depth == testDepth + 2 {
      text = []
    }
  }

  private mutating func addTag(_ text: [UInt8]) {
    guard let tag = MessageText.firstLine(text), test?.markers.count ?? 0 < Self.tagLimit else { return }
    test?.markers.append(tag)
  }

  private mutating func takeTest(_ status: RobotStatus, line: Int) throws {
    self.status = status
    test?.outcome = status.outcome ?? .error
    test?.start = status.start?.timestamp
    test?.stop = status.stop
    test?.duration = status.duration
    if status.outcome == nil {
      try oddities.report(
        "robot_status_unknown", "a status other than PASS, FAIL, SKIP and NOT RUN: read as an error",
        at: .line(line))
    }
    if let start = status.start, !start.hasZone, !isZoneReported {
      isZoneReported = true
      try oddities.report(
        "robot_zone_unknown", "the times are local times of an unknown zone: all of them were read as UTC",
        at: .line(line))
    }
  }

  /// Hands over the open suites that were not yet, before the first result in them. The time of a suite stands behind its
  /// tests, so that of the first takes its place.
  private mutating func deliverSuites() throws {
    for index in suites.indices where !suites[index].isDelivered {
      if let start = status?.start {
        suites[index].record.start = start.timestamp
        suites[index].record.startResolution = start.resolution
        suites[index].record.zone = start.hasZone ? .written : .unknown
      }
      suites[index].isDelivered = true
      try sink.receive(suites[index].record)
    }
  }

  private mutating func deliver(_ unnumbered: TestResult) throws {
    try deliverSuites()
    var result = unnumbered
    if status == nil {
      try oddities.report(
        "robot_status_missing", "'\(result.id.prefix(256))' has no status: read as an error",
        at: .entry(numbering.count))
    }
    numbering.number(&result)
    try sink.receive(result)
  }
}
