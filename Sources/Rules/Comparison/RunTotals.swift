public import Evidence
import Records

/// A run in figures, to be held against another's.
public struct RunTotals: Sendable {
  /// The verdicts, and how many tests passed.
  public let summary: Summary
  /// How many tests failed.
  public let failed: Int
  /// The durations of all tests added up, in microseconds; nil where none has one.
  public let totalDuration: Int64?
  /// The duration of the quickest test that ran, in microseconds.
  public let fastest: Int64?
  /// The middle one of the durations of the tests that ran, the lower of two, in microseconds.
  public let median: Int64?
  /// The duration of the slowest test that ran, in microseconds.
  public let slowest: Int64?
  /// In how many tests' windows a packet capture saw everything.
  public let covered: Int
  /// What packets show of traffic with the targets; nil without a packet capture, for that is not the same as no traffic.
  public let traffic: ContactFacts.Traffic?
  /// HTTP exchanges with the targets that HAR files or client logs tell of: the client's word.
  public let toldExchanges: Int

  init(of run: ComparedRun) {
    let tests = run.judgement.tests
    summary = run.judgement.summary
    failed = tests.count { $0.facts.outcome == .failed || $0.facts.outcome == .error }
    let ran = tests.filter { $0.facts.outcome != .skipped }.compactMap(\.facts.durationMicroseconds).sorted()
    let all = tests.compactMap(\.facts.durationMicroseconds)
    totalDuration = all.isEmpty ? nil : all.reduce(0, Self.sum)
    fastest = ran.first
    median = ran.isEmpty ? nil : ran[(ran.count - 1) / 2]
    slowest = ran.last
    covered = tests.count { $0.facts.isCovered == true }
    traffic = run.judgement.run.hasPackets ? run.contacts.total.target : nil
    toldExchanges = run.contacts.total.target.toldExchanges.most
  }

  /// The sum, or the nearest number that there is.
  static func sum(_ one: Int64, _ other: Int64) -> Int64 {
    let (sum, overflow) = one.addingReportingOverflow(other)
    return overflow ? (other > 0 ? .max : .min) : sum
  }
}
