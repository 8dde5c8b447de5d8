import Evidence
import Records
import Rules

/// The report for servers that show test results: JUnit XML, as the schema `junit-10.xsd` of Jenkins' xUnit plugin
/// has it.
///
/// A test case passes where the test is proven real, and is skipped where it can't be told: a case that passes for
/// want of evidence would be what this program is against.
public struct JUnitReport: Report {
  /// How a test case ends.
  private enum Ending {
    case passed
    case noted(String)
    case skipped(String)
    case failed(type: String, message: String, text: String)
  }

  /// A report.
  public init() {}

  /// Writes the report as an XML document.
  public func render(_ run: ReportedRun, into output: inout some TextOutputStream) {
    let tests = run.judgement.tests
    let objections = Objections(run)
    let gate = run.gate.map(Self.ending)
    var failures = 0
    var skipped = 0
    func count(_ ending: Ending) {
      switch ending {
      case .failed: failures += 1
      case .skipped: skipped += 1
      case .passed, .noted: break
      }
    }
    if let gate { count(gate) }
    for place in tests.indices { count(Self.ending(of: tests[place], objections[place])) }
    let cases = tests.count + (gate == nil ? 0 : 1)
    var xml = XMLWriter()
    xml.open(
      "testsuites", ["name": "assay", "tests": "\(cases)", "failures": "\(failures)", "errors": "0"])
    xml.open(
      "testsuite",
      [
        "name": run.judgement.run.name, "tests": "\(cases)", "failures": "\(failures)", "errors": "0",
        "skipped": "\(skipped)", "timestamp": run.judgement.run.startedAt.map(UTCText.iso8601),
      ])
    if let gate { Self.write(gate, ["name": "assay gate", "classname": "assay"], into: &xml) }
    for (place, test) in tests.enumerated() {
      let facts = test.facts
      // A class name says where a server lists the test.
      let className = facts.className.isEmpty ? facts.file : facts.className
      let seconds = facts.durationMicroseconds.map { DecimalText.fixed($0, decimals: 6) }
      Self.write(
        Self.ending(of: test, objections[place]),
        ["name": facts.name.isEmpty ? facts.id : facts.name, "classname": className, "time": seconds],
        into: &xml)
      xml.flush(into: &output)
    }
    xml.close("testsuite")
    xml.close("testsuites")
    xml.flush(into: &output, always: true)
  }

  private static func ending(of test: TestVerdict, _ objection: Objection?) -> Ending {
    if let objection {
      let text = list(objection.reasons + [objection.score])
      if let excuse = objection.excuse {
        return .noted("\(test.verdict.rawValue), but excused: \(VisibleText.of(excuse))\n\(text)")
      }
      if objection.level == .error {
        return .failed(
          type: "assay.\(test.verdict.rawValue)", message: objection.reasons.first ?? "", text: text)
      }
      if objection.level == .warning { return .noted("\(test.verdict.rawValue):\n\(text)") }
    }
    switch test.verdict {
    case .inconclusive: return .skipped("inconclusive: \(test.settle ?? "more evidence would settle it")")
    case .exempt: return .skipped("exempt: \(test.cause ?? "not judged")")
    case .real, .fake, .suspect: return .passed
    }
  }

  private static func ending(of gate: GateDecision) -> Ending {
    guard let first = gate.breaches.first else {
      return gate.notes.isEmpty ? .passed : .noted(list(gate.notes))
    }
    let lines = gate.breaches.map { "\($0.condition.rawValue): \($0.sentence)" }
    let further = lines.count > 1 ? " (and \(lines.count - 1) more)" : ""
    return .failed(
      type: "assay.gate", message: first.sentence + further,
      text: list(lines + gate.notes))
  }

  /// Sentences on a line each. None begins a line, where a server that shows the report may look for commands.
  private static func list(_ sentences: [String]) -> String {
    sentences.map { "- \(VisibleText.of($0))" }.joined(separator: "\n")
  }

  private static func write(
    _ ending: Ending, _ attributes: KeyValuePairs<String, String?>, into xml: inout XMLWriter
  ) {
    if case .passed = ending { return xml.element("testcase", attributes) }
    xml.open("testcase", attributes)
    switch ending {
    case .passed: break
    case .noted(let text): xml.element("system-out", text: text)
    case .skipped(let message): xml.element("skipped", ["message": VisibleText.of(message)])
    case .failed(let type, let message, let text):
      xml.element("failure", ["type": type, "message": VisibleText.of(message)], text: text)
    }
    xml.close("testcase")
  }
}
