import FoundationEssentials
import Records
import Rules
import Testing

@testable import Evidence

/// The run that started the project, judged by its times alone: the truth about it was read from the tests' bodies.
struct OriginRunTests {
  static let shared =
    ProcessInfo.processInfo.environment["ASSAY_SHARED"]
    ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().path + "/shared"
  static let isPresent = FileManager.default.fileExists(atPath: shared + "/origin/before.truth.json")

  private struct Truth: Decodable {
    struct Label: Decodable { var label: String }
    var tests: [String: Label]
  }

  private struct Report: Decodable {
    struct Phase: Decodable { var duration: Double }
    struct Test: Decodable {
      var nodeid: String
      var outcome: String
      var setup: Phase?
      var call: Phase?
      var teardown: Phase?
    }
    var tests: [Test]
  }

  private func labels() throws -> [String: String] {
    let data = try Data(contentsOf: URL(filePath: Self.shared + "/origin/before.truth.json"))
    return try JSONDecoder().decode(Truth.self, from: data).tests.mapValues(\.label)
  }

  /// The verdicts by label and verdict: `fake fake`, `touches_network inconclusive`, ...
  private func counts(_ rows: [(label: String, columns: [String: EvidenceValue])]) throws -> [String: Int] {
    let contract = try EvidenceContract(views: EvidenceView.all)
    var judged: [[String: EvidenceValue]] = []
    for (number, row) in rows.enumerated() where row.label != "exempt" {
      judged.append(
        row.columns.merging(["test_id": .integer(Int64(number)), "expectation": .text("real")]) { $1 })
    }
    try contract.insert(judged, into: "judged")
    let tests = rows.enumerated().map { number, row in
      TestFacts.fixture(Int64(number), outcome: row.label == "exempt" ? .failed : .passed, isCovered: nil)
    }
    let judgement = try Judge(rules: try RuleFolder.bundled.rules())
      .judge(contract, tests: tests, run: .fixture(hasPackets: false))
    return Dictionary(
      zip(rows, judgement.tests).map { ("\($0.label) \($1.verdict.rawValue)", 1) }, uniquingKeysWith: +)
  }

  @Test(.enabled(if: isPresent, "needs ../shared/origin or ASSAY_SHARED"))
  func tellsFromThePhasesAll113FakesAndNoneOfThe41() throws {
    let labels = try labels()
    let data = try Data(contentsOf: URL(filePath: Self.shared + "/origin/before.pytest.json"))
    let rows = try JSONDecoder().decode(Report.self, from: data).tests.map { test in
      func microseconds(_ phase: Report.Phase?) -> Int64 { Int64(((phase?.duration ?? 0) * 1e6).rounded()) }
      let (setup, call) = (microseconds(test.setup), microseconds(test.call))
      let total = setup + call + microseconds(test.teardown)
      return (
        label: labels[test.nodeid] ?? "",
        columns: [
          "run_id": EvidenceValue.integer(1), "setup_us": .integer(setup), "setup_most_us": .integer(setup),
          "call_us": .integer(call),
          "call_most_us": .integer(call), "total_least_us": .integer(total), "total_most_us": .integer(total),
        ]
      )
    }
    #expect(
      try counts(rows) == ["fake fake": 113, "touches_network inconclusive": 41, "exempt exempt": 4])
  }

  @Test(.enabled(if: isPresent, "needs ../shared/origin or ASSAY_SHARED"))
  func tellsFromMilliseconds112OfThem() throws {
    let labels = try labels()
    let labelByName = Dictionary(
      labels.map {
        (
          String($0.key.split(separator: "/").last ?? "").replacing(".py::", with: ".").replacing(
            "::", with: "."), $0.value
        )
      },
      uniquingKeysWith: { one, _ in one })
    let xml = String(
      decoding: try Data(contentsOf: URL(filePath: Self.shared + "/origin/before.junit.xml")), as: UTF8.self)
    var rows: [(label: String, columns: [String: EvidenceValue])] = []
    for match in xml.matches(of: /<testcase classname="([^"]*)" name="([^"]*)" time="([0-9.]+)"/) {
      let name = "\(match.1).\(match.2)".split(separator: ".").suffix(3).joined(separator: ".")
      let most = Int64(((Double(match.3) ?? 0) * 1e6).rounded()) + 500
      rows.append(
        (
          label: labelByName[name] ?? "",
          columns: [
            "call_most_us": .integer(most), "total_most_us": .integer(most),
            "total_least_us": .integer(max(0, most - 1000)),
          ]
        ))
    }
    #expect(
      try counts(rows) == [
        "fake fake": 112, "fake inconclusive": 1, "touches_network inconclusive": 41, "exempt exempt": 4,
      ])
  }
}
