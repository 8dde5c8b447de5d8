import Foundation
import Reports
import Testing

@testable import Evidence
@testable import Rules

struct SARIFReportTests {
  @Test func everyAppliedRuleAndConditionIsDeclared() throws {
    let rules = try Self.driverRules(SampleRun.judgement([]))
    #expect(
      rules.map { $0["id"] as? String } == [
        SampleRun.instant, SampleRun.noContact, "gate/fake", "gate/suspect", "gate/inconclusive",
        "gate/no-capture", "gate/fewer-tests", "gate/too-short", "gate/expired-waiver",
      ])
    for rule in rules {
      for key in ["shortDescription", "fullDescription", "help"] {
        #expect((rule[key] as? [String: String])?["text"]?.isEmpty == false, "\(key)")
      }
    }
    #expect((rules[0]["defaultConfiguration"] as? [String: String])?["level"] == "error")
  }

  @Test func cleanRunHasAnEmptyListOfResults() throws {
    let run = try Self.run(ReportedRun(SampleRun.judgement([SampleRun.tests[6]])))
    #expect((run["results"] as? [Any])?.isEmpty == true)
    let invocation = try #require((run["invocations"] as? [[String: Any]])?.first)
    #expect(invocation["executionSuccessful"] as? Bool == true)
  }

  @Test func withoutAGateFakeIsAnErrorAndSuspectAWarning() throws {
    let results = try Self.results(ReportedRun(SampleRun.judgement()))
    #expect(results.map { $0["level"] as? String } == ["error", "error", "warning"])
    #expect(
      results.map { $0["ruleId"] as? String } == [SampleRun.noContact, SampleRun.noContact, "gate/suspect"])
    #expect(results.map { $0["ruleIndex"] as? Int } == [1, 1, 3])
    #expect(
      Self.text(results[0])
        == "Fake test tests/test_api.py::test_login: 0 packets went to the target while the test ran; at least 1 is "
        + "needed; the body lasted at most 0.142 ms; no network call fits into less than 2.0 ms; score -21.00 bits, "
        + "probability of being real 0.0000004768")
    #expect(results.allSatisfy { $0["suppressions"] == nil })
  }

  @Test func withAGateErrorsAreWhatFailsIt() throws {
    let results = try Self.results(GatedRun.failed)
    // About the run; the fake that blocks; the suspect; the inconclusive; last the one that is waived.
    #expect(
      results.map { $0["ruleId"] as? String } == [
        "gate/fewer-tests", "gate/inconclusive", SampleRun.noContact, "gate/suspect", "gate/inconclusive",
        "gate/inconclusive", SampleRun.noContact,
      ])
    #expect(
      results.map { $0["level"] as? String } == [
        "error", "error", "error", "warning", "note", "note", "error",
      ])
    let suppressions = results.map { ($0["suppressions"] as? [[String: String]]) ?? [["kind": "missing"]] }
    #expect(suppressions.dropLast().allSatisfy { $0.isEmpty })
    #expect(
      suppressions.last == [
        ["kind": "external", "justification": "fake, waived until 2026-12-31: a bug is open"]
      ])
  }

  @Test func locationsAreRelativeAndPercentEncoded() throws {
    var test = SampleRun.tests[0]
    test.facts.file = "/repository/tests/./a b/%41:ü.py"
    var elsewhere = SampleRun.tests[1]
    elsewhere.facts.file = "/usr/lib/test.py"
    var none = SampleRun.tests[1]
    none.facts.file = nil
    let results = try Self.results(
      ReportedRun(SampleRun.judgement([test, elsewhere, none])), root: "/repository")
    let locations = try results.map { result in
      try #require((result["locations"] as? [[String: Any]])?.first?["physicalLocation"] as? [String: Any])
    }
    let artifacts = locations.compactMap { $0["artifactLocation"] as? [String: String] }
    #expect(
      artifacts.map { $0["uri"] } == ["tests/a%20b/%2541%3A%C3%BC.py", "run/results.xml", "run/results.xml"])
    #expect(artifacts.allSatisfy { $0["uriBaseId"] == "%SRCROOT%" })
    let logical = try #require(
      ((results[0]["locations"] as? [[String: Any]])?.first?["logicalLocations"] as? [[String: String]])?
        .first)
    #expect(logical["fullyQualifiedName"] == "tests/test_api.py::test_login")
  }

  @Test func fingerprintsDependOnTheTestAlone() throws {
    var slower = SampleRun.tests[0]
    slower.facts.durationMicroseconds = 999
    slower.scoreBits = -30
    slower.findings.removeLast()
    let same = SampleRun.tests[0]
    let first = try Self.fingerprints([SampleRun.tests[0], SampleRun.tests[1]])
    #expect(try Self.fingerprints([slower])[0] == first[0])
    // printf 'test\0tests/test_api.py::test_login' | sha256sum | cut -c1-32
    #expect(first[0] == "165d244eb484f57210cdfff06c9c1a3f")
    #expect(Set(try Self.fingerprints([same, same, same])).count == 3)
    #expect(Set(first).count == 2)
  }

  @Test func messagesHoldNoLinksAndNoPlaceholders() throws {
    let test = SampleRun.fake("a[b](https://evil.example) {0}")
    let text = Self.text(try Self.results(ReportedRun(SampleRun.judgement([test])))[0])
    #expect(text.contains("a[b] (https://evil.example) {{0}}"))
  }

  @Test func hostileNamesGoThroughUnharmed() throws {
    let json = GatedRun.text(SARIFReport(), GatedRun.hostile)
    #expect(GatedRun.unsafe(json).isEmpty)
    let results = try Self.results(GatedRun.hostile)
    #expect(results.count == GatedRun.hostileNames.count * 3)
    let names = results.compactMap { result in
      ((result["locations"] as? [[String: Any]])?.first?["logicalLocations"] as? [[String: String]])?.first?[
        "name"]
    }
    #expect(Set(names) == Set(GatedRun.hostileNames))
  }

  @Test func beyondWhatGitHubTakesResultsAreCounted() throws {
    let run = try Self.run(GatedRun.large(25_100))
    #expect((run["results"] as? [Any])?.count == 25_000)
    let invocation = try #require((run["invocations"] as? [[String: Any]])?.first)
    let texts = (invocation["toolExecutionNotifications"] as? [[String: Any]] ?? []).map(Self.text)
    #expect(texts.contains { $0.hasPrefix("100 of 25100 results are left out") })
    #expect(texts.contains { $0.hasPrefix("GitHub shows 5000 results") })
  }

  // SARIF_SCHEMA is the path of the schema that OASIS publishes; python3 with its package jsonschema validates.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["SARIF_SCHEMA"] != nil))
  func reportsAreValidByTheSchema() throws {
    let schema = try #require(ProcessInfo.processInfo.environment["SARIF_SCHEMA"])
    let script = """
      import json, sys, jsonschema
      schema = json.load(open(sys.argv[1]))
      jsonschema.validators.validator_for(schema)(schema).validate(json.load(open(sys.argv[2])))
      """
    for run in [
      ReportedRun(SampleRun.judgement([])), ReportedRun(SampleRun.judgement()), GatedRun.failed,
      GatedRun.passed,
      GatedRun.hostile,
    ] {
      let file = FileManager.default.temporaryDirectory.appending(path: "assay-\(UUID().uuidString).sarif")
      try Data(GatedRun.text(SARIFReport(), run).utf8).write(to: file)
      defer { try? FileManager.default.removeItem(at: file) }
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["python3", "-c", script, schema, file.path]
      try process.run()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
    }
  }

  private static func run(_ run: ReportedRun, root: String? = nil) throws -> [String: Any] {
    let json = GatedRun.text(SARIFReport(root: root), run)
    let log = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(log["version"] as? String == "2.1.0")
    return try #require((log["runs"] as? [[String: Any]])?.first)
  }

  private static func results(_ reported: ReportedRun, root: String? = nil) throws -> [[String: Any]] {
    try #require(try run(reported, root: root)["results"] as? [[String: Any]])
  }

  private static func driverRules(_ judgement: Judgement) throws -> [[String: Any]] {
    let tool = try #require(try run(ReportedRun(judgement))["tool"] as? [String: [String: Any]])
    return try #require(tool["driver"]?["rules"] as? [[String: Any]])
  }

  private static func fingerprints(_ tests: [TestVerdict]) throws -> [String] {
    try results(ReportedRun(SampleRun.judgement(tests))).map { result in
      let fingerprints = try #require(result["partialFingerprints"] as? [String: String])
      let own = try #require(fingerprints["assayTest/v1"])
      #expect(fingerprints["primaryLocationLineHash"] == own + ":1")
      return own
    }
  }

  private static func text(_ holder: [String: Any]) -> String {
    (holder["message"] as? [String: String])?["text"] ?? ""
  }
}
