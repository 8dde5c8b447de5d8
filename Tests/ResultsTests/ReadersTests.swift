import Foundation
import Records
import Results
import Testing

struct ReadersTests {
  static let fixtures: [(kind: String, text: String)] = [
    (
      "junit-xml",
      """
      <?xml version="1.0"?><!-- <testrun> --><testsuites><testsuite name="é" time="0,5" timestamp="2024-03-01T00:00:00Z">\
      <testcase classname="a.B" file="a.py" name="c&amp;[1]" time="1e-05"><failure message="m"><![CDATA[x]]></failure>\
      </testcase><testcase name="d"><flakyError type="t">u</flakyError></testcase></testsuite></testsuites>
      """
    ),
    (
      "pytest-json-report",
      #"""
      {"created": 10.5, "duration": 1.5, "exitcode": 0, "root": "/", "tests": [{"nodeid": "a.py::b", "outcome": "passed",
      "call": {"duration": 0.5, "outcome": "passed", "log": [{"name": "httpx", "msg": "HTTP Request: GET http://h/ \"HTTP/1.1 200 OK\"",
      "created": 9.5}]}}]}
      """#
    ),
    (
      "pytest-reportlog",
      #"""
      {"$report_type": "SessionStart"}
      {"nodeid": "a.py::b", "when": "call", "outcome": "passed", "duration": 0.5, "start": 9.0, "stop": 9.5, "$report_type": "TestReport"}
      {"nodeid": "a.py::b", "when": "teardown", "outcome": "failed", "longrepr": "x", "$report_type": "TestReport"}
      """#
    ),
    (
      "go-test-json",
      #"""
      go: downloading x
      {"Time":"2026-01-01T00:00:00.5Z","Action":"run","Package":"p","Test":"T"}
      {"Time":"2026-01-01T00:00:00.6Z","Action":"run","Package":"p","Test":"T/s"}
      {"Action":"output","Package":"p","Test":"T/s","Output":"    a.go:1: é\n"}
      {"Time":"2026-01-01T00:00:00.9Z","Action":"skip","Package":"p","Test":"T/s","Elapsed":0.2}
      {"Time":"2026-01-01T00:00:01+01:00","Action":"pass","Package":"p","Test":"T","Elapsed":0.5}
      """#
    ),
    (
      "swift-testing-events",
      #"""
      {"kind":"test","payload":{"id":"M.S\/f()\/A.swift:1:2","kind":"function","sourceLocation":{"fileID":"M\/é"}},"version":0}
      {"kind":"event","payload":{"instant":{"absolute":1,"since1970":9.5},"kind":"testStarted","testID":"M.S\/f()\/A.swift:1:2"}}
      {"kind":"event","payload":{"instant":{"since1970":9.75},"kind":"testEnded","testID":"M.S\/f()\/A.swift:1:2"}}
      """#
    ),
    (
      "robot-output",
      """
      <?xml version="1.0"?><robot generator="Robot"><suite name="é" source="s"><test name="a&amp;b"><tags><tag>t</tag></tags>\
      <kw><status status="PASS"/></kw><status status="FAIL" start="2024-03-01T00:00:00.5" elapsed="0.25">m</status></test>\
      <test name="c"><status status="SKIP" starttime="20240101 00:00:00.000" endtime="20240101 00:00:00.001"/></test>\
      <status status="PASS" start="2024-03-01T00:00:00"/></suite></robot>
      """
    ),
    (
      "open-test-reporting",
      """
      <e:events xmlns:e="https://schemas.opentest4j.org/reporting/events/0.1.0" xmlns:j="j"><e:started id="1" name="é" \
      time="2024-01-01T00:00:00Z"/><e:started id="2" parentId="1" time="2024-01-01T00:00:00.5Z"><metadata><j:type>TEST</j:type>\
      </metadata><sources><j:methodSource className="C"/></sources></e:started><e:finished id="2" time="2024-01-01T00:00:01Z">\
      <result status="FAILED"><reason>r</reason></result></e:finished></e:events>
      """
    ),
    (
      "playwright-json",
      #"""
      {"config":{"rootDir":"/","forbidOnly":false,"projects":[{"name":"é"}]},"suites":[{"title":"a.ts","specs":[{"title":"b",
      "tests":[{"expectedStatus":"passed","results":[{"workerIndex":0,"status":"failed","duration":5.5,
      "startTime":"2026-01-01T00:00:00Z","error":{"message":"m"}}]}]}],"suites":[{"title":"d","specs":[]}]}],"stats":{}}
      """#
    ),
    (
      "ctrf",
      #"""
      {"results":{"tool":{"name":"é"},"tests":[{"name":"a","status":"failed","duration":1,"start":1772359200000,
      "suite":["s"],"message":"m","retryAttempts":[{"status":"passed","stop":1e12}]}]}}
      """#
    ),
    (
      "behave-json",
      #"""
      [{"elements":[{"type":"scenario","location":"a:1","name":"é","status":"failed","steps":[{"step_type":"given",
      "result":{"duration":0.5,"status":"failed","error_message":["m"]}}]}],"keyword":"Feature","location":"features/a:1"}]
      """#
    ),
    (
      "cucumber-json",
      #"""
      [{"uri":"file:a","keyword":"Feature","elements":[{"line":1,"type":"background","steps":[]},{"line":2,"name":"é",
      "start_timestamp":"2026-01-01T00:00:00Z","before":[{"result":{"duration":5}}],"steps":[{"result":{"status":"passed"}}]}]}]
      """#
    ),
    (
      "xctest-console",
      """
      2026-01-01T00:00:00.500Z [1/2] Testing M.C/testé
      2026-01-01T00:00:00Z 00O Test Case 'C.testB' started at 2026-01-01 01:00:00.250
      /a.swift:1: error: C.testB : m
      Test Case 'C.testB' failed (0.5 seconds)
      Test Case '-[M.D testE]' started.
      """
    ),
  ]

  func reader(_ bytes: [UInt8]) -> (any RecordReader.Type)? {
    let head = FileHead(bytes: Array(bytes.prefix(FileHead.length)))
    return Results.readers.first { $0.recognises(head) }
  }

  @Test func recognisesEachFormatByItsContent() throws {
    for (kind, text) in Self.fixtures {
      #expect(reader(Array(text.utf8))?.kind == kind)
      let recognising = Results.readers.filter { $0.recognises(FileHead(bytes: Array(text.utf8))) }
      #expect(recognising.count == 1)
    }
    for other in [
      "", "{", "<", "<html/>", "<TestRun/>", "{\"log\": {\"entries\": []}}", "{\"a\":1}\n", "\u{0}\u{1}",
    ] {
      #expect(reader(Array(other.utf8)) == nil, "\(other)")
    }
  }

  /// Cuts and flips every byte of small files: a reader answers with records or a ``Problem``, whatever comes.
  @Test(.timeLimit(.minutes(1)))
  func survivesDamageAnywhere() throws {
    var outcomes = (records: 0, problems: 0)
    for (kind, text) in Self.fixtures {
      let reader = try #require(Results.readers.first { $0.kind == kind })
      let bytes = Array(text.utf8)
      for index in bytes.indices {
        var damaged = [Array(bytes[..<index])]
        for value in [0x00, 0x22, 0x3c, 0xff, bytes[index] ^ 0x20] as [UInt8] {
          var copy = bytes
          copy[index] = value
          damaged.append(copy)
        }
        for input in damaged {
          _ = self.reader(input)
          do {
            _ = try RecordingSink.reading(input, with: reader)
            outcomes.records += 1
          } catch is Problem {
            outcomes.problems += 1
          }
        }
      }
    }
    #expect(outcomes.records > 100)
    #expect(outcomes.problems > 100)
  }

  @Test(
    .enabled(if: SharedFolder.isThere, "the samples beside the project are not there"),
    .timeLimit(.minutes(2)))
  func readsOrRefusesEverySample() throws {
    var read = 0
    for path in ["samples/junit", "samples/producers", "samples/other", "origin", "corpus-runners"].flatMap(
      SharedFolder.files)
    {
      for reader in Results.readers {
        let sink = RecordingSink()
        do {
          try reader.read(path: path, into: sink)
          read += 1
        } catch is Problem {
          continue
        }
      }
    }
    #expect(read > 50)
  }

  /// The files that other runners wrote, by their names, and none of the others: captures, archives, reports of any format.
  @Test(.enabled(if: SharedFolder.hasRunners, "the recorded runs beside the project are not there"))
  func takesNoFileOfAnotherFormat() throws {
    var found: [String] = []
    for path in ["samples", "corpus", "corpus-runners", "origin"].flatMap(SharedFolder.files) {
      let file = try #require(FileHandle(forReadingAtPath: path))
      let head = FileHead(bytes: [UInt8](try file.read(upToCount: FileHead.length) ?? Data()))
      let kinds = Results.readers.filter { $0.recognises(head) }.map { $0.kind }
      #expect(kinds.count <= 1)
      guard let kind = kinds.first, !kind.hasPrefix("pytest"), kind != "junit-xml" else { continue }
      found.append("\(kind) \(URL(fileURLWithPath: path).lastPathComponent)")
    }
    let goTests =
      ["misattributed", "missing-skip-msg", "missing-test-events", "panic-race-2"]
      + ["with-nonjson-stdout", "with-parallel-fails", "with-shuffle"]
    let expected =
      goTests.map { "go-test-json go-test-json-\($0).out.jsonl" } + [
        "go-test-json go-test-json.out.jsonl", "go-test-json go-test-setup-failed.out.jsonl",
        "robot-output robot-7.5-output.xml", "cucumber-json results.cucumber.json",
        "behave-json results.json",
        "go-test-json results.gotest.jsonl",
        "open-test-reporting junit-platform-events-8571256783748100639.xml", "robot-output output.xml",
        "swift-testing-events results.events.jsonl", "xctest-console runner.log",
      ]
    #expect(found == expected)
  }

  @Test(.enabled(if: SharedFolder.isThere, "the samples beside the project are not there"))
  func agreesOnTheSameRunInThreeFormats() throws {
    for run in ["shop-basic", "fleet-parallel", "bank-cloudflare", "late-capture", "media-clock"] {
      let folder = SharedFolder.url.appendingPathComponent("corpus/\(run)").path
      let outcomes = try ["results.junit.xml", "results.json", "results.reportlog.jsonl"].map { name in
        let path = folder + "/" + name
        let head = try #require(try FileHandle(forReadingAtPath: path)?.read(upToCount: FileHead.length))
        let sink = RecordingSink()
        try #require(reader(Array(head))).read(path: path, into: sink)
        #expect(sink.oddities == [])
        return Set(sink.results.map { "\($0.className)::\($0.name) \($0.outcome)" })
      }
      #expect(outcomes[0].count > 30)
      #expect(outcomes[0] == outcomes[1])
      #expect(outcomes[1] == outcomes[2])
    }
  }
}
