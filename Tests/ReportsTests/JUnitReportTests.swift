import Reports
import Testing

@testable import Evidence
@testable import Rules

struct JUnitReportTests {
  @Test func reportReadsAsItDid() {
    let tests = [
      SampleRun.tests[0], SampleRun.tests[2], SampleRun.tests[3], SampleRun.tests[5], SampleRun.tests[6],
    ]
    #expect(
      GatedRun.text(JUnitReport(), ReportedRun(SampleRun.judgement(tests))) == """
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="assay" tests="5" failures="1" errors="0">
          <testsuite name="nightly" tests="5" failures="1" errors="0" skipped="2" timestamp="2026-11-22T10:47:31.017999Z">
            <testcase name="test_login" classname="tests.test_api" time="0.000142">
              <failure type="assay.fake" message="0 packets went to the target while the test ran; at least 1 is needed">- 0 packets went to the target while the test ran; at least 1 is needed
        - the body lasted at most 0.142 ms; no network call fits into less than 2.0 ms
        - score -21.00 bits, probability of being real 0.0000004768</failure>
            </testcase>
            <testcase name="test_jwt" classname="tests.test_api" time="0.355600">
              <system-out>suspect:
        - it claims auth and only fetched /health, 1 request of 1
        - score +14.00 bits, probability of being real 0.9999</system-out>
            </testcase>
            <testcase name="test_parallel" classname="tests.test_api" time="12.340000">
              <skipped message="inconclusive: the capture starts 3.2 s after the test began: capture from the start"/>
            </testcase>
            <testcase name="test_windows" classname="tests.test_api">
              <skipped message="exempt: skipped: needs Windows"/>
            </testcase>
            <testcase name="test_checkout" classname="tests.test_api" time="0.801700"/>
          </testsuite>
        </testsuites>

        """)
  }

  @Test func gateIsATestCaseOfItsOwn() throws {
    let cases = try Self.cases(GatedRun.failed)
    #expect(cases[0].attributes == ["name": "assay gate", "classname": "assay"])
    let failure = try #require(cases[0].children.first)
    #expect(failure.name == "failure")
    #expect(failure.attributes == ["type": "assay.gate", "message": "1 test is fake; 0 may be (and 2 more)"])
    #expect(
      failure.text.split(separator: "\n") == [
        "- fake: 1 test is fake; 0 may be",
        "- fewer-tests: the run has 7 tests, 3 fewer than the 10 of the baseline",
        "- inconclusive: 2 of 6 judged tests are inconclusive", "- the waiver of 'a' matches no test",
      ])
    // The fake that blocks fails, the waived one doesn't.
    #expect(cases[1].children.map(\.name) == ["failure"])
    #expect(cases[2].children.map(\.name) == ["system-out"])
    #expect(
      cases[2].children[0].text.hasPrefix("fake, but excused: fake, waived until 2026-12-31: a bug is open\n")
    )
    let passed = try Self.cases(GatedRun.passed)
    #expect(passed[0].attributes["name"] == "assay gate")
    #expect(passed[0].children.isEmpty)
    // A policy that lets fakes pass decides here too.
    #expect(passed[1].children.map(\.name) == ["system-out"])
    #expect(try Self.cases(ReportedRun(SampleRun.judgement())).count == 7)
  }

  // The elements and attributes that junit-10.xsd of Jenkins' xUnit plugin knows, with those that it requires.
  static let schema: [String: (known: Set<String>, required: Set<String>, children: Set<String>)] = [
    "testsuites": (["name", "time", "tests", "failures", "errors"], [], ["testsuite"]),
    "testsuite": (
      ["name", "tests", "failures", "errors", "time", "skipped", "timestamp", "hostname", "id", "package"],
      ["name", "tests", "failures", "errors"],
      ["testsuite", "properties", "testcase", "system-out", "system-err"]
    ),
    "testcase": (
      ["name", "time", "classname", "group"], ["name"],
      ["skipped", "error", "failure", "system-out", "system-err"]
    ),
    "failure": (["type", "message"], [], []), "skipped": (["type", "message"], [], []),
    "system-out": ([], [], []),
  ]

  @Test func onlyWhatTheSchemaKnowsIsWritten() throws {
    for run in [GatedRun.failed, GatedRun.passed, GatedRun.hostile, ReportedRun(SampleRun.judgement([]))] {
      let root = try #require(XMLTree.root(of: GatedRun.text(JUnitReport(), run)))
      #expect(root.name == "testsuites")
      for element in root.all {
        let rule = try #require(Self.schema[element.name], "\(element.name)")
        #expect(rule.known.isSuperset(of: element.attributes.keys))
        #expect(rule.required.isSubset(of: element.attributes.keys))
        #expect(rule.children.isSuperset(of: element.children.map(\.name)))
      }
    }
  }

  @Test func countsAreThoseOfTheTestCases() throws {
    for run in [GatedRun.failed, GatedRun.passed, GatedRun.hostile, ReportedRun(SampleRun.judgement([]))] {
      let suite = try #require(XMLTree.root(of: GatedRun.text(JUnitReport(), run))?.children.first)
      #expect(suite.attributes["tests"] == "\(suite.children.count)")
      for (attribute, child) in [("failures", "failure"), ("skipped", "skipped"), ("errors", "error")] {
        let count = suite.children.count { $0.children.contains { $0.name == child } }
        #expect(suite.attributes[attribute] == "\(count)")
      }
    }
  }

  @Test func hostileNamesComeBackWithoutWhatXMLForbids() throws {
    let xml = GatedRun.text(JUnitReport(), GatedRun.hostile)
    #expect(GatedRun.unsafe(xml).isEmpty)
    let names = try Self.cases(GatedRun.hostile).dropFirst().map { $0.attributes["name"] ?? "" }
    let allowed = GatedRun.hostileNames.map { name in
      // XML 1.0, production 2.
      name.unicodeScalars.reduce(into: "") { text, scalar in
        switch scalar.value {
        case 0x0: text += #"\x00"#
        case 0x7: text += #"\x07"#
        case 0x1b: text += #"\x1b"#
        case 0xfffe: text += #"\u{fffe}"#
        case 0xffff: text += #"\u{ffff}"#
        default: text.unicodeScalars.append(scalar)
        }
      }
    }
    #expect(names.count == allowed.count * 2)
    for (name, expected) in zip(names, allowed.flatMap { [$0, $0] }) {
      #expect(name.unicodeScalars.elementsEqual(expected.unicodeScalars), "\(expected.prefix(40))")
    }
  }

  private static func cases(_ run: ReportedRun) throws -> [XMLTree.Element] {
    try #require(XMLTree.root(of: GatedRun.text(JUnitReport(), run))?.children.first).children
  }
}
