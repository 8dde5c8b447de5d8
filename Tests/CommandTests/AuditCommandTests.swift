import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// `assay audit` of archives in the layouts that CI leaves behind.
struct AuditCommandTests {
  // MARK: - Telling runs apart

  @Test func foldersAreRuns() throws {
    let folder = try ArchiveFolder()
    try folder.add(ArchiveFolder.junit("2026-01-02T06:00:00Z", ["a": 300]), at: "run-2/junit.xml")
    try folder.add(ArchiveFolder.junit("2026-01-01T06:00:00Z", ["a": 310]), at: "run-1/out/junit.xml")
    let report = try folder.report()
    #expect(report.schema == "assay/audit/1")
    #expect(report.runs.map(\.name) == ["run-1/out", "run-2"])
    #expect(report.runs.map(\.startedAt) == ["2026-01-01T06:00:00.000000Z", "2026-01-02T06:00:00.000000Z"])
    #expect(report.test("a")?.history.durationsS == [0.31, 0.3])
  }

  @Test func executionsInOneFolderAreToldApartByTheirTimes() throws {
    let folder = try ArchiveFolder()
    for day in 1...3 {
      try folder.add(
        ArchiveFolder.junit("2026-01-0\(day)T06:00:00Z", ["a": 300, "b": 0.4]),
        at: "2026-01-0\(day).junit.xml")
    }
    let report = try folder.report()
    #expect(
      report.runs.map(\.name) == ["2026-01-01.junit.xml", "2026-01-02.junit.xml", "2026-01-03.junit.xml"])
    #expect(report.runs.map(\.tests) == [2, 2, 2])
  }

  @Test func shardsAndModulesOfOneExecutionAreOneRun() throws {
    let folder = try ArchiveFolder()
    for day in 1...2 {
      let start = "2026-01-0\(day)T06:0"
      try folder.add(
        ArchiveFolder.junit("\(start)0:00Z", ["a": 300], suite: "shop.CartTest"),
        at: "run-\(day)/cart/TEST-1.xml")
      try folder.add(
        ArchiveFolder.junit("\(start)0:02Z", ["a": 300], suite: "shop.OrderTest"),
        at: "run-\(day)/cart/TEST-2.xml")
      try folder.add(
        ArchiveFolder.junit("\(start)1:00Z", ["b": 300], suite: "shop.PayTest"),
        at: "run-\(day)/pay/TEST-3.xml")
    }
    let report = try folder.report()
    #expect(report.runs.map(\.name) == ["run-1", "run-2"])
    #expect(report.runs.map(\.tests) == [3, 3])
    #expect(report.suites.map(\.name) == ["shop"])
    #expect(report.files.map(\.name) == ["shop.CartTest", "shop.OrderTest", "shop.PayTest"])
  }

  @Test func twoFormatsOfOneExecutionAreOneRun() throws {
    // 1,767,247,200 s is 2026-01-01T06:00:00Z: `date -ud @1767247200`.
    func reportLog(_ start: Double) -> String {
      var text = "{\"pytest_version\": \"8.3.4\", \"$report_type\": \"SessionStart\"}\n"
      for (when, duration) in [("setup", 0.001), ("call", 0.3), ("teardown", 0.001)] {
        text +=
          "{\"nodeid\": \"tests/e2e/test_shop.py::a\", \"location\": [\"tests/e2e/test_shop.py\", 1, \"a\"], "
          + "\"keywords\": {}, \"outcome\": \"passed\", \"longrepr\": null, \"when\": \"\(when)\", "
          + "\"duration\": \(duration), \"start\": \(start), \"stop\": \(start + duration), "
          + "\"$report_type\": \"TestReport\"}\n"
      }
      return text
    }
    let folder = try ArchiveFolder()
    for day in 0...1 {
      try folder.add(
        ArchiveFolder.junit("2026-01-0\(day + 1)T06:00:00Z", ["a": 302]), at: "junit-\(day).xml")
      try folder.add(reportLog(1_767_247_200.01 + Double(day) * 86_400), at: "log-\(day).jsonl")
    }
    let report = try folder.report()
    #expect(report.runs.map(\.tests) == [1, 1])
    #expect(report.tests.map(\.history.verdicts) == ["ii"])
    #expect(report.test("a")?.file == "tests/e2e/test_shop.py")
  }

  @Test func theSameFilesCountOnce() throws {
    let folder = try ArchiveFolder()
    let text = ArchiveFolder.junit("2026-01-01T06:00:00Z", ["a": 300])
    try folder.add(text, at: "run-1/junit.xml")
    try folder.add(text, at: "run-1-copy/junit.xml")
    let report = try folder.report()
    #expect(report.runs.count == 1)
    #expect(report.leftOut.copies.count == 1)
  }

  @Test func runsWithoutTimesAreDatedByNameOrFile() throws {
    let folder = try ArchiveFolder()
    try folder.add(ArchiveFolder.junit(nil, ["a": 300]), at: "nightly-2026-01-09/junit.xml")
    try folder.add(ArchiveFolder.junit(nil, ["a": 301]), at: "nightly-20260110T0415/junit.xml")
    try folder.add(ArchiveFolder.junit(nil, ["a": 302]), at: "other/junit.xml")
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_767_247_200)],
      ofItemAtPath: folder.path("archive/other/junit.xml"))
    let report = try folder.report()
    #expect(report.runs.map(\.name) == ["other", "nightly-2026-01-09", "nightly-20260110T0415"])
    #expect(report.runs.map(\.timeBasis) == ["file time", "name", "name"])
    #expect(
      report.runs.map(\.startedAt) == [
        "2026-01-01T06:00:00.000000Z", "2026-01-09T00:00:00.000000Z", "2026-01-10T04:15:00.000000Z",
      ])
  }

  @Test func capturesGoToTheRunTheyLieWith() throws {
    let folder = try ArchiveFolder()
    let run = AssayProgram.packageRoot.appending(path: "docs/example/run")
    for name in ["results/results.reportlog.jsonl", "net/traffic.pcap"] {
      let file = folder.path("archive/with/\(name)")
      try FileManager.default.createDirectory(
        at: URL(filePath: file).deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        at: run.appending(path: URL(filePath: name).lastPathComponent), to: URL(filePath: file))
    }
    try folder.add(ArchiveFolder.junit("2026-01-01T06:00:00Z", ["z": 300]), at: "without/junit.xml")
    let report = try folder.report()
    #expect(report.runs.map(\.name) == ["without", "with/results"])
    #expect(report.runs.map(\.hasPackets) == [false, true])
    #expect(report.runs.map(\.provenReal) == [0, 7])
    #expect(report.runs.map(\.series) == [0, 1])
  }

  @Test func captureOfAFlatArchiveGoesToTheRunWhoseTimeItCovers() throws {
    let folder = try ArchiveFolder()
    let run = AssayProgram.packageRoot.appending(path: "docs/example/run")
    for name in ["results.reportlog.jsonl", "traffic.pcap"] {
      try FileManager.default.copyItem(
        at: run.appending(path: name), to: URL(filePath: folder.path("archive/\(name)")))
    }
    try folder.add(ArchiveFolder.junit("2026-01-01T06:00:00Z", ["z": 300]), at: "early.xml")
    let report = try folder.report()
    #expect(report.runs.map(\.name) == ["early.xml", "results.reportlog.jsonl"])
    #expect(report.runs.map(\.hasPackets) == [false, true])
  }

  // MARK: - What is said of them

  @Test func testThatTookItsTimeAndTurnedFakeIsARegression() throws {
    let folder = try ArchiveFolder()
    for (day, milliseconds) in [300.0, 320, 290, 0.4, 0.3].enumerated() {
      try folder.add(
        ArchiveFolder.junit("2026-01-0\(day + 1)T06:00:00Z", ["a": milliseconds, "b": 310 + Double(day)]),
        at: "run-\(day)/junit.xml")
    }
    let outcome = try folder.audit()
    #expect(outcome.exitCode == 1)
    #expect(
      outcome.output.hasPrefix("REGRESSED  1 test that took its time turned fake; 1 of 2 tests is fake"))
    let report = try folder.report()
    #expect(report.changes.map(\.kind) == ["collapsed-to-fake"])
    #expect(report.changes.map { [$0.before, $0.since] } == [[2, 3]])
    #expect(report.tests.first?.id.hasSuffix("::a") == true)
    #expect(report.test("a")?.history.verdicts == "iiiff")
    #expect(report.test("a")?.findings.map(\.kind) == ["collapsed-duration"])
    #expect(report.test("b")?.history.verdicts == "iiiii")
  }

  @Test func collapseToWhatANetworkMightTakeIsSuspectAndNeverFake() throws {
    let folder = try ArchiveFolder()
    for (day, milliseconds) in [600.0, 640, 590, 12].enumerated() {
      try folder.add(
        ArchiveFolder.junit("2026-01-0\(day + 1)T06:00:00Z", ["a": milliseconds]), at: "run-\(day)/junit.xml")
    }
    let outcome = try folder.audit()
    #expect(outcome.exitCode == 0)
    #expect(try folder.report().test("a")?.history.verdicts == "iiis")
  }

  @Test func vanishedAndNeverJudgedTestsAreNamed() throws {
    let folder = try ArchiveFolder()
    try folder.add(
      ArchiveFolder.junit("2026-01-01T06:00:00Z", ["a": 300, "b": 300, "gone": 300, "bad": nil]),
      at: "1/j.xml")
    try folder.add(
      ArchiveFolder.junit("2026-01-02T06:00:00Z", ["a": 300, "b": 310, "bad": nil]), at: "2/j.xml")
    // One of three tests: a part of the suite run again, from which nothing has vanished.
    try folder.add(ArchiveFolder.junit("2026-01-03T06:00:00Z", ["a": 300]), at: "3/j.xml")
    let report = try folder.report()
    #expect(report.runs.map(\.partial) == [false, false, true])
    #expect(report.tests.filter { $0.missingFrom != nil }.map(\.id) == ["tests.e2e.test_shop::gone"])
    #expect(report.test("gone")?.missingFrom == 1)
    #expect(report.tests.filter(\.neverJudged).map(\.id) == ["tests.e2e.test_shop::bad"])
    let text = try folder.audit().output
    #expect(text.contains("Vanished: 1 test"))
    #expect(text.contains("Never judged: 1 test"))
  }

  @Test func runWithTheDurationsOfAnotherIsSuspect() throws {
    func results(_ start: String) -> String {
      ArchiveFolder.junit(
        start,
        [
          "t0": 301.234, "t1": 312.345, "t2": 323.456, "t3": 334.567, "t4": 345.678, "t5": 356.789,
          "t6": 367.891,
          "t7": 378.912, "t8": 389.123, "t9": 391.234,
        ])
    }
    let folder = try ArchiveFolder()
    try folder.add(results("2026-01-01T06:00:00Z"), at: "1/j.xml")
    try folder.add(results("2026-01-02T06:00:00Z"), at: "2/j.xml")
    let report = try folder.report()
    #expect(report.runs.map { $0.note == nil } == [true, false])
    #expect(report.runs.map { $0.verdicts["suspect"] } == [0, 10])
  }

  // MARK: - What is kept

  @Test func secondAuditSaysTheSameAndReadsNoUnchangedFile() throws {
    let folder = try ArchiveFolder()
    for day in 1...3 {
      try folder.add(ArchiveFolder.junit("2026-01-0\(day)T06:00:00Z", ["a": 300]), at: "\(day)/junit.xml")
    }
    try folder.add("<testsuite><testcase name=\"cut", at: "4/junit.xml")
    try folder.add("notes", at: "4/notes.txt")
    let first = try folder.audit()
    #expect(try folder.report().leftOut.files.map(\.path) == [folder.path("archive/4/junit.xml")])
    #expect(try folder.report().leftOut.unrecognised == 1)
    #expect(try folder.audit().output == first.output)
    #expect(try folder.audit(["--no-cache"]).output == first.output)
    // Other bytes of the same size and time: whoever reads the file sees the difference.
    let file = folder.path("archive/2/junit.xml")
    var times = [timespec(), timespec()]
    var status = stat()
    #expect(stat(file, &status) == 0)
    times = [status.st_atim, status.st_mtim]
    let text = try String(contentsOfFile: file, encoding: .utf8)
    try Data(text.replacing("time=\"0.3\"", with: "time=\"0.0\"").utf8).write(to: URL(filePath: file))
    #expect(utimensat(AT_FDCWD, file, &times, 0) == 0)
    #expect(try folder.audit().output == first.output)
    #expect(try folder.audit(["--no-cache"]).output != first.output)
  }

  @Test func changedFileIsJudgedAnew() throws {
    let folder = try ArchiveFolder()
    for day in 1...2 {
      try folder.add(ArchiveFolder.junit("2026-01-0\(day)T06:00:00Z", ["a": 300]), at: "\(day)/junit.xml")
    }
    #expect(try folder.report().test("a")?.history.verdicts == "ii")
    try folder.add(ArchiveFolder.junit("2026-01-02T06:00:00Z", ["a": 0.4, "b": 300]), at: "2/junit.xml")
    #expect(try folder.report().test("a")?.history.verdicts == "if")
  }

  @Test func otherPromisesAreOtherVerdicts() throws {
    let folder = try ArchiveFolder()
    try folder.add(ArchiveFolder.junit("2026-01-01T06:00:00Z", ["a": 0.4]), at: "1/junit.xml")
    #expect(try folder.report().test("a")?.verdict == "fake")
    #expect(try folder.report(["--expect", "**=offline"]).test("a")?.verdict == "exempt")
  }

  @Test func storeRemembersRunsWhoseFilesAreGone() throws {
    let folder = try ArchiveFolder()
    let store = folder.path("history.db")
    try folder.add(ArchiveFolder.junit("2026-01-01T06:00:00Z", ["a": 300]), at: "1/junit.xml")
    #expect(try folder.report(["--db", store]).runs.count == 1)
    try FileManager.default.removeItem(atPath: folder.path("archive/1"))
    try folder.add(ArchiveFolder.junit("2026-01-02T06:00:00Z", ["a": 0.4]), at: "2/junit.xml")
    let report = try folder.report(["--db", store])
    #expect(report.test("a")?.history.verdicts == "if")
    #expect(try folder.report(["--db", store], paths: []).test("a")?.history.verdicts == "if")
  }

  @Test func ingestedRunsAreAudited() throws {
    let folder = try ArchiveFolder()
    let store = folder.path("runs.db")
    for (day, milliseconds) in [300.0, 0.4].enumerated() {
      let name = "j\(day).xml"
      try folder.add(ArchiveFolder.junit("2026-01-0\(day + 1)T06:00:00Z", ["a": milliseconds]), at: name)
      let outcome = try AssayProgram.run(
        ["ingest", folder.path("archive/\(name)"), "--db", store, "--run", "night \(day)"])
      #expect(outcome.exitCode == 0)
    }
    let report = try folder.report(["--db", store], paths: [])
    #expect(report.runs.map(\.name) == ["night 0", "night 1"])
    #expect(report.test("a")?.history.verdicts == "if")
  }

  @Test func damagedCacheIsNoReasonNotToAudit() throws {
    let folder = try ArchiveFolder()
    try folder.add(ArchiveFolder.junit("2026-01-01T06:00:00Z", ["a": 300]), at: "1/junit.xml")
    let first = try folder.audit()
    #expect(first.exitCode == 0)
    var cache = try Data(contentsOf: folder.cacheFile)
    // The page that holds what is kept of the file, so that the damage is met when the cache is open already.
    let kept = try #require(cache.firstRange(of: Data(#""sample""#.utf8))).lowerBound
    // The size of pages stands in the header (https://sqlite.org/fileformat2.html, 1.3.2).
    let pageSize = Int(cache[16]) << 8 | Int(cache[17])
    cache[kept / pageSize * pageSize] = 0xee
    try cache.write(to: folder.cacheFile)
    let outcome = try folder.audit()
    #expect(outcome.errors == "")
    #expect(outcome.output == first.output)
    #expect(outcome.exitCode == 0)
  }

  @Test func whatAnotherVersionKeptOfAFileIsReadAnew() throws {
    let folder = try ArchiveFolder()
    try folder.add(ArchiveFolder.junit("2026-01-01T06:00:00Z", ["a": 300]), at: "1/junit.xml")
    let first = try folder.audit()
    var cache = try Data(contentsOf: folder.cacheFile)
    let key = try #require(cache.firstRange(of: Data(#""sample""#.utf8)))
    cache.replaceSubrange(key, with: Data(#""rather""#.utf8))
    try cache.write(to: folder.cacheFile)
    let outcome = try folder.audit()
    #expect(outcome.output == first.output)
    #expect(outcome.exitCode == 0)
  }

  // MARK: - Bad input

  @Test func whatCannotBeLookedIntoIsNamedAndTheRestAudited() throws {
    let folder = try ArchiveFolder()
    try folder.add(ArchiveFolder.junit("2026-01-01T06:00:00Z", ["a": 300]), at: "1/junit.xml")
    // A name that is not UTF-8 can't be written as a path.
    let path = folder.archive + "/2"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let name = (Array(path.utf8) + [0x2f, 0xff, 0]).map { CChar(bitPattern: $0) }
    close(open(name, O_WRONLY | O_CREAT, 0o600))
    let report = try folder.report()
    #expect(report.runs.map(\.name) == ["1"])
    #expect(report.leftOut.files.map(\.path) == [path + "/\u{fffd}"])
  }

  /// Only others than root are kept from reading.
  @Test(.enabled(if: geteuid() != 0, "root may read everything"))
  func folderWithoutRightsIsNamedAndTheRestAudited() throws {
    let folder = try ArchiveFolder()
    try folder.add(ArchiveFolder.junit("2026-01-01T06:00:00Z", ["a": 300]), at: "1/junit.xml")
    try folder.add(ArchiveFolder.junit("2026-01-02T06:00:00Z", ["a": 300]), at: "2/junit.xml")
    chmod(folder.archive + "/2", 0)
    defer { chmod(folder.archive + "/2", 0o700) }
    let report = try folder.report()
    #expect(report.runs.map(\.name) == ["1"])
    #expect(report.leftOut.files.map(\.path) == [folder.archive + "/2"])
  }

  @Test func badUseIsExitCodeTwo() throws {
    let folder = try ArchiveFolder()
    #expect(try AssayProgram.run(["audit"]).exitCode == 2)
    #expect(try folder.audit().exitCode == 2)
    #expect(try folder.audit(paths: [folder.path("nowhere")]).exitCode == 2)
    try folder.add("<testsuite><testcase name=\"cut", at: "junit.xml")
    let outcome = try folder.audit()
    #expect(outcome.exitCode == 2)
    #expect(outcome.errors.contains("junit.xml"))
    #expect(try AssayProgram.run(["audit", folder.archive]).errors.contains("--target"))
  }
}
