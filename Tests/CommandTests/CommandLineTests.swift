import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

struct CommandLineTests {
  static let target = ["--target", "https://shop.example.test"]
  static let results = "docs/example/run/results.junit.xml"

  /// One test that took half a second: nothing can be said of it without a capture.
  static let slowTest = """
    <testsuite name="s" tests="1" time="0.5" timestamp="2026-11-23T05:00:00">
    <testcase classname="c" name="slow" time="0.5"/>
    </testsuite>
    """

  @Test func helpNamesEveryOptionThatReadmeNames() throws {
    let options = try Readme().options
    #expect(options.isSuperset(of: ["--target", "--expect", "--format", "-o"]))
    // README names options of several commands; pytest's and tcpdump's are theirs.
    let help = try ["check", "ingest", "record", "gate", "comment"].map { command in
      let outcome = try AssayProgram.run([command, "--help"])
      #expect(outcome.exitCode == 0)
      return outcome.output
    }.joined()
    for option in options where option != "--report-log" {
      let isNamed = [" ", ",", "/"].contains { help.contains(option + $0) }
      #expect(isNamed, "\(option)")
    }
  }

  @Test func withoutATargetNothingIsJudged() throws {
    let outcome = try AssayProgram.run(["check", Self.results])
    #expect(outcome.exitCode == 2)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("assay: --target: no target is declared"))
  }

  @Test(arguments: [
    (["ftp://shop.example.test"], "'ftp://shop.example.test' has the scheme 'ftp'"),
    (["shop.example.test"], "'shop.example.test' has no scheme"),
    (["https://a.test", "--expect", "tests/**"], "'tests/**' is no expectation"),
    (["https://a.test", "--expect", "tests/**=fast"], "'fast' in 'tests/**=fast' is no expectation"),
    (["https://a.test", "--clock-offset", "other.pcap=1"], "'other.pcap', which is not among the files"),
    (["https://a.test", "--format", "nonsense"], "'nonsense' is no form of report; use one of text, json"),
    (["https://a.test", "--nonsense"], "--nonsense"),
  ])
  func whatIsNotUnderstoodIsQuoted(arguments: [String], message: String) throws {
    let outcome = try AssayProgram.run(["check", Self.results, "--target"] + arguments)
    #expect(outcome.exitCode == 2)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
  }

  @Test func filesThatHoldNoResultsAreNoSuccess() throws {
    let folder = try TemporaryFolder()
    let missing = folder.path("missing.xml")
    let empty = try folder.write("", to: "empty.xml")
    let notes = try folder.write("remember the milk\n", to: "notes.txt")
    let truncated = try folder.write("<testsuite name=\"s\">\n<testcase classname=\"c\" na", to: "cut.xml")
    for (path, message) in [
      (missing, "assay: \(missing): no such file or folder"),
      (empty, "assay: \(empty): the file is empty"),
      (notes, "assay: \(notes): not one of the kinds that are read, which are junit-xml, "),
      (truncated, "assay: \(truncated):2: "),
      ("docs/example/run/traffic.pcap", "assay: docs/example/run/traffic.pcap: no test results in there"),
      ("docs/example/record", "assay: docs/example/record"),
    ] {
      let outcome = try AssayProgram.run(["check", path] + Self.target)
      #expect(outcome.exitCode == 2, "\(path)")
      #expect(outcome.output == "", "\(path)")
      #expect(outcome.errors.hasPrefix(message), "\(outcome.errors)")
    }
  }

  @Test func aGoodFileIsJudgedBesideABadOneThatIsNamed() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.slowTest, to: "good.xml")
    try folder.write("<testsuite>\n<testcase", to: "bad.xml")
    let outcome = try AssayProgram.run(["check", folder.path(), "--format", "json"] + Self.target)
    #expect(outcome.exitCode == 0)
    let report = try VerdictReport(outcome.output)
    #expect(report.schema == "assay/verdicts/1")
    #expect(report.tests.map(\.verdict) == ["inconclusive"])
    #expect(report.leftOut.map(\.path) == [folder.path("bad.xml")])
    let text = try AssayProgram.run(["check", folder.path()] + Self.target)
    #expect(text.output.contains("Left out: 1 file"))
  }

  @Test func tooLittleEvidenceIsAnExitCodeOfItsOwnWhereItIsRequired() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.slowTest, to: "results.xml")
    #expect(try AssayProgram.run(["check", path] + Self.target).exitCode == 0)
    #expect(try AssayProgram.run(["check", path, "--require-evidence"] + Self.target).exitCode == 3)
  }

  @Test func aReportInAFileIsTheOneOnTheStandardOutput() throws {
    let folder = try TemporaryFolder()
    let printed = try AssayProgram.run(["check", Self.results] + Self.target)
    let written = try AssayProgram.run(
      ["check", Self.results, "-o", folder.path("report.txt")] + Self.target)
    #expect(written.exitCode == printed.exitCode)
    #expect(written.output == "")
    #expect(try folder.names == ["report.txt"])
    #expect(try folder.text(of: "report.txt") == printed.output)
  }

  @Test func aReportIsNotPutInThePlaceOfWhatIsNoFile() throws {
    // A pipe stands for devices too: a test that fails as root would cost the machine its /dev/full.
    let folder = try TemporaryFolder()
    let pipe = folder.path("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    let reader = try #require(FileHandle(forUpdatingAtPath: pipe))
    let printed = try AssayProgram.run(["check", Self.results] + Self.target)
    let written = try AssayProgram.run(["check", Self.results, "-o", pipe] + Self.target)
    #expect(written.exitCode == printed.exitCode)
    var status = stat()
    #expect(stat(pipe, &status) == 0)
    #expect(status.st_mode & S_IFMT == S_IFIFO)
    #expect(String(decoding: reader.availableData, as: UTF8.self) == printed.output)
  }

  @Test func aReportThatCannotBeWrittenIsAnErrorAndLeavesNothing() throws {
    let full = try AssayProgram.run(["check", Self.results] + Self.target, outputPath: "/dev/full")
    #expect(full.exitCode == 2)
    #expect(full.errors == "assay: stdout: cannot be written: No space left on device\n")

    let folder = try TemporaryFolder()
    let nowhere = folder.path("no-such-folder/report.txt")
    let outcome = try AssayProgram.run(["check", Self.results, "-o", nowhere] + Self.target)
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors == "assay: \(nowhere): cannot be written: No such file or directory\n")
    #expect(try folder.names == [])
  }
}
