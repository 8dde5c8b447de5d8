import Foundation
import Testing

struct CalibrateCommandTests {
  /// The recorded runs that lie beside the project on the machine it is built on: named by `ASSAY_SHARED`, or `shared`.
  private static let shared =
    ProcessInfo.processInfo.environment["ASSAY_SHARED"].map { URL(filePath: $0) }
    ?? AssayProgram.packageRoot.appending(path: "../shared").standardizedFileURL
  private static let corpora = ["corpus", "corpus-runners"].map { shared.appending(path: $0).path }
  private static let isCorpusPresent = corpora.allSatisfy(FileManager.default.fileExists)

  /// The part of the JSON report that these tests look at.
  private struct Report: Decodable {
    struct Count: Decodable, Equatable {
      var ofReal: Int
      var real: Int
      var ofFake: Int
      var fake: Int
    }
    struct Rule: Decodable {
      var rule: String
      var says: String
      var bits: Double
      var standing: String
      var spoken: Count
    }
    struct Share: Decodable, Equatable {
      var tests: Int
      var of: Int
    }
    struct Outcome: Decodable {
      struct Score: Decodable {
        var plainFakesCaught: Share
        var realsProven: Share
        var accused: Share
      }
      var score: Score
    }
    struct Outcomes: Decodable {
      var asFiled: Outcome
      var heldOut: Outcome?
    }
    var schema: String
    var rules: [Rule]
    var outcomes: Outcomes

    init(_ text: String) throws {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      self = try decoder.decode(Report.self, from: Data(text.utf8))
    }
  }

  /// Two runs, each with a fake of 0.1 ms, a local test, and one that took its time.
  private func corpus() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (name, start) in [("first", "2026-11-20T10:00:00"), ("second", "2026-11-21T10:00:00")] {
      try FileManager.default.createDirectory(atPath: folder.path(name), withIntermediateDirectories: true)
      try folder.write(
        """
        <testsuites><testsuite name="pytest" tests="3" timestamp="\(start)">
        <testcase classname="tests.e2e.test_a" name="test_quick" time="0.0001"/>
        <testcase classname="tests.e2e.test_a" name="test_slow" time="0.4"/>
        <testcase classname="tests.unit.test_b" name="test_sum" time="0.0001"/>
        </testsuite></testsuites>
        """, to: "\(name)/results.xml")
      try folder.write(
        """
        {"tests/e2e/test_a.py::test_quick": {"label": "fake"},
         "tests/e2e/test_a.py::test_slow": {"label": "real"},
         "tests/unit/test_b.py::test_sum": {"label": "na"}}
        """, to: "\(name)/truth.json")
      try folder.write(
        """
        {"target": {"urls": ["https://api.example.test"]}, "scope": {"local": ["tests.unit."]}}
        """, to: "\(name)/run.json")
    }
    return folder
  }

  @Test func countsWhatTheRulesSaidOfLabelledTests() throws {
    let folder = try corpus()
    let outcome = try AssayProgram.run(["rules", "calibrate", folder.path(), "--format", "json"])
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let report = try Report(outcome.output)
    #expect(report.schema == "assay/calibration/1")
    let rule = try #require(
      report.rules.first { $0.rule == "timing/faster-than-any-io" && $0.says == "fake" })
    #expect(rule.spoken == .init(ofReal: 0, real: 2, ofFake: 2, fake: 2))
    #expect(rule.standing == "few")
    #expect(report.outcomes.asFiled.score.plainFakesCaught == .init(tests: 2, of: 2))
    #expect(report.outcomes.asFiled.score.realsProven == .init(tests: 0, of: 2))
    // The local tests are no accusation, as fast as they are.
    #expect(report.outcomes.asFiled.score.accused == .init(tests: 0, of: 4))
    #expect(report.outcomes.heldOut?.score.plainFakesCaught == .init(tests: 2, of: 2))
  }

  @Test func theReportForPeopleSaysTheSameEachTime() throws {
    let folder = try corpus()
    let arguments = ["rules", "calibrate", folder.path("first"), folder.path("second")]
    let outcome = try AssayProgram.run(arguments)
    #expect(outcome.output.hasPrefix("2 labelled runs with 6 labelled tests; tests without label: 0\n"))
    #expect(outcome.output.contains("\nprobability   tests   real   fake   hard   mean given      right\n"))
    #expect(outcome.output.contains("\n0-1 %             2      0      2      0"))
    #expect(try AssayProgram.run(arguments).output == outcome.output)
  }

  @Test func aFolderCanBeLeftOutAsAWhole() throws {
    let folder = try corpus()
    let outcome = try AssayProgram.run(
      ["rules", "calibrate", "--leave-out", "folder", "--format", "json", folder.path()])
    #expect(outcome.exitCode == 0)
    #expect(try Report(outcome.output).outcomes.heldOut == nil)
  }

  @Test func theSameRunCountsOnce() throws {
    let folder = try corpus()
    let outcome = try AssayProgram.run(["rules", "calibrate", folder.path("first"), folder.path("first")])
    #expect(outcome.output.hasPrefix("1 labelled run with 3 labelled tests"))
    #expect(outcome.errors.contains("the same files as a run before it"))
  }

  @Test func aFolderWithoutTruthIsAnError() throws {
    let folder = try TemporaryFolder()
    let outcome = try AssayProgram.run(["rules", "calibrate", folder.path()])
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("no 'truth.json' in there"))
  }

  /// The runs that the project recorded for this, by `Tests/LabelledRuns/record/record.sh`.
  @Test func noWeightDriftsFromWhatTheProjectsRunsImply() throws {
    let runs = AssayProgram.packageRoot.appending(path: "Tests/LabelledRuns/runs").path
    let outcome = try AssayProgram.run(["rules", "calibrate", "--format", "json", runs])
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let report = try Report(outcome.output)
    #expect(report.rules.filter { $0.standing == "drift" }.map { "\($0.rule) \($0.says) \($0.bits)" } == [])
    // Without these the test would show nothing.
    let measured = Set(report.rules.filter { $0.standing == "measured" }.map(\.rule))
    #expect(
      measured.isSuperset(of: [
        "resolution/only-a-lookup", "transport/answered-in-setup", "transport/bytes-exchanged-with-target",
        "transport/connection-without-request", "transport/no-contact-with-target",
        "transport/only-leftovers",
        "transport/only-loopback", "transport/only-other-hosts",
        "transport/refused-or-unanswered-by-target", "transport/request-unanswered",
      ]))
    #expect(report.rules.count { $0.standing == "within" } >= 10)
    let score = report.outcomes.asFiled.score
    #expect(score.accused.tests == 0)
    #expect(Double(score.plainFakesCaught.tests) >= 0.95 * Double(score.plainFakesCaught.of))
    #expect(Double(score.realsProven.tests) >= 0.95 * Double(score.realsProven.of))
    #expect(score.realsProven.of > 400)
  }

  @Test(.enabled(if: isCorpusPresent, "needs the recorded runs, ../shared/corpus and corpus-runners"))
  func noWeightDriftsFromWhatLabelledRunsImply() throws {
    let outcome = try AssayProgram.run(["rules", "calibrate", "--format", "json"] + Self.corpora)
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    let report = try Report(outcome.output)
    #expect(report.rules.filter { $0.standing == "drift" }.map { "\($0.rule) \($0.says) \($0.bits)" } == [])
    // Without these the test would show nothing.
    let measured = report.rules.filter { $0.standing == "measured" }.map(\.rule)
    #expect(measured.contains("transport/bytes-exchanged-with-target"))
    #expect(report.rules.count { $0.standing == "within" } >= 10)
    // Weights that come from other runs find as much.
    let heldOut = try #require(report.outcomes.heldOut)
    #expect(heldOut.score.plainFakesCaught.tests >= report.outcomes.asFiled.score.plainFakesCaught.tests)
    #expect(heldOut.score.accused.tests <= report.outcomes.asFiled.score.accused.tests)
  }
}
