import Records

/// What a file, or a suite, comes to over all runs of an audit.
public struct AuditedGroup: Hashable, Sendable {
  /// The path of the file, or of the suite's folder or package.
  public var name: String
  /// How many tests it has or had.
  public var tests = 0
  /// How many of its tests have each verdict in the latest run that they were in; those that vanished are not counted.
  public var current: [Verdict: Int] = [:]
  /// How many of those passed in it.
  public var currentPassed = 0
  /// The sum of their durations in it, in microseconds.
  public var currentDurationMicroseconds: Int64 = 0
  /// How many results all runs together have of it.
  public var results = 0
  /// How many of the results passed.
  public var passed = 0
  /// How many of the results have each verdict.
  public var verdicts: [Verdict: Int] = [:]

  /// How many of its tests are in their latest run and have not vanished.
  public var currentTests: Int { current.values.reduce(0, +) }

  init(name: String) {
    self.name = name
  }

  mutating func add(_ history: TestHistory) {
    tests += 1
    results += history.entries.count
    for entry in history.entries {
      verdicts[entry.verdict, default: 0] += 1
      if entry.outcome == .passed { passed += 1 }
    }
    guard history.missingFrom == nil else { return }
    current[history.latest.verdict, default: 0] += 1
    if history.latest.outcome == .passed { currentPassed += 1 }
    currentDurationMicroseconds &+= history.latest.durationMicroseconds ?? 0
  }

  /// Whether it is to be listed before another: by its fakes and suspects now, then by those of all runs.
  func isWorse(than other: AuditedGroup) -> Bool {
    for verdict in [Verdict.fake, .suspect] {
      let (one, two) = (current[verdict] ?? 0, other.current[verdict] ?? 0)
      if one != two { return one > two }
    }
    for verdict in [Verdict.fake, .suspect, .inconclusive] {
      let (one, two) = (verdicts[verdict] ?? 0, other.verdicts[verdict] ?? 0)
      if one != two { return one > two }
    }
    return name < other.name
  }
}
