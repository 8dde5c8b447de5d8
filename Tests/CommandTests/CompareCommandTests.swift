import Foundation
import Testing

/// Two runs side by side, by the program as its users run it. The example run has a capture; its results alone are the run
/// before one was taken.
struct CompareCommandTests {
  private static let folder = "docs/example/run"
  private static let results = "docs/example/run/results.junit.xml"
  private static let options = CommandLineTests.target + ["--expect", "tests/unit/**=offline"]

  /// The part of the JSON report that these tests look at.
  private struct Report: Decodable {
    struct Run: Decodable { var name: String }
    struct Side: Decodable {
      var id: String
      var verdict: String
    }
    struct Test: Decodable {
      var id: String
      var change: String
      var match: String?
      var before: Side?
      var after: Side?
    }
    var schema: String
    var before: Run
    var after: Run
    var tests: [Test]

    init(_ text: String) throws {
      self = try JSONDecoder().decode(Report.self, from: Data(text.utf8))
    }
  }

  /// A JUnit report of tests with their durations in seconds; what is `nil` failed.
  private static func junit(_ tests: [(String, Double?)]) -> String {
    let cases = tests.map { name, time in
      time.map { "<testcase classname=\"t.test_shop.TestShop\" name=\"\(name)\" time=\"\($0)\"/>" }
        ?? """
        <testcase classname="t.test_shop.TestShop" name="\(name)" time="0.480"><failure message="AssertionError: \
        Too quick: 0.478s&#10;assert 0.478 &gt; 0.5"/></testcase>
        """
    }
    return """
      <testsuite name="s" tests="\(tests.count)" time="2" timestamp="2026-11-23T05:00:00">
      \(cases.joined(separator: "\n"))
      </testsuite>
      """
  }

  @Test func aCaptureSettlesWhatWasOpen() throws {
    let outcome = try AssayProgram.run(
      ["compare", Self.results, Self.folder] + Self.options + ["--format", "json"])
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors == "")
    let report = try Report(outcome.output)
    #expect(report.schema == "assay/comparison/1")
    #expect(report.before.name == Self.results)
    #expect(report.after.name == Self.folder)
    // JUnit's notation before, pytest's after.
    #expect(report.tests.allSatisfy { $0.match == "same" })
    let changes = Dictionary(grouping: report.tests, by: \.change).mapValues(\.count)
    #expect(changes == ["found_fake": 3, "still_fake": 3, "now_proven": 7, "undecided": 3])
  }

  @Test func fakesMadeRealWithNewNamesAreNotFakeAnyMore() throws {
    let folder = try TemporaryFolder()
    let before = try folder.write(
      Self.junit([("test_001_login", 0.0001), ("test_002_logout", 0.0001), ("test_003_jwt", 0.0001)]),
      to: "1.xml")
    let after = try folder.write(
      Self.junit([("test_001_login_real", 0.7), ("test_002_logout_real", nil), ("test_004_new", 0.6)]),
      to: "2.xml")
    let outcome = try AssayProgram.run(["compare", before, after] + CommandLineTests.target)
    #expect(outcome.exitCode == 0)
    #expect(
      outcome.output.hasPrefix(
        "NO FAKES LEFT  of 3 fakes before: 1 only failing now, 1 no longer fake, 1 gone;"),
      "\(outcome.output.prefix(200))")
    #expect(
      outcome.output.contains(
        "1 test: failed just short of a timing assertion: 0.478 where > 0.5 was asked\n"))
    // The other way round everything turns fake.
    let back = try AssayProgram.run(["compare", after, before, "--format", "json"] + CommandLineTests.target)
    #expect(back.exitCode == 1)
    #expect(
      try Report(back.output).tests.map { "\($0.change) \($0.after?.id ?? "")" } == [
        "found_fake t.test_shop.TestShop::test_001_login",
        "turned_fake t.test_shop.TestShop::test_002_logout",
        "new t.test_shop.TestShop::test_003_jwt", "gone ",
      ])
  }

  @Test func runsOfAStoreAreComparedByName() throws {
    let folder = try TemporaryFolder()
    let store = folder.path("runs.db")
    for (name, path) in [("old", Self.results), ("new", Self.folder)] {
      #expect(try AssayProgram.run(["ingest", path, "--db", store, "--run", name]).exitCode == 0)
    }
    let arguments = ["--db", store, "--format", "json"] + Self.options
    let outcome = try AssayProgram.run(["compare", "old", "new"] + arguments)
    #expect(outcome.exitCode == 1, "\(outcome.errors)")
    let report = try Report(outcome.output)
    #expect(report.before.name == "old")
    #expect(report.tests.count { $0.before?.verdict == "real" } == 0)
    #expect(report.tests.count { $0.after?.verdict == "real" } == 7)
    // A run of the store against files gives the same.
    let mixed = try Report(try AssayProgram.run(["compare", "old", Self.folder] + arguments).output)
    #expect(mixed.tests.map(\.change) == report.tests.map(\.change))
    let unknown = try AssayProgram.run(["compare", "old", "later"] + arguments)
    #expect(unknown.exitCode == 2)
    #expect(unknown.errors.contains("holds no run 'later'"))
    #expect(unknown.errors.contains("its runs are 'new', 'old'"))
  }

  @Test func theEarlierRunMayHaveHadAnotherTarget() throws {
    let arguments = [
      "compare", Self.folder, Self.folder, "--expect", "tests/unit/**=offline", "--format", "json",
    ]
    let moved = try AssayProgram.run(
      arguments + ["--target", "https://new.example.test", "--before-target", "https://shop.example.test"])
    let verdicts = try Report(moved.output).tests.map { ($0.before?.verdict, $0.after?.verdict) }
    #expect(verdicts.count { $0.0 == "real" } == 7)
    #expect(verdicts.count { $0.1 == "real" } == 0)
  }

  @Test(arguments: [
    (["docs/example/run"], "Missing expected argument '<after>'"),
    (["docs/example/run", "missing"], "assay: missing: no such file or folder"),
    (["docs/example/run", "docs/example/run/traffic.pcap"], "no test results in there"),
    (["docs/example/run", "docs/example/run", "--db", "missing.db"], "assay: missing.db: no such store"),
    (
      ["docs/example/run", "docs/example/run", "--format", "nonsense"],
      "'nonsense' is no form of report; use one of text, json, markdown"
    ),
    (
      ["docs/example/run", "docs/example/run", "--clock-offset", "x=1"],
      "names 'x', which is not among the files"
    ),
    (
      ["docs/example/run", "docs/example/run", "--before-target", "ftp://x"], "'ftp://x' has the scheme 'ftp'"
    ),
  ])
  func whatIsNotUnderstoodIsSaid(arguments: [String], message: String) throws {
    let outcome = try AssayProgram.run(["compare"] + arguments + CommandLineTests.target)
    #expect(outcome.exitCode == 2)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: "missing.db"))
  }

  @Test func theReportGoesToAFile() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("comparison.md")
    let arguments = ["compare", Self.results, Self.folder, "--format", "markdown"] + Self.options
    let outcome = try AssayProgram.run(arguments + ["-o", path])
    #expect(outcome.exitCode == 1)
    #expect(outcome.output == "")
    #expect(try folder.text(of: "comparison.md") == AssayProgram.run(arguments).output)
  }

  @Test func hostileNamesAreShownAndNotObeyed() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(try HostileNameTests.reportLog(), to: "results.jsonl")
    for format in ["text", "json", "markdown"] {
      let outcome = try AssayProgram.run(
        ["compare", path, path, "--format", format] + CommandLineTests.target)
      #expect(outcome.exitCode == 1)
      #expect(HostileNameTests.unsafe(outcome.output).isEmpty, "\(format)")
      // A code span shows it.
      let outside = outcome.output.replacing("`t.py::<script>alert(1)</script>`", with: "")
      #expect(format != "markdown" || !outside.contains("<script>"))
    }
  }

  @Test func sameFilesGiveTheSameBytesInEveryTimeZone() throws {
    for format in ["text", "json", "markdown"] {
      let arguments = ["compare", Self.results, Self.folder, "--format", format] + Self.options
      let first = try AssayProgram.run(arguments, environment: ["TZ": "UTC"]).output
      #expect(!first.isEmpty)
      #expect(try AssayProgram.run(arguments, environment: ["TZ": "Asia/Tokyo"]).output == first)
    }
  }
}
