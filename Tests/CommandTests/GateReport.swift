import Foundation

/// The parts of a gated run's JSON report that these tests look at.
struct GateReport {
  struct Breach: Decodable, Equatable {
    var condition: String
    var sentence: String
    var tests: [String]
  }

  struct Excuse: Decodable, Equatable {
    var test: String
    var sentence: String
  }

  struct Gate: Decodable {
    var policy: String
    var passed: Bool
    var breaches: [Breach]
    var excused: [Excuse]
    var notes: [String]
  }

  struct Test: Decodable, Equatable {
    var id: String
    var verdict: String
  }

  struct Run: Decodable {
    var targets: [String]
  }

  private struct Report: Decodable {
    var run: Run
    var gate: Gate?
    var tests: [Test]
  }

  var run: Run
  var gate: Gate
  var tests: [Test]

  /// Reads the report from the text that the program wrote.
  init(_ text: String, hasGate: Bool = true) throws {
    let report = try JSONDecoder().decode(Report.self, from: Data(text.utf8))
    guard (report.gate != nil) == hasGate else {
      throw AssayProgram.Failure(description: "the report has \(hasGate ? "no" : "a") gate")
    }
    run = report.run
    gate = report.gate ?? Gate(policy: "", passed: true, breaches: [], excused: [], notes: [])
    tests = report.tests
  }
}
