import Foundation
import Reports
import Testing

struct JSONComparisonTests {
  private func parse(_ json: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  }

  @Test func aTestStandsThereAsBothRunsHaveIt() {
    let json = SampleComparison.render(JSONComparison())
    #expect(
      json.contains(
        #"""
            {
              "id": "tests/test_api.py::test_session",
              "change": "now_failing",
              "match": "same",
              "match_basis": null,
              "before": {
                "id": "tests/test_api.py::test_session",
                "file": "tests/test_api.py",
                "outcome": "passed",
                "message": null,
                "duration_s": 0.000142,
                "covered": true,
                "verdict": "fake",
                "cause": null,
                "settle": null,
                "reason": "0 packets went to the target while the test ran; at least 1 is needed",
                "probability_real": 0.0000004768,
                "failure": null,
                "reached": null,
                "target": {"lookups": null, "connections": null, "handshakes": null, "exchanges": null, "sent_bytes": null, "received_bytes": null, "told_exchanges": [0, 0]},
                "elsewhere": {"lookups": null, "connections": null, "handshakes": null, "exchanges": null, "sent_bytes": null, "received_bytes": null, "told_exchanges": [0, 0]},
                "servers": []
              },
              "after": {
                "id": "tests/test_api.py::test_session",
                "file": "tests/test_api.py",
                "outcome": "failed",
                "message": "TypeError: connect() got 'x'",
                "duration_s": 0.002,
                "covered": true,
                "verdict": "exempt",
                "cause": null,
                "settle": null,
                "reason": null,
                "probability_real": 0.5,
                "failure": "code_error",
                "reached": "before any network",
                "target": {"lookups": [0, 0], "connections": [0, 0], "handshakes": [0, 0], "exchanges": [0, 0], "sent_bytes": [0, 0], "received_bytes": [0, 0], "told_exchanges": [0, 0]},
                "elsewhere": {"lookups": [0, 0], "connections": [0, 0], "handshakes": [0, 0], "exchanges": [0, 0], "sent_bytes": [0, 0], "received_bytes": [0, 0], "told_exchanges": [0, 0]},
                "servers": []
              }
            },

        """#))
  }

  @Test func theRunsHaveTheirTotals() throws {
    let report = try parse(SampleComparison.render(JSONComparison()))
    #expect(report["schema"] as? String == JSONComparison.schema)
    let before = try #require((report["before"] as? [String: Any])?["totals"] as? [String: Any])
    let after = try #require((report["after"] as? [String: Any])?["totals"] as? [String: Any])
    #expect(before["covered"] is NSNull)
    #expect(after["covered"] as? Int == 8)
    // 0.142 + 1.5 + 300 + 0.142 + 0.142 + 400 + 0.5 ms
    #expect(before["duration_s"] as? Double == 0.702426)
    #expect((after["target"] as? [String: [Int]])?["connections"] == [4, 4])
    let changes = try #require(report["changes"] as? [String: Int])
    #expect(changes.values.reduce(0, +) == (report["tests"] as? [Any])?.count)
    #expect(changes["turned_real"] == 1)
    #expect(
      (report["in_both"] as? [String: Double]) == ["tests": 6, "before_s": 0.701926, "after_s": 1.1473])
  }

  @Test func everyKeyIsDocumentedAndNoOther() throws {
    let page = try String(
      contentsOfFile: #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        + "/docs/json-report.md", encoding: .utf8)
    let start = try #require(page.firstRange(of: "\n# The comparison"))
    let documented = Set(
      page[start.upperBound...].matches(of: /(?m)^\| ((`[a-z0-9_]+`(, )?)+) \|/).flatMap { row in
        row.1.matches(of: /`([a-z0-9_]+)`/).map { String($0.1) }
      })
    var written: Set<String> = []
    func collect(_ value: Any) {
      for (key, value) in value as? [String: Any] ?? [:] {
        if key != "verdicts", key != "left_out" { collect(value) }
        written.insert(key)
      }
      for value in value as? [Any] ?? [] { collect(value) }
    }
    collect(try parse(SampleComparison.render(JSONComparison())))
    #expect(documented == written)
  }

  @Test func anyTextSurvivesTheWayThroughJSON() throws {
    let hostile =
      (1..<0x300).compactMap(Unicode.Scalar.init).map(String.init).joined() + "\u{2028}\u{202e}👩‍💻\u{e0041}"
    let json = SampleComparison.render(JSONComparison(), SampleComparison.hostile(hostile))
    #expect(
      !json.unicodeScalars.contains {
        $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
      })
    let tests = try #require(try parse(json)["tests"] as? [[String: Any]])
    #expect(tests.count == 2)
    let id = try #require(tests[0]["id"] as? String)
    #expect(id.unicodeScalars.elementsEqual(("moved/" + hostile).unicodeScalars))
  }

  @Test func sameRunsGiveTheSameBytes() {
    for format in ComparisonFormat.allCases {
      let report = format.report(listsAll: true)
      #expect(SampleComparison.render(report) == SampleComparison.render(report))
    }
  }
}
