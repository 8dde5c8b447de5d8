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
    for path in ["samples/junit", "samples/producers", "samples/other", "origin"].flatMap(SharedFolder.files)
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
