public import Evidence
import Records

extension Judgement {
  /// What an archive keeps of a judged run: of each test its result, and why it has its verdict.
  ///
  /// - Parameters:
  ///   - resolutions: how finely the durations are written, in microseconds, by test.
  ///   - answers: the marks of answers, by the view's `test_id`.
  /// - Returns: the tests, and the contents, which refer to them by their places.
  public func archived(
    resolutions: [Int64: Int64], answers: [ArchivedAnswer]
  ) -> (tests: [ArchivedTest], contents: ArchivedRun.Contents) {
    var contents = ArchivedRun.Contents(results: [], reasons: [], answers: [])
    var kept: [ArchivedTest] = []
    var keys: Set<String> = []
    var places: [Int64: Int32] = [:]
    var reasons: [ArchivedReason: Int] = [:]
    let verdicts = Verdict.allCases
    for test in tests {
      let facts = test.facts
      // Two tests of one file whose ids have one key are two tests nevertheless.
      let key = keys.insert(facts.key).inserted ? facts.key : "\(facts.key)\n\(facts.id)"
      let place = Int32(clamping: kept.count)
      places[facts.testID] = place
      kept.append(
        ArchivedTest(key: key, id: facts.id, className: facts.className, name: facts.name, file: facts.file))
      // What would settle a test of a run without packets is always a capture.
      let isKept = test.verdict != .inconclusive || run.hasPackets
      let reason = (isKept ? test.archivedReason : nil).map { reason -> Int in
        if let known = reasons[reason] { return known }
        reasons[reason] = contents.reasons.count
        contents.reasons.append(reason)
        return contents.reasons.count - 1
      }
      contents.results.append(
        ArchivedResult(
          test: place, verdict: UInt8(verdicts.firstIndex(of: test.verdict) ?? 0), outcome: facts.outcome,
          durationMicroseconds: facts.durationMicroseconds,
          resolutionMicroseconds: resolutions[facts.testID] ?? 0,
          centibits: Self.centibits(test.scoreBits), reason: reason))
    }
    contents.answers = answers.compactMap { answer in
      places[Int64(answer.test)].map { ArchivedAnswer(test: $0, mark: answer.mark, hash: answer.hash) }
    }
    return (kept, contents)
  }

  private static func centibits(_ bits: Double) -> Int32 {
    bits.isFinite ? Int32(min(max(bits * 100, -1e9), 1e9).rounded()) : 0
  }
}

extension TestVerdict {
  /// The strongest finding for the verdict, or the cause, or what would settle it.
  fileprivate var archivedReason: ArchivedReason? {
    switch verdict {
    case .fake, .real:
      let side: Says = verdict == .fake ? .fake : .real
      return findings.filter { $0.says == side }.max {
        ($0.bits.magnitude, $1.rule) < ($1.bits.magnitude, $0.rule)
      }.map { ArchivedReason(rule: $0.rule, sentence: $0.reason) }
    case .suspect, .exempt: return cause.map { ArchivedReason(rule: "", sentence: $0) }
    case .inconclusive: return settle.map { ArchivedReason(rule: "", sentence: $0) }
    }
  }
}
