public import Evidence
import Records

/// Many runs together: what was reported of each and what is proven, and what only their history shows.
public struct Audit: Sendable {
  /// The runs, the oldest first.
  public private(set) var runs: [AuditedRun] = []
  /// Every test, the worst first.
  public private(set) var tests: [TestHistory] = []
  /// Tests that turned from real to fake or the other way and have not turned back, regressions first.
  public private(set) var changes: [VerdictChange] = []
  /// The files, the worst first.
  public private(set) var files: [AuditedGroup] = []
  /// The suites (folders or packages of the files), the worst first.
  public private(set) var suites: [AuditedGroup] = []
  /// The targets as declared.
  public let targets: [String]

  /// Audits runs that an archive keeps.
  ///
  /// - Parameters:
  ///   - kept: the runs, in any order.
  ///   - archive: the archive that keeps them.
  ///   - targets: the targets by which they were judged.
  /// - Throws: a `Problem` where the archive cannot be read.
  public init(_ kept: [ArchivedRun], in archive: RunArchive, targets: [String]) throws {
    self.targets = targets
    let kept = kept.sorted(by: Self.isEarlier)
    runs = kept.map(AuditedRun.init)
    try readResults(of: kept, in: archive)
    for place in tests.indices { DurationHistory.examine(&tests[place]) }
    try findRepeatedAnswers(of: kept, in: archive)
    findRepeatedRuns()
    countVerdicts()
    RunSeries.tell(&runs, &tests)
    sortTests()
    findChanges()
    groupTests()
    try readReasons(of: kept, in: archive)
  }

  /// The newest run of each series that is no partial one, the newest first.
  public var newestRuns: [Int] {
    var seen: Set<Int> = []
    return runs.indices.reversed().filter { !runs[$0].isPartial && seen.insert(runs[$0].series).inserted }
  }

  /// Whether any run has a fake test.
  public var hasFakes: Bool { runs.contains { $0[.fake] > 0 } }

  /// The tests that were in earlier runs of their series and are not in its newest one.
  public var vanished: [TestHistory] { tests.filter { $0.missingFrom != nil } }

  /// The tests that were exempt in every run.
  public var neverJudged: [TestHistory] { tests.filter(\.isNeverJudged) }

  private static func isEarlier(_ one: ArchivedRun, _ other: ArchivedRun) -> Bool {
    switch (one.startedAt, other.startedAt) {
    case (let start?, let end?) where start != end: start < end
    case (nil, _?): true
    case (_?, nil): false
    default: NaturalOrder.isBefore(one.name, other.name)
    }
  }

  private mutating func readResults(of kept: [ArchivedRun], in archive: RunArchive) throws {
    let known = try archive.tests()
    var places: [Int32: Int] = [:]
    for (run, archived) in kept.enumerated() {
      for result in try archive.results(of: archived) {
        guard let test = known[result.test] else { continue }
        let entry = TestHistory.Entry(result, run: run)
        if let place = places[result.test] {
          tests[place].entries.append(entry)
        } else {
          places[result.test] = tests.count
          tests.append(TestHistory(test: test, number: result.test, entries: [entry]))
        }
      }
    }
  }

  private mutating func findRepeatedAnswers(of kept: [ArchivedRun], in archive: RunArchive) throws {
    var answers = RepeatedAnswers()
    for (run, archived) in kept.enumerated() where runs[run].hasKnownTime {
      answers.add(try archive.answers(of: archived), run: run)
    }
    let repetitions = answers.repetitions(in: runs)
    if repetitions.isEmpty { return }
    let places = Dictionary(
      tests.indices.map { (tests[$0].number, $0) }, uniquingKeysWith: { one, _ in one })
    for repetition in repetitions {
      guard let place = places[repetition.test] else { continue }
      let what = repetition.mark == .identifier ? "the identifier" : "the Date"
      let total = answers.total(of: repetition)
      tests[place].add(
        HistoryFinding(
          kind: repetition.mark == .identifier ? .repeatedIdentifier : .repeatedDate, since: repetition.run,
          until: repetition.run, runs: 1,
          reason:
            "\(repetition.count) of \(total) answer\(total == 1 ? "" : "s") had \(what) of an answer in "
            + "'\(runs[repetition.earlier].name)', an earlier run; 0 should"))
      for entry in tests[place].entries.indices where tests[place].entries[entry].run == repetition.run {
        tests[place].entries[entry].suspectByHistory()
      }
    }
  }

  /// Runs that have the durations of an earlier one, all of them, where that is no chance.
  private mutating func findRepeatedRuns() {
    var sums = Array(repeating: (hash: UInt64(0), bits: 0.0, count: 0), count: runs.count)
    for history in tests {
      for entry in history.entries where entry.outcome == .passed {
        guard let duration = entry.durationMicroseconds else { continue }
        let bits = DurationHistory.surprise(
          microseconds: duration, resolution: entry.resolutionMicroseconds)
        if bits == 0 { continue }
        sums[entry.run].hash &+= Self.mix(UInt64(UInt32(bitPattern: history.number)), UInt64(duration))
        sums[entry.run].bits += bits
        sums[entry.run].count += 1
      }
    }
    var first: [UInt64: Int] = [:]
    var repeated: Set<Int> = []
    for run in runs.indices where sums[run].bits >= 20 && sums[run].count >= 5 {
      guard let earlier = first[sums[run].hash] else {
        first[sums[run].hash] = run
        continue
      }
      repeated.insert(run)
      runs[run].note =
        "all \(sums[run].count) durations that could vary are those of '\(runs[earlier].name)', to the last digit"
    }
    guard !repeated.isEmpty else { return }
    for place in tests.indices {
      for entry in tests[place].entries.indices where repeated.contains(tests[place].entries[entry].run) {
        tests[place].entries[entry].suspectByHistory()
      }
    }
  }

  private static func mix(_ one: UInt64, _ other: UInt64) -> UInt64 {
    // SplitMix64's finalizer.
    var value = one &* 0x9e37_79b9_7f4a_7c15 ^ other
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }

  private mutating func countVerdicts() {
    for history in tests {
      for entry in history.entries {
        runs[entry.run].tests += 1
        runs[entry.run].verdicts[entry.verdict, default: 0] += 1
        if entry.outcome == .passed { runs[entry.run].passed += 1 }
        let duration = entry.durationMicroseconds ?? 0
        runs[entry.run].durationMicroseconds &+= duration
      }
    }
  }

  /// Regressions, then by the latest verdict, then those that are so the longest.
  private mutating func sortTests() {
    func rank(_ history: TestHistory) -> (Int, Int, Int, String) {
      let kind = VerdictChange.Kind(of: history)
      let verdict: Int =
        switch history.latestJudged?.verdict {
        case .fake: 0
        case .suspect: 1
        case .inconclusive: 2
        case .real: 3
        case .exempt, nil: 4
        }
      let change = kind == .realToFake ? 0 : kind == .collapsedToFake ? 1 : 2
      let isGone = history.missingFrom == nil ? 0 : 10
      return (isGone + verdict, change, history.fakeSince ?? .max, history.test.id)
    }
    let ranks = tests.map(rank)
    tests = tests.indices.sorted { ranks[$0] < ranks[$1] }.map { tests[$0] }
  }

  private mutating func findChanges() {
    for place in tests.indices where tests[place].missingFrom == nil {
      if let change = VerdictChange(of: tests[place], at: place) { changes.append(change) }
    }
    let kinds = VerdictChange.Kind.allCases
    changes.sort { one, other in
      let ranks = (kinds.firstIndex(of: one.kind) ?? 0, kinds.firstIndex(of: other.kind) ?? 0)
      return ranks.0 != ranks.1 ? ranks.0 < ranks.1 : (-one.since, one.test) < (-other.since, other.test)
    }
  }

  private mutating func groupTests() {
    var byFile: [String: AuditedGroup] = [:]
    var bySuite: [String: AuditedGroup] = [:]
    for history in tests {
      let (file, suite) = (history.file, history.suite)
      byFile[file, default: AuditedGroup(name: file)].add(history)
      bySuite[suite, default: AuditedGroup(name: suite)].add(history)
    }
    files = byFile.values.sorted { $0.isWorse(than: $1) }
    suites = bySuite.values.sorted { $0.isWorse(than: $1) }
  }

  private mutating func readReasons(of kept: [ArchivedRun], in archive: RunArchive) throws {
    let byRun = Dictionary(grouping: tests.indices) { tests[$0].latest.run }
    for (run, places) in byRun {
      let reasons = try archive.reasons(of: kept[run])
      for place in places {
        if tests[place].latest.isSuspectByHistory {
          let sentence = tests[place].findings.last?.reason ?? runs[run].note ?? ""
          tests[place].reason = ArchivedReason(rule: "", sentence: sentence)
        } else if let reason = tests[place].latest.reason, reason < reasons.count {
          tests[place].reason = reasons[reason]
        }
      }
    }
  }
}
