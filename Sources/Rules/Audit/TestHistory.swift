public import Evidence
public import Records

/// One test over all runs of an audit.
public struct TestHistory: Sendable {
  /// The test in one run: 32 bytes, for a thousand runs of a thousand tests have a million of them.
  public struct Entry: Sendable {
    /// The place of the run among the audit's runs.
    public var run: Int { Int(runPlace) }
    /// How it ended.
    public let outcome: Outcome
    /// The verdict, history taken into account.
    public internal(set) var verdict: Verdict
    /// Whether it was history that made it suspect.
    public internal(set) var isSuspectByHistory = false
    /// The score in hundredths of a bit.
    public let centibits: Int32
    /// The whole duration in microseconds; nil where unknown.
    public var durationMicroseconds: Int64? { duration < 0 ? nil : duration }
    /// How finely the duration is written, in microseconds, at least 1.
    public var resolutionMicroseconds: Int64 { Int64(max(1, resolution)) }

    private let runPlace: Int32
    private let duration: Int64
    private let resolution: Int32
    private let reasonPlace: Int32

    /// The place of its reason among the reasons of the run.
    var reason: Int? { reasonPlace < 0 ? nil : Int(reasonPlace) }

    init(_ result: ArchivedResult, run: Int) {
      runPlace = Int32(clamping: run)
      outcome = result.outcome
      let verdicts = Verdict.allCases
      verdict = Int(result.verdict) < verdicts.count ? verdicts[Int(result.verdict)] : .inconclusive
      centibits = result.centibits
      duration = result.durationMicroseconds ?? -1
      resolution = Int32(clamping: result.resolutionMicroseconds)
      reasonPlace = Int32(clamping: result.reason ?? -1)
    }

    /// Makes an inconclusive verdict suspect: history can do no more.
    mutating func suspectByHistory() {
      guard verdict == .inconclusive else { return }
      verdict = .suspect
      isSuspectByHistory = true
    }
  }

  /// The test.
  public var test: ArchivedTest
  /// Its number in the archive.
  let number: Int32
  /// Its runs, the oldest first; never empty.
  public internal(set) var entries: [Entry]
  /// What its history shows, in the order of the kinds.
  public var findings: [HistoryFinding] = []
  /// Why it has its latest verdict; nil where nothing is kept of that.
  public var reason: ArchivedReason?
  /// The newest run of its series that it should have been in and was not; nil where it has not vanished.
  public var missingFrom: Int?

  init(test: ArchivedTest, number: Int32, entries: [Entry]) {
    self.test = test
    self.number = number
    self.entries = entries
  }

  /// Adds a finding, or to one of the same kind: the latest is the one that is shown.
  mutating func add(_ finding: HistoryFinding) {
    guard let place = findings.firstIndex(where: { $0.kind == finding.kind }) else {
      findings.append(finding)
      return
    }
    findings[place].until = finding.until
    findings[place].runs += finding.runs
    findings[place].reason = finding.reason
  }

  /// The latest entry.
  public var latest: Entry { entries[entries.count - 1] }

  /// How many of its entries have this verdict.
  public func count(_ verdict: Verdict) -> Int { entries.count { $0.verdict == verdict } }

  /// The latest entry that is not exempt; nil where it was never judged.
  public var latestJudged: Entry? { entries.last { $0.verdict != .exempt } }

  /// Whether it was exempt in every run.
  public var isNeverJudged: Bool { latestJudged == nil }

  /// The run in which it was first fake; nil where it never was.
  public var firstFake: Int? { entries.first { $0.verdict == .fake }.map(\.run) }

  /// The run since which it is fake without a break, exempt runs not counted; nil where it is not fake now.
  public var fakeSince: Int? {
    guard latestJudged?.verdict == .fake else { return nil }
    var since: Int?
    for entry in entries.reversed() where entry.verdict != .exempt {
      guard entry.verdict == .fake else { break }
      since = entry.run
    }
    return since
  }

  /// The last run in which it was proven real; nil where it never was.
  public var lastReal: Int? { entries.last { $0.verdict == .real }.map(\.run) }

  /// The file that the test is in: as a result file says, or else as the test's id tells; empty where neither does.
  public var file: String {
    if let file = test.file, !file.isEmpty { return Self.slashed(file) }
    if let mark = test.id.firstRange(of: "::") {
      let head = String(test.id[..<mark.lowerBound])
      if head.contains("/") || head.contains("\\") || head.hasSuffix(".py") { return Self.slashed(head) }
    }
    // `tests.unit.test_a.TestB` of pytest's JUnit XML is class TestB of the file test_a.py.
    var parts = test.className.split(separator: ".", omittingEmptySubsequences: false)
    if parts.contains(where: { $0.hasPrefix("test_") }) {
      while parts.count > 1, parts.last?.first?.isUppercase == true { parts.removeLast() }
      return parts.joined(separator: "/") + ".py"
    }
    return test.className
  }

  /// The folder or package that the file is in; the file itself where it is in none.
  public var suite: String {
    let file = file
    if let slash = file.lastIndex(of: "/") { return String(file[..<slash]) }
    if file.hasSuffix(".py") { return "." }
    if let dot = file.lastIndex(of: "."), dot > file.startIndex { return String(file[..<dot]) }
    return file
  }

  private static func slashed(_ path: String) -> String { path.replacing("\\", with: "/") }
}
