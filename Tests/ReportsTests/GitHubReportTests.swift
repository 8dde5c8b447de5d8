import Reports
import Testing

@testable import Evidence
@testable import Rules

struct GitHubReportTests {
  @Test func annotationsComeFirstTheWorstAhead() {
    let text = GatedRun.text(GitHubReport(), ReportedRun(SampleRun.judgement()))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      lines[0]
        == "::error file=tests/test_api.py,line=1,title=Fake test%3A test_login::tests/test_api.py::test_login%0A0 packets "
        + "went to the target while the test ran; at least 1 is needed%0Athe body lasted at most 0.142 ms; no network "
        + "call fits into less than 2.0 ms%0Atransport/no-contact-with-target, score -21.00 bits, probability of being "
        + "real 0.0000004768")
    #expect(lines[1].hasPrefix("::error file=tests/test_api.py,line=1,title=Fake test%3A test_logout::"))
    #expect(lines[2].hasPrefix("::warning file=tests/test_api.py,line=1,title=Suspect test%3A test_jwt::"))
    #expect(lines[3].hasPrefix("FAKE  2 of 7 tests passed"))
    #expect(Self.commands(text).count == 3)
    #expect(text.hasSuffix(SampleRun.text(width: 120, leftOut: [])))
  }

  @Test func breachesOfTheRunAreErrorsAndExcusedTestsHaveNone() {
    let commands = Self.commands(GatedRun.text(GitHubReport(), GatedRun.failed))
    #expect(
      commands.map { $0.prefix { $0 != "," } } == [
        "::error title=The gate fails%3A fewer-tests::the run has 7 tests",
        "::error title=The gate fails%3A inconclusive::2 of 6 judged tests are inconclusive",
        "::error file=tests/test_api.py", "::warning file=tests/test_api.py",
      ])
  }

  @Test func atMostTenOfEachKindAndTheRestCounted() {
    let tests =
      (0..<12).map { SampleRun.fake("fake_\($0)") }
      + (0..<11).map { SampleRun.test(.suspect, "suspect_\($0)", cause: "no") }
    let commands = Self.commands(GatedRun.text(GitHubReport(), ReportedRun(SampleRun.judgement(tests))))
    #expect(commands.count { $0.hasPrefix("::error ") } == 10)
    #expect(commands.count { $0.hasPrefix("::warning ") } == 10)
    #expect(
      commands.last.map(String.init)
        == "::notice title=assay%3A more is found than is shown::2 of 12 errors and 1 of 11 warnings have no annotation, "
        + "for GitHub shows 10 of a step; the log and the step's summary list more")
    #expect(commands.count == 21)
  }

  @Test func noNameBecomesACommand() {
    let text = GatedRun.text(GitHubReport(listsAll: true), GatedRun.hostile)
    #expect(GatedRun.unsafe(text).isEmpty)
    let commands = Self.commands(text)
    #expect(commands.count == 21)
    // kind, properties without a colon of their own, message: nothing else ends a command or begins one.
    let kinds = commands.map { $0.dropFirst(2).prefix { $0 != " " } }
    #expect(kinds.allSatisfy { ["error", "warning", "notice"].contains($0) })
    for command in commands {
      let properties = command.dropFirst(2).drop { $0 != " " }.dropFirst().prefix { $0 != ":" }
      for property in properties.split(separator: ",") {
        #expect(["file", "line", "title"].contains(property.prefix { $0 != "=" }))
      }
    }
    // The runner looks for this one anywhere in a line that is no command of the other kind.
    let rest = text.split(separator: "\n").filter { !$0.hasPrefix("::") }
    #expect(!rest.contains { $0.contains("##[") })
    #expect(rest.contains { $0.contains(#"##\[error]x"#) })
    #expect(rest.contains { $0.contains(#"\::set-output"#) })
  }

  @Test func testWithoutFileHasAnAnnotationWithoutPlace() {
    var test = SampleRun.tests[0]
    test.facts.file = "/elsewhere/a.py"
    let text = GatedRun.text(GitHubReport(), ReportedRun(SampleRun.judgement([test])))
    #expect(text.hasPrefix("::error title=Fake test%3A test_login::"))
  }

  /// The lines that the runner takes for commands: white space, then two colons.
  private static func commands(_ text: String) -> [Substring] {
    text.split(separator: "\n").filter { $0.drop(while: \.isWhitespace).hasPrefix("::") }
  }
}
