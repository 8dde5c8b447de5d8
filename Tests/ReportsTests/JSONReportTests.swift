import Foundation
import Records
import Reports
import Testing

@testable import Evidence
@testable import Rules

struct JSONReportTests {
  @Test func reportReadsAsItDid() {
    let tests = [SampleRun.tests[0], SampleRun.tests[5]]
    #expect(
      SampleRun.json(SampleRun.judgement(tests)) == #"""
        {
          "schema": "assay/verdicts/1",
          "run": {
            "name": "nightly",
            "started_at": "2026-11-22T10:47:31.017999Z",
            "targets": ["https://api.example.com"],
            "round_trip_s": 0.0118,
            "sources": [
              {"path": "run/results.xml", "kind": "junit-xml", "sha256": "ab12", "records": 7, "oddities": 0, "clock_offset_s": null, "clock_basis": null, "clock_error_s": null},
              {"path": "run/traffic.pcap", "kind": "pcap", "sha256": "cd34", "records": 42, "oddities": 3, "clock_offset_s": 1.25, "clock_basis": "estimated", "clock_error_s": 0.002}
            ],
            "coverage": [
              {"path": "run/traffic.pcap", "interface": "eth0", "start": "2026-11-22T10:47:31.017999Z", "stop": "2026-11-22T10:48:31.017999Z", "packets": 420, "dropped": null, "snap_length": 96}
            ],
            "oddities": [
              {"path": "run/traffic.pcap", "name": "pcap_cut_short", "detail": "12 bytes missing", "count": 3}
            ]
          },
          "left_out": [
            {"path": "run/notes.md", "reason": "no format that is read"}
          ],
          "summary": {
            "tests": 2,
            "passed": 1,
            "reported_pass_rate": 0.5,
            "proven_real": 0,
            "verdicts": {"real": 0, "fake": 1, "suspect": 0, "inconclusive": 0, "exempt": 1}
          },
          "gate": null,
          "tests": [
            {
              "id": "tests/test_api.py::test_login",
              "classname": "tests.test_api",
              "name": "test_login",
              "file": "tests/test_api.py",
              "outcome": "passed",
              "attempts": 1,
              "message": null,
              "duration_s": 0.000142,
              "window": {"start": "2026-11-22T10:47:31.017999Z", "stop": "2026-11-22T10:47:31.018141Z", "kind": "exact", "covered": true},
              "expectation": "real",
              "best_witness": "packets",
              "verdict": "fake",
              "cause": null,
              "settle": null,
              "score_bits": -21,
              "probability_real": 0.0000004768,
              "findings": [
                {"rule": "timing/faster-than-any-io", "group": "timing", "says": "fake", "bits": -9, "reason": "the body lasted at most 0.142 ms; no network call fits into less than 2.0 ms", "proof": ["test:1"]},
                {"rule": "transport/no-contact-with-target", "group": "transport", "says": "fake", "bits": -12, "reason": "0 packets went to the target while the test ran; at least 1 is needed", "proof": ["test:1", "connection:7"]}
              ]
            },
            {
              "id": "tests/test_api.py::test_windows",
              "classname": "tests.test_api",
              "name": "test_windows",
              "file": "tests/test_api.py",
              "outcome": "skipped",
              "attempts": 1,
              "message": null,
              "duration_s": null,
              "window": {"start": null, "stop": null, "kind": "none", "covered": null},
              "expectation": "real",
              "best_witness": "timing",
              "verdict": "exempt",
              "cause": "skipped: needs Windows",
              "settle": null,
              "score_bits": 0,
              "probability_real": 0.5,
              "findings": []
            }
          ]
        }

        """#)
  }

  @Test func emptyRunHasNoRate() throws {
    let report = try Self.parse(SampleRun.json(SampleRun.judgement([]), leftOut: []))
    let summary = try #require(report["summary"] as? [String: Any])
    #expect(summary["reported_pass_rate"] is NSNull)
    #expect(summary["tests"] as? Int == 0)
    #expect((report["tests"] as? [Any])?.isEmpty == true)
    #expect((report["left_out"] as? [Any])?.isEmpty == true)
  }

  @Test func ratesOfTheRunThatStartedIt() {
    // 154 / 158 = 0.97468354...
    let tests = (0..<158).map { SampleRun.test(.fake, "t", outcome: $0 < 154 ? .passed : .failed) }
    #expect(SampleRun.json(SampleRun.judgement(tests)).contains(#""reported_pass_rate": 0.974684,"#))
  }

  @Test func anyTextSurvivesTheWayThroughJSON() throws {
    let hostile =
      (0..<0x300).compactMap(Unicode.Scalar.init).map(String.init).joined() + "\u{2028}\u{202e}日👩‍💻\u{e0041}"
    var test = SampleRun.test(.suspect, hostile, cause: hostile)
    test.facts.message = hostile
    let json = SampleRun.json(SampleRun.judgement([test]))
    #expect(!json.unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control })
    #expect(!json.unicodeScalars.contains { $0.properties.generalCategory == .format })
    let tests = try #require(try Self.parse(json)["tests"] as? [[String: Any]])
    #expect((tests[0]["name"] as? String)?.unicodeScalars.elementsEqual(hostile.unicodeScalars) == true)
    #expect((tests[0]["cause"] as? String)?.unicodeScalars.elementsEqual(hostile.unicodeScalars) == true)
  }

  @Test(arguments: [
    (-9.0, "-9"), (-11.234, "-11.23"), (2.5, "2.5"), (-0.001, "0"), (0.05, "0.05"), (.nan, "null"),
    (-.infinity, "null"), (123_456.789, "123456.79"),
  ])
  func scoreHasTwoDecimals(score: Double, written: String) {
    let json = SampleRun.json(SampleRun.judgement([SampleRun.test(.fake, "t", score: score)]))
    #expect(json.contains("\"score_bits\": \(written),\n"))
  }

  @Test(arguments: [
    (0.0, "0"), (1, "1"), (0.5, "0.5"), (0.000423549, "0.0004235"), (0.99994, "0.9999"), (0.99996, "1"),
    (0.738796, "0.7388"), (1.23456e-9, "0.000000001235"), (8.88178e-16, "8.882e-16"), (.nan, "null"),
    (2, "null"),
  ])
  func probabilityHasFourSignificantDigits(probability: Double, written: String) throws {
    let json = SampleRun.json(SampleRun.judgement([SampleRun.test(.fake, "t", probability: probability)]))
    #expect(json.contains("\"probability_real\": \(written),\n"))
    _ = try Self.parse(json)
  }

  // The expected texts are those of Python's datetime, floored to microseconds; the ends are Timestamp's own.
  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000000Z"), (-1, "1969-12-31T23:59:59.999999Z"),
      (951_782_400_000_001_000, "2000-02-29T00:00:00.000001Z"),
      (4_107_542_399_999_999_999, "2100-02-28T23:59:59.999999Z"),
      (.min, "1677-09-21T00:12:43.145224Z"), (.max, "2262-04-11T23:47:16.854775Z"),
    ] as [(Int64, String)])
  func timesAreUTCWithMicroseconds(nanoseconds: Int64, written: String) {
    var judgement = SampleRun.judgement([])
    judgement.run.startedAt = Timestamp(nanoseconds: nanoseconds)
    #expect(SampleRun.json(judgement).contains("\"started_at\": \"\(written)\","))
  }

  @Test(
    arguments: [(142, "0.000142"), (1_500_000, "1.5"), (0, "0"), (-250, "-0.00025"), (nil, "null")]
      as [(Int64?, String)])
  func durationsAreExactSeconds(microseconds: Int64?, written: String) {
    var test = SampleRun.test(.fake, "t")
    test.facts.durationMicroseconds = microseconds
    #expect(SampleRun.json(SampleRun.judgement([test])).contains("\"duration_s\": \(written),\n"))
  }

  @Test func outputComesInPieces() {
    struct Pieces: TextOutputStream {
      var sizes: [Int] = []
      mutating func write(_ text: String) { sizes.append(text.utf8.count) }
    }
    var pieces = Pieces()
    let tests = (0..<1000).map { SampleRun.fake("test_\($0)") }
    JSONReport().render(ReportedRun(SampleRun.judgement(tests)), into: &pieces)
    #expect(pieces.sizes.count > 5)
    #expect(pieces.sizes.allSatisfy { $0 < 100_000 })
  }

  @Test func everyKeyIsDocumentedAndNoOther() throws {
    let page = try String(
      contentsOfFile: #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        + "/docs/json-report.md", encoding: .utf8)
    let own = page.prefix(upTo: page.firstRange(of: "\n# The comparison")?.lowerBound ?? page.endIndex)
    let documented = Set(own.matches(of: /(?m)^\| `([a-z0-9_]+)` \|/).map { String($0.1) })
    var written: Set<String> = []
    func collect(_ value: Any) {
      for (key, value) in value as? [String: Any] ?? [:] {
        written.insert(key)
        collect(value)
      }
      for value in value as? [Any] ?? [] { collect(value) }
    }
    collect(try Self.parse(SampleRun.json(gate: SampleRun.gate)))
    #expect(documented == written)
  }

  private static func parse(_ json: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
  }
}
