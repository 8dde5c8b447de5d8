import Evidence
import Records

@testable import Rules

/// An archive in memory that a test fills with runs, a day apart from 2026-01-01T06:00:00Z on.
final class PreparedArchive {
  /// A test in a run.
  struct Result {
    var name: String
    var verdict: Verdict
    /// In microseconds.
    var duration: Int64?
    var resolution: Int64 = 1000
    var outcome: Outcome = .passed
    var marks: [(ArchivedAnswer.Mark, UInt64)] = []
  }

  private let store: EvidenceStore
  let archive: RunArchive
  private(set) var runs: [ArchivedRun] = []

  init() throws {
    store = try EvidenceStore(path: nil)
    archive = try RunArchive(in: store)
  }

  /// Adds a run so many days after the first one; on the same day as the one before where none is given.
  func add(day: Int64? = nil, seconds: Int64 = 0, _ results: [Result]) throws {
    let day = day ?? Int64(runs.count)
    let name = "run-\(runs.count)"
    // 1,767,247,200 s is 2026-01-01T06:00:00Z: `date -ud @1767247200`.
    let start = Timestamp(nanoseconds: (1_767_247_200 + day * 86_400 + seconds) * 1_000_000_000)
    let verdicts = Verdict.allCases
    let contents = ArchivedRun.Contents(
      results: results.enumerated().map { place, result in
        ArchivedResult(
          test: Int32(place), verdict: UInt8(verdicts.firstIndex(of: result.verdict) ?? 0),
          outcome: result.outcome, durationMicroseconds: result.duration,
          resolutionMicroseconds: result.resolution, centibits: 0, reason: 0)
      },
      reasons: [ArchivedReason(rule: "timing/some-rule", sentence: "as \(name) says")],
      answers: results.enumerated().flatMap { place, result in
        result.marks.map { ArchivedAnswer(test: Int32(place), mark: $0.0, hash: $0.1) }
      })
    let tests = results.map {
      ArchivedTest(
        key: "tests.test_shop.\($0.name)", id: "tests/test_shop.py::\($0.name)", className: "", name: $0.name,
        file: nil)
    }
    let run = ArchivedRun(
      content: name, name: name, digests: [name], startedAt: start, timeBasis: .written, hasPackets: false)
    runs.append(
      try archive.keep(run, contents, tests: tests, judgedBy: JudgingFingerprint(declared: "", judge: "")))
  }

  /// Adds runs of one test named `a`, one a day.
  func add(_ verdicts: [Verdict], durations: [Int64], resolution: Int64 = 1000) throws {
    for (verdict, duration) in zip(verdicts, durations) {
      try add([Result(name: "a", verdict: verdict, duration: duration, resolution: resolution)])
    }
  }

  /// The audit of all runs.
  func audit() throws -> Audit { try Audit(runs.reversed(), in: archive, targets: ["https://shop.test"]) }
}
