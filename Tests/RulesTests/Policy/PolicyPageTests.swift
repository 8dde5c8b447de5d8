import Evidence
import FoundationEssentials
import Rules
import Testing

/// What docs/policy.md says.
struct PolicyPageTests {
  private func page() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return String(decoding: try Data(contentsOf: root.appending(path: "docs/policy.md")), as: UTF8.self)
  }

  private func block(_ language: String) throws -> String {
    let page = try page()
    let start = try #require(page.firstRange(of: "```\(language)\n")).upperBound
    let end = try #require(page[start...].firstRange(of: "```")).lowerBound
    return String(page[start..<end])
  }

  @Test func itsPolicyIsOne() throws {
    let policy = try Policy(Array(try block("yaml").utf8), place: "assay.yaml")
    #expect(policy.targets.count == 2)
    #expect(policy.expectations.map(\.expectation.rawValue) == ["offline", "mocked"])
    #expect(policy.ignoredHosts == ["telemetry.example.com"])
    #expect(policy.minimumDurations.map(\.microseconds) == [2000, 50_000])
    #expect(policy.failOn.suspect && policy.failOn.noCapture)
    #expect(policy.failOn.inconclusive == .percent(20) && policy.failOn.fewerTests == .tests(0))
    #expect(policy.ruleFolders == ["ci/rules"])
    #expect(policy.waivers.map(\.until.description) == ["2026-12-31"])
    #expect(try policy.parameters(of: RuleFolder.bundled.rules()).count == 1)
  }

  @Test func itsBaselineIsOne() throws {
    let baseline = try BaselineFile.baseline(Array(try block("json").utf8), place: "b.json")
    #expect(baseline.failing.values.sorted { $0.count < $1.count } == [[.fake], [.fake, .tooShort]])
  }

  @Test func itNamesEveryCondition() throws {
    let page = try page()
    for condition in GateCondition.allCases { #expect(page.contains("\n| `\(condition.rawValue)` |")) }
  }
}
