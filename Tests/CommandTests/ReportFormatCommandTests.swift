import Foundation
import Testing

/// The forms of report, as CI uses them.
struct ReportFormatCommandTests {
  /// So that these tests, run by GitHub Actions, write into no summary of its.
  static let noSummary = ["GITHUB_STEP_SUMMARY": ""]

  @Test(arguments: ["text", "json", "sarif", "junit", "github", "gitlab", "markdown"])
  func exitCodeAndBytesAreTheSameForEveryFormat(format: String) throws {
    let arguments = ExampleRunTests.arguments + ["--format", format]
    let first = try AssayProgram.run(arguments, environment: Self.noSummary.merging(["TZ": "UTC"]) { $1 })
    #expect(first.exitCode == 1)
    #expect(first.errors == "")
    #expect(first.output.hasSuffix("\n"))
    #expect(!first.output.contains("\u{1b}"))
    let second = try AssayProgram.run(
      arguments, environment: Self.noSummary.merging(["TZ": "Asia/Tokyo"]) { $1 })
    #expect(second.output == first.output)
  }

  @Test func helpNamesEveryFormat() throws {
    let help = try AssayProgram.run(["check", "--help"]).output.split(separator: "\n")
      .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
    #expect(help.contains("The form of the report: text, json, "))
    for format in ["sarif", "junit", "github", "gitlab", "markdown"] {
      #expect(help.contains(" \(format)"), "\(format)")
    }
  }

  @Test func aJUnitReportOfOurOwnIsNotTakenForResults() throws {
    let folder = try TemporaryFolder()
    let results = try folder.write(CommandLineTests.slowTest, to: "results.xml")
    let report = folder.path("assay.xml")
    _ = try AssayProgram.run(["check", results, "--format", "junit", "-o", report] + CommandLineTests.target)
    let alone = try AssayProgram.run(["check", report] + CommandLineTests.target)
    #expect(alone.exitCode == 2)
    #expect(alone.errors.contains("assay.xml: not one of the kinds that are read"))
  }

  @Test func aReaderOfJUnitReadsTheReport() throws {
    let folder = try TemporaryFolder()
    let results = try folder.write(try HostileNameTests.reportLog(), to: "results.jsonl")
    let report = folder.path("assay.xml")
    _ = try AssayProgram.run(["check", results, "--format", "junit", "-o", report] + CommandLineTests.target)
    // As another program's: its own is left out.
    let text = try folder.text(of: "assay.xml")
      .replacing("<testsuites name=\"assay\"", with: "<testsuites name=\"other\"")
    let copy = try folder.write(text, to: "other.xml")
    let outcome = try AssayProgram.run(["check", copy, "--format", "json"] + CommandLineTests.target)
    let tests = try VerdictReport(outcome.output).tests
    let direct = try AssayProgram.run(["check", results, "--format", "json"] + CommandLineTests.target)
    #expect(
      tests.map(\.name)
        == (try VerdictReport(direct.output)).tests.map(\.name).map {
          $0.replacing("\u{1b}", with: #"\x1b"#).replacing("\u{7}", with: #"\x07"#)
        })
    // Each was fake, so each has failed in the report, and a test that failed is exempt.
    #expect(tests.allSatisfy { $0.verdict == "exempt" })
  }

  @Test func linkToAReportStaysALink() throws {
    let folder = try TemporaryFolder()
    try folder.write("old", to: "real.json")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link.json"), withDestinationPath: "real.json")
    let arguments = ExampleRunTests.arguments + ["--format", "json", "-o", folder.path("link.json")]
    #expect(try AssayProgram.run(arguments).exitCode == 1)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("link.json")) == "real.json")
    #expect(try folder.text(of: "real.json").hasPrefix("{"))
    #expect(try folder.names == ["link.json", "real.json"])
  }

  /// As `-o /dev/stdout >>log` leads to a file: what the log holds stays, and so does `/dev/stdout`.
  @Test func linkToTheStandardOutputIsWrittenTo() throws {
    let folder = try TemporaryFolder()
    let log = try folder.write("", to: "log")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("stdout"), withDestinationPath: "/proc/self/fd/1")
    let arguments = ExampleRunTests.arguments + ["--format", "json"]
    let whole = try AssayProgram.run(arguments).output
    let outcome = try AssayProgram.run(arguments + ["-o", folder.path("stdout")], outputPath: log)
    #expect(outcome.exitCode == 1)
    #expect(try folder.text(of: "log") == whole)
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: folder.path("stdout")) == "/proc/self/fd/1")
  }

  @Test func stepSummaryIsAddedToWhatIsThere() throws {
    let folder = try TemporaryFolder()
    let summary = try folder.write("# Before", to: "summary.md")
    let outcome = try AssayProgram.run(
      ExampleRunTests.arguments + ["--format", "github"], environment: ["GITHUB_STEP_SUMMARY": summary])
    #expect(outcome.output.hasPrefix("::error file=tests/test_account.py,line=1,title="))
    let markdown = try AssayProgram.run(ExampleRunTests.arguments + ["--format", "markdown"]).output
    #expect(try folder.text(of: "summary.md") == "# Before\n" + markdown)
  }

  @Test func stepSummaryIsForTheGitHubFormatOnly() throws {
    let folder = try TemporaryFolder()
    let summary = folder.path("summary.md")
    let outcome = try AssayProgram.run(
      ExampleRunTests.arguments + ["--format", "junit"], environment: ["GITHUB_STEP_SUMMARY": summary])
    #expect(outcome.exitCode == 1)
    #expect(try folder.names.isEmpty)
  }

  @Test func fullStepSummaryIsLeftAsItIs() throws {
    let folder = try TemporaryFolder()
    let before = String(repeating: "x", count: 1_048_000)
    let summary = try folder.write(before, to: "summary.md")
    let outcome = try AssayProgram.run(
      ExampleRunTests.arguments + ["--format", "github"], environment: ["GITHUB_STEP_SUMMARY": summary])
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.contains("is left as it is: it holds 1048000 bytes"))
    #expect(try folder.text(of: "summary.md") == before)
  }

  @Test func summaryThatCannotBeWrittenStopsNothing() throws {
    let folder = try TemporaryFolder()
    let outcome = try AssayProgram.run(
      ExampleRunTests.arguments + ["--format", "github"],
      environment: ["GITHUB_STEP_SUMMARY": folder.path("no/such/folder.md")])
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.contains("cannot be written: No such file or directory"))
    #expect(outcome.output.contains("FAKE  6 of 16 tests"))
  }

  @Test(arguments: ["sarif", "junit", "github", "gitlab", "markdown"])
  func hostileNamesAreShownAndNotObeyed(format: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(try HostileNameTests.reportLog(), to: "results.jsonl")
    let outcome = try AssayProgram.run(
      ["check", path, "--format", format] + CommandLineTests.target, environment: Self.noSummary)
    #expect(outcome.exitCode == 1)
    #expect(HostileNameTests.unsafe(outcome.output).isEmpty)
    let commands = outcome.output.split(separator: "\n").filter { $0.hasPrefix("::") }
    #expect(commands.count == (format == "github" ? HostileNameTests.names.count : 0))
    if format == "junit" { #expect(!outcome.output.contains("<script>")) }
  }
}
