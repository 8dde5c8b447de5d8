import Evidence
import Foundation
import Records
import Testing

struct RunArchiveTests {
  private static let way = JudgingFingerprint(declared: "t", judge: "r")
  private static let otherRules = JudgingFingerprint(declared: "t", judge: "s")
  private static let otherTarget = JudgingFingerprint(declared: "u", judge: "r")

  private static let tests = ["a", "b"].map {
    ArchivedTest(key: $0, id: "c::\($0)", className: "c", name: $0, file: $0 == "a" ? "a.py" : nil)
  }

  private static func run(_ name: String, digests: [String]) -> ArchivedRun {
    ArchivedRun(
      content: Fingerprint.of(digests), name: name, digests: digests,
      startedAt: Timestamp(nanoseconds: 1_767_247_200_000_001_000), timeBasis: .zoneUnknown, hasPackets: true)
  }

  private static let contents = ArchivedRun.Contents(
    results: [
      ArchivedResult(
        test: 1, verdict: 3, outcome: .failed, durationMicroseconds: 0, resolutionMicroseconds: 1000,
        centibits: -1234, reason: 1),
      ArchivedResult(
        test: 0, verdict: 0, outcome: .passed, durationMicroseconds: nil, resolutionMicroseconds: 0,
        centibits: 700, reason: nil),
    ],
    reasons: [
      ArchivedReason(rule: "", sentence: "none"),
      ArchivedReason(rule: "timing/x", sentence: "says \"7\"\n\\ é"),
    ],
    answers: [ArchivedAnswer(test: 1, mark: .date, hash: .max)])

  @Test func whatIsKeptComesBack() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/archive-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/archive.db"
    let file = ArchivedFile(
      path: "/x/j.xml", bytes: 7, modifiedNanoseconds: 1_767_247_200_123_456_789, sha256: "ab",
      kind: "junit-xml",
      problem: nil, facts: [1, 2, 0])
    do {
      let archive = try RunArchive(in: try EvidenceStore(path: path))
      try archive.keep(Self.run("one", digests: ["d1"]), Self.contents, tests: Self.tests, judgedBy: Self.way)
      try archive.keep([file])
    }
    let archive = try RunArchive(in: try EvidenceStore(path: path))
    #expect(try archive.files() == ["/x/j.xml": file])
    let run = try #require(try archive.runs(judgedBy: Self.way).first)
    #expect(run.name == "one")
    #expect(run.digests == ["d1"])
    #expect(run.startedAt == Timestamp(nanoseconds: 1_767_247_200_000_001_000))
    #expect(run.timeBasis == .zoneUnknown)
    #expect(run.hasPackets)
    #expect(try archive.runs(judgedBy: Self.otherTarget).isEmpty)
    #expect(try archive.countOfRuns(notDeclaredAs: Self.way) == 0)
    #expect(try archive.countOfRuns(notDeclaredAs: Self.otherTarget) == 1)
    #expect(try archive.runs(judgedOtherwiseThan: Self.otherRules).map(\.name) == ["one"])
    let tests = try archive.tests()
    let results = try archive.results(of: run)
    #expect(results.map { tests[$0.test] } == [Self.tests[1], Self.tests[0]])
    #expect(results.map(\.verdict) == [3, 0])
    #expect(results.map(\.outcome) == [.failed, .passed])
    #expect(results.map(\.durationMicroseconds) == [0, nil])
    #expect(results.map(\.resolutionMicroseconds) == [1000, 0])
    #expect(results.map(\.centibits) == [-1234, 700])
    #expect(results.map(\.reason) == [1, nil])
    #expect(try archive.reasons(of: run) == Self.contents.reasons)
    #expect(try archive.answers(of: run) == [ArchivedAnswer(test: results[0].test, mark: .date, hash: .max)])
  }

  @Test func testHasOneNumberInAllRuns() throws {
    let archive = try RunArchive(in: try EvidenceStore(path: nil))
    let one = try archive.keep(
      Self.run("1", digests: ["d1"]), Self.contents, tests: Self.tests, judgedBy: Self.way)
    let other = try archive.keep(
      Self.run("2", digests: ["d2"]), Self.contents, tests: Self.tests.reversed(), judgedBy: Self.way)
    #expect(
      try archive.results(of: one).map(\.test) == archive.results(of: other).map(\.test).reversed())
    #expect(try archive.tests().count == 2)
  }

  @Test func nameThatSaysTheMostStaysInWhateverOrderRunsAreKept() throws {
    let names = [
      ArchivedTest(key: "k", id: "tests.a::t", className: "tests.a", name: "t", file: nil),
      ArchivedTest(key: "k", id: "tests/a.py::t", className: "tests.a", name: "t", file: nil),
      ArchivedTest(key: "k", id: "tests/a.py::t", className: "tests.a", name: "t", file: "tests/a.py"),
    ]
    for order in [names, names.reversed()] {
      let archive = try RunArchive(in: try EvidenceStore(path: nil))
      for (number, test) in order.enumerated() {
        try archive.keep(
          Self.run("\(number)", digests: ["\(number)"]),
          ArchivedRun.Contents(results: [Self.contents.results[1]], reasons: [], answers: []), tests: [test],
          judgedBy: Self.way)
      }
      #expect(Array(try archive.tests().values) == [names[2]])
    }
  }

  @Test func runThatHasAllFilesOfAnotherTakesItsPlace() throws {
    let archive = try RunArchive(in: try EvidenceStore(path: nil))
    func keep(_ name: String, _ digests: [String], judgedBy fingerprint: JudgingFingerprint = Self.way) throws
    {
      try archive.keep(
        Self.run(name, digests: digests), Self.contents, tests: Self.tests, judgedBy: fingerprint)
    }
    try keep("results", ["d1"])
    try keep("other", ["d2"])
    try keep("with a capture", ["d1", "p1"])
    #expect(try archive.runs(judgedBy: Self.way).map(\.name) == ["other", "with a capture"])
    try keep("other, judged anew", ["d2"], judgedBy: Self.otherRules)
    #expect(try archive.runs(judgedBy: Self.way).map(\.name) == ["with a capture"])
    #expect(try archive.runs(judgedBy: Self.otherRules).map(\.name) == ["other, judged anew"])
  }

  // The sqlite3 program does the damage.
  @Test(.enabled(if: SQLiteShell.isPresent)) func damagedColumnsAreCutAndNeverACrash() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/archive-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/archive.db"
    do {
      let archive = try RunArchive(in: try EvidenceStore(path: path))
      try archive.keep(Self.run("one", digests: ["d1"]), Self.contents, tests: Self.tests, judgedBy: Self.way)
    }
    try SQLiteShell.run(
      "UPDATE archived_run SET results = substr(results, 1, 40), reasons = x'5b22', answers = x'00'", in: path
    )
    let archive = try RunArchive(in: try EvidenceStore(path: path))
    let run = try #require(try archive.runs(judgedBy: Self.way).first)
    #expect(try archive.results(of: run).count == 1)
    #expect(try archive.reasons(of: run).isEmpty)
    #expect(try archive.answers(of: run).isEmpty)
  }

  @Test func fingerprintTellsTextsApartWhereverTheyAreCut() {
    // `printf '1:a2:bc' | sha256sum`
    #expect(
      Fingerprint.of(["a", "bc"]) == "5310a58788781ab25d5ad7c3f85035824b4eb7bdfa394e0ac2186271472b5492")
    #expect(Fingerprint.of(["ab", "c"]) != Fingerprint.of(["a", "bc"]))
    #expect(Fingerprint.of([]) != Fingerprint.of([""]))
  }

  @Test func answersOfTheTargetAreMarkedAndThoseOfCachesAreNot() throws {
    let prepared = try PreparedRun()
    try prepared.add { sink in
      try sink.receive(TestResult.exact("a", 0, 5000))
      for (place, extra) in [[], [Header(name: "Age", value: "7")]].enumerated() {
        let start = Double(place) * 1000 + 100
        var exchange = Exchange.told(by: .har, start: start, end: start + 50)
        exchange.responseHeaders =
          [
            Header(name: "Date", value: "Tue, 14 Nov 2023 22:13:2\(place) GMT"),
            Header(name: "CF-RAY", value: "ray\(place)"),
          ] + extra
        try sink.receive(exchange)
      }
    }
    try prepared.attribute()
    let marks = try prepared.store.answerMarks()
    #expect(marks.map(\.mark) == [.identifier, .date])
    #expect(Set(marks.map(\.hash)).count == 2)
  }
}
