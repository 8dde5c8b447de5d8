import Foundation
import Testing

/// What a test is called is the business of whoever wrote it: a report shows it and does not obey it.
struct HostileNameTests {
  static let names = [
    "escape \u{1b}[2K\u{1b}]0;title\u{7}", "two\nlines", "::error::x\r\n::warning::y",
    "<script>alert(1)</script>",
    "exe.\u{202e}gnp", "zero\u{200b}width", "quote\" and back\\slash", "\u{9b}31m", "🧪 München",
  ]

  /// A pytest-reportlog in which each name passed within 0.1 ms, which makes it fake.
  static func reportLog() throws -> String {
    var lines = [#"{"pytest_version": "9.0.3", "$report_type": "SessionStart"}"#]
    for (number, name) in names.enumerated() {
      let id = String(decoding: try JSONEncoder().encode("t.py::" + name), as: UTF8.self)
      for (phase, when) in ["setup", "call", "teardown"].enumerated() {
        let start = 1_795_412_711 + Double(number * 3 + phase) / 1024
        lines.append(
          """
          {"nodeid": \(id), "location": ["t.py", 1, "t"], "outcome": "passed", "when": "\(when)", \
          "duration": 0.0001, "start": \(start), "stop": \(start + 0.0001), "$report_type": "TestReport"}
          """)
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// What a terminal obeys, or a person can't see.
  static func unsafe(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { scalar in
      scalar != "\n" && [.control, .format].contains(scalar.properties.generalCategory)
    }
  }

  @Test func theTextReportShowsThemOnOneLineAndEscaped() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(try Self.reportLog(), to: "results.jsonl")
    let outcome = try AssayProgram.run(["check", path] + CommandLineTests.target)
    #expect(outcome.exitCode == 1)
    #expect(Self.unsafe(outcome.output).isEmpty)
    #expect(!outcome.output.split(separator: "\n").contains { $0.hasPrefix("::") || $0.hasPrefix("lines") })
    for shown in [#"escape \x1b[2K"#, #"two\nlines"#, "<script>alert(1)", #"exe.\u{202e}gnp"#, "🧪 München"] {
      #expect(outcome.output.contains(shown), "\(shown)")
    }
  }

  @Test func theJSONReportHoldsThemUnchangedAndEscaped() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(try Self.reportLog(), to: "results.jsonl")
    let outcome = try AssayProgram.run(["check", path, "--format", "json"] + CommandLineTests.target)
    #expect(try VerdictReport(outcome.output).tests.map(\.id) == Self.names.map { "t.py::" + $0 })
    #expect(Self.unsafe(outcome.output).isEmpty)
  }

  @Test func theHTMLPageShowsThemAsText() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(try Self.reportLog(), to: "results.jsonl")
    let outcome = try AssayProgram.run(["check", path, "--format", "html"] + CommandLineTests.target)
    #expect(outcome.exitCode == 1)
    #expect(Self.unsafe(outcome.output).isEmpty)
    #expect(outcome.output.components(separatedBy: "<script").count == 2)
    for shown in [
      #"escape \x1b[2K"#, "&lt;script&gt;alert(1)", #"exe.\u{202e}gnp"#, "quote&quot; and", "🧪 München",
    ] {
      #expect(outcome.output.contains(shown), "\(shown)")
    }
  }

  @Test func namesThatXMLForbidsAreReadWithoutThem() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      """
      <testsuite name="s" tests="2" time="1" timestamp="2026-11-23T05:00:00">
      <testcase classname="c" name="&lt;script&gt;" time="0.0001"/>
      <testcase classname="c" name="raw \u{1b}[31m" time="0.0001"/>
      </testsuite>
      """, to: "results.xml")
    let outcome = try AssayProgram.run(["check", path] + CommandLineTests.target)
    #expect(outcome.exitCode == 1)
    #expect(!outcome.output.contains("\u{1b}"))
    #expect(outcome.output.contains("c::<script>"))
    #expect(outcome.output.contains("Odd in the input"))
  }
}
