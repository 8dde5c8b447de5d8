import Reports
import Rules
import Testing

@testable import Evidence

struct GateReportTests {
  private let failed = SampleRun.gate

  @Test func whatTheGateSaysComesFirst() {
    let text = SampleRun.text(gate: failed)
    #expect(
      text.hasPrefix(
        """
        GATE FAILED  by assay.yaml at origin/main, for 2 reasons
          fake: 1 test is fake and not known to the baseline; 0 may be
              1.50 ms  tests/test_api.py::test_logout
          no-capture: the run has 0 packet captures; at least 1 is asked for

        Excused: 2 tests
          1 test: fake, and known to the baseline
              0.14 ms  tests/test_api.py::test_login
          1 test: suspect, waived until 2026-12-31: being rewritten
             355.6 ms  tests/test_api.py::test_jwt

        Notes: 1
          - the waiver of 'x' matches no test: remove it

        FAKE  2 of 7 tests passed
        """))
    #expect(text.hasSuffix(SampleRun.text()))
  }

  @Test func aGateThatPassesSaysSoInOneLine() {
    let text = SampleRun.text(gate: GateDecision(policy: "assay.yaml", breaches: []))
    #expect(text == "GATE PASSED  by assay.yaml\n\n" + SampleRun.text())
  }

  @Test(arguments: [40, 57, 80, 120])
  func noLineIsWiderThanTheScreen(width: Int) {
    let long = String(repeating: "långt ", count: 60)
    var gate = failed
    gate.policy = long
    gate.breaches[0].sentence = long
    gate.excused[1].sentence = String(repeating: "x", count: 300)
    gate.notes.append(long)
    for line in SampleRun.text(width: width, gate: gate).split(separator: "\n") {
      #expect(line.count <= width, "\(line)")
    }
  }

  @Test func longListsAreCutAndCounted() {
    var gate = failed
    gate.breaches[0].tests = [0, 1, 2, 3]
    gate.notes = (0..<5).map { "note \($0)" }
    let text = SampleRun.text(limit: 3, gate: gate)
    #expect(text.contains("... and 1 more (all in --format json)"))
    #expect(text.contains("Notes: 5\n"))
    #expect(text.contains("... and 2 more (all in --format json)"))
    #expect(!text.contains("note 3"))
    #expect(SampleRun.text(limit: 3, listsAll: true, gate: gate).contains("note 4"))
  }

  @Test func nothingInADecisionReachesTheTerminalAsACommand() {
    let hostile = "a\u{1b}[31m\u{202e}\n::error::"
    let gate = GateDecision(
      policy: hostile, breaches: [.init(condition: .fake, sentence: hostile, tests: [0])],
      excused: [.init(test: 1, sentence: hostile)], notes: [hostile])
    for text in [SampleRun.text(gate: gate), SampleRun.json(gate: gate)] {
      #expect(
        !text.unicodeScalars.contains {
          $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
        })
      #expect(!text.split(separator: "\n").contains { $0.hasPrefix("::") })
    }
  }

  @Test func theDecisionIsInTheJSONReport() {
    #expect(
      SampleRun.json(gate: failed).contains(
        """
          "gate": {
            "policy": "assay.yaml at origin/main",
            "passed": false,
            "breaches": [
              {
                "condition": "fake",
                "sentence": "1 test is fake and not known to the baseline; 0 may be",
                "tests": [
                  "tests/test_api.py::test_logout"
                ]
              },
              {
                "condition": "no-capture",
                "sentence": "the run has 0 packet captures; at least 1 is asked for",
                "tests": []
              }
            ],
            "excused": [
              {"test": "tests/test_api.py::test_login", "sentence": "fake, and known to the baseline"},
              {"test": "tests/test_api.py::test_jwt", "sentence": "suspect, waived until 2026-12-31: being rewritten"}
            ],
            "notes": [
              "the waiver of 'x' matches no test: remove it"
            ]
          },
          "tests": [

        """))
    #expect(
      SampleRun.json(gate: GateDecision(policy: "p", breaches: [])).contains("\n    \"passed\": true,\n"))
  }
}
