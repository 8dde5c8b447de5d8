import Evidence
import Records

extension Policy {
  /// What is held against a test, whether or not the policy lets the gate fail for it.
  func objections(to test: TestVerdict) -> [GateCondition] {
    var objections: [GateCondition] = []
    if test.verdict == .fake { objections.append(.fake) }
    if test.verdict == .suspect { objections.append(.suspect) }
    if minimumDuration(missedBy: test) != nil { objections.append(.tooShort) }
    return objections
  }

  /// The least duration that a judged test did not reach; nil where it did, or may have.
  func minimumDuration(missedBy test: TestVerdict) -> MinimumDuration? {
    guard test.verdict != .exempt, let most = test.facts.bodyMostMicroseconds,
      let minimum = minimumDurations.last(where: { $0.tests.matches(test.facts) }),
      most < minimum.microseconds
    else { return nil }
    return minimum
  }

  /// Whether the gate may fail for a condition that is held against a single test.
  func fails(on condition: GateCondition) -> Bool {
    switch condition {
    case .fake: failOn.fake
    case .suspect: failOn.suspect
    case .tooShort, .expiredWaiver: true
    case .inconclusive: failOn.inconclusive != nil
    case .noCapture: failOn.noCapture
    case .fewerTests: failOn.fewerTests != nil
    }
  }
}
