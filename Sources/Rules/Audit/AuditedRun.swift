public import Evidence
public import Records

/// One run of an audit: what was reported of it, and what is proven.
public struct AuditedRun: Sendable {
  /// Its name: a folder, a file, or the name under which it was ingested.
  public var name: String
  /// When it began; nil where nothing tells.
  public var startedAt: Timestamp?
  /// How that is known.
  public var timeBasis: ArchivedRun.TimeBasis
  /// Whether it has a packet capture.
  public var hasPackets: Bool
  /// Which suite of tests it is of, counted from 0: runs that share tests, directly or by way of others, are of one.
  public var series = 0
  /// Whether it has so few of its series' tests that what it lacks has not vanished.
  public var isPartial = false
  /// How many tests it has.
  public var tests = 0
  /// How many of them passed.
  public var passed = 0
  /// How many have each verdict, history taken into account; every verdict has an entry.
  public var verdicts: [Verdict: Int] = Dictionary(uniqueKeysWithValues: Verdict.allCases.map { ($0, 0) })
  /// The sum of its tests' durations in microseconds.
  public var durationMicroseconds: Int64 = 0
  /// What history says of the run as a whole; nil where nothing.
  public var note: String?

  /// Whether its time is known well enough to say that another run came a minute later.
  var hasKnownTime: Bool { timeBasis == .written }

  /// How many tests have this verdict.
  public subscript(verdict: Verdict) -> Int { verdicts[verdict] ?? 0 }

  /// The share of tests that passed, from 0 to 1; nil where there are no tests.
  public var reportedPassRate: Double? { tests == 0 ? nil : Double(passed) / Double(tests) }

  init(_ run: ArchivedRun) {
    name = run.name
    startedAt = run.startedAt
    timeBasis = run.timeBasis
    hasPackets = run.hasPackets
  }
}
