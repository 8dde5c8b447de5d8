import Evidence
import Records

/// Says of an inconclusive test what would settle it.
struct SettlingAdvice {
  let run: RunFacts
  /// The tests in whose windows other tests may have run.
  let overlapping: Set<Int64>
  let rules: [Rule]

  /// The one sentence: what is missing, from the most to the least of it.
  func sentence(for verdict: TestVerdict) -> String {
    let facts = verdict.facts
    if !facts.isScopeKnown { return Self.scopeOpen }
    if !run.hasPackets { return captureMissing(facts) }
    if facts.windowKind == .none { return Self.windowMissing }
    if facts.isCovered != true { return coverageMissing(facts) }
    if overlapping.contains(facts.testID) {
      return facts.windowKind == .exact
        ? "other tests ran at the same time: run it alone, or tie traffic to tests by a header with its id"
        : Self.windowMissing
    }
    if let finding = heaviestAbstention(verdict.findings) { return finding.reason }
    return "a HAR file, a client log or the TLS secrets of the run would add to what its packets show"
  }

  private static let scopeOpen =
    "a pattern of --expect matches no test, and the results don't name this test's file: if the pattern is meant for "
    + "it, declare it by its id"

  private static let windowMissing =
    "result files with start and stop times (pytest-reportlog) would tell its traffic from its neighbours'"

  private func captureMissing(_ facts: TestFacts) -> String {
    let targets = run.targets.isEmpty ? "its target" : run.targets.joined(separator: " or ")
    guard let start = facts.windowStart, let stop = facts.windowStop else {
      return "a packet capture of the run, and result files with start and stop times (pytest-reportlog), "
        + "would show whether it reaches \(targets)"
    }
    return
      "a packet capture of the run, covering \(Self.clock(start)) to \(Self.clock(stop, roundingUp: true)), "
      + "would show whether it reaches \(targets)"
  }

  private func coverageMissing(_ facts: TestFacts) -> String {
    if let begin = facts.windowStart, let first = run.coverage.compactMap(\.start).min(), first > begin {
      return "the capture starts \(Self.span(first.nanoseconds(since: begin))) after the test began: "
        + "capture from the start"
    }
    if let end = facts.windowStop, let last = run.coverage.compactMap(\.stop).max(), last < end {
      return "the capture stops \(Self.span(end.nanoseconds(since: last))) before the test ended: "
        + "capture to the end"
    }
    let dropped = run.coverage.reduce(0) { $0 &+ ($1.dropped ?? 0) }
    if dropped > 0 {
      return "the capture dropped \(dropped) packets: capture with a larger buffer (tcpdump -B) or a filter"
    }
    return
      "the capture does not cover the test's way to its target: capture on all interfaces (tcpdump -i any)"
  }

  /// The abstention of the rule that would weigh the most.
  private func heaviestAbstention(_ findings: [Finding]) -> Finding? {
    let weights = Dictionary(
      rules.map { ($0.id, max($0.weight.real, -$0.weight.fake)) }, uniquingKeysWith: { one, _ in one })
    return findings.filter { $0.says == .skip }
      .max { ((weights[$0.rule] ?? 0), $1.rule) < ((weights[$1.rule] ?? 0), $0.rule) }
  }

  /// `10:47:31`, in UTC.
  private static func clock(_ time: Timestamp, roundingUp: Bool = false) -> String {
    let (quotient, rest) = time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    let whole = quotient - (rest < 0 ? 1 : 0) + (roundingUp && rest != 0 ? 1 : 0)
    let second = ((whole % 86_400) + 86_400) % 86_400
    func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))"
  }

  /// `3.2 s`.
  private static func span(_ nanoseconds: Int64) -> String {
    let tenths = max(1, nanoseconds / 100_000_000)
    return "\(tenths / 10).\(tenths % 10) s"
  }
}
