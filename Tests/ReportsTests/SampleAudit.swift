import Evidence
import Records
import Reports

@testable import Rules

/// A small audit made by hand: five runs of a suite in which a test turns fake, one vanishes and one always fails.
enum SampleAudit {
  static let hostile = "test_\u{1b}[31m\u{202e}<script>"

  static func audit(runs: Int = 5) throws -> Audit {
    let archive = try RunArchive(in: try EvidenceStore(path: nil))
    var kept: [ArchivedRun] = []
    let verdicts = Verdict.allCases
    for run in 0..<runs {
      func result(_ test: Int32, _ verdict: Verdict, _ milliseconds: Int64, outcome: Outcome = .passed)
        -> ArchivedResult
      {
        ArchivedResult(
          test: test, verdict: UInt8(verdicts.firstIndex(of: verdict) ?? 0), outcome: outcome,
          durationMicroseconds: milliseconds * 1000 + Int64(run), resolutionMicroseconds: 1,
          centibits: 0, reason: verdict == .exempt ? 1 : 0)
      }
      var results = [
        result(0, run < 3 ? .real : .fake, run < 3 ? 300 : 1), result(1, .real, 800),
        result(2, .exempt, 5, outcome: .failed), result(4, .fake, 1),
      ]
      if run < 2 { results.append(result(3, .inconclusive, 40)) }
      let names = ["test_turned", "test_steady", "test_broken", "test_gone", hostile]
      let tests = names.map {
        ArchivedTest(key: $0, id: "tests/e2e/test_shop.py::\($0)", className: "", name: $0, file: nil)
      }
      let archived = ArchivedRun(
        content: "\(run)", name: "nightly/run-\(run)", digests: ["\(run)"],
        // 1,767,247,200 s is 2026-01-01T06:00:00Z: `date -ud @1767247200`.
        startedAt: Timestamp(nanoseconds: (1_767_247_200 + Int64(run) * 86_400) * 1_000_000_000),
        timeBasis: .written, hasPackets: true)
      kept.append(
        try archive.keep(
          archived,
          ArchivedRun.Contents(
            results: results,
            reasons: [
              ArchivedReason(
                rule: "transport/no-contact-with-target", sentence: "0 packets went to the target"),
              ArchivedReason(rule: "", sentence: "failed before any network"),
            ], answers: []), tests: tests, judgedBy: JudgingFingerprint(declared: "", judge: "")))
    }
    return try Audit(kept, in: archive, targets: ["https://shop.test"])
  }

  static func text(
    _ audit: Audit, width: Int = 80, isColored: Bool = false, limit: Int = 20
  ) -> String {
    var text = ""
    AuditTextReport(screen: Screen(width: width, isColored: isColored), limit: limit).render(
      ReportedAudit(
        audit, leftOut: [LeftOutFile(path: "nightly/cut.xml", reason: "line 3: the file ends in a tag")],
        copies: ["nightly/run-0-copy"], unrecognised: 2, judgedOtherwise: 1), into: &text)
    return text
  }
}
