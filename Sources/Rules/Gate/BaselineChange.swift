import Evidence

/// What has become of a baseline since it was written.
public struct BaselineChange: Sendable {
  /// What is held against one test, before or now.
  public struct Entry: Hashable, Sendable {
    /// The test's id.
    public var id: String
    /// What is held against it, in the order of ``GateCondition/allCases``.
    public var conditions: [GateCondition]
  }

  /// What is held against tests now and was not before, by id.
  public private(set) var worse: [Entry] = []
  /// What was held against tests before and is not now, by id; tests that are gone are among them.
  public private(set) var better: [Entry] = []
  /// What was held against tests before and may still hold, for they are inconclusive or exempt now, by id.
  public private(set) var undecided: [Entry] = []
  /// How many tests there were.
  public let testsBefore: Int
  /// How many tests there are.
  public let testsNow: Int
  /// The earlier baseline without what is better now: nothing that is worse is in it, and it counts no fewer tests.
  public private(set) var tightened: Baseline
  /// The earlier baseline with what is worse now, too, and the number of tests that there are.
  public private(set) var accepted: Baseline

  /// What a run makes of a baseline.
  public init(from before: Baseline, by judgement: Judgement, policy: Policy) {
    let now = Baseline(of: judgement, policy: policy)
    let open = judgement.tests.filter { [.inconclusive, .exempt].contains($0.verdict) }
    let openIDs = Set(open.map(\.facts.id))
    testsBefore = before.tests
    testsNow = now.tests
    tightened = Baseline(tests: max(before.tests, now.tests), failing: [:])
    accepted = now
    for id in Set(before.failing.keys).union(now.failing.keys).sorted() {
      let earlier = before.failing[id] ?? []
      let current = now.failing[id] ?? []
      var known = current.filter { before.knows($0, of: id) }
      // What was suspect and is fake has not become better.
      if current.contains(.fake), earlier.contains(.suspect) { known.insert(.suspect) }
      let lost = earlier.subtracting(current).subtracting(known)
      let isOpen = openIDs.contains(id)
      let kept = known.union(isOpen ? lost : [])
      if !kept.isEmpty { tightened.failing[id] = kept }
      if isOpen, !lost.isEmpty { accepted.failing[id, default: []].formUnion(lost) }
      Self.note(id, current.subtracting(kept), in: &worse)
      Self.note(id, isOpen ? [] : lost, in: &better)
      Self.note(id, isOpen ? lost : [], in: &undecided)
    }
  }

  /// Whether the gate would let more through with ``accepted`` than with the earlier baseline.
  public var isLooser: Bool { !worse.isEmpty || testsNow < testsBefore }

  private static func note(_ id: String, _ conditions: Set<GateCondition>, in entries: inout [Entry]) {
    let conditions = GateCondition.allCases.filter(conditions.contains)
    if !conditions.isEmpty { entries.append(Entry(id: id, conditions: conditions)) }
  }
}
