import Evidence
import Records

/// Sorts what is held against the tests of a run: into what blocks, what is excused, and what an expired waiver no
/// longer excuses.
struct ObjectionSorting {
  /// The places of the tests that block, by what is held against them.
  private(set) var blocking: [GateCondition: [Int]] = [:]
  /// The tests that are excused, with the reason.
  private(set) var excused: [GateDecision.Excuse] = []
  /// The places of the tests that would block but for each waiver, by the waiver's place in the policy.
  private(set) var waived: [Int: [Int]] = [:]
  /// The places of the tests that block and that an expired waiver was for, likewise.
  private(set) var expired: [Int: [Int]] = [:]

  init(of judgement: Judgement, by gate: Gate) {
    for (place, test) in judgement.tests.enumerated() {
      let objections = gate.policy.objections(to: test).filter(gate.policy.fails)
      let known = objections.filter { gate.baseline?.knows($0, of: test.facts.id) == true }
      let rest = objections.filter { !known.contains($0) }
      if !known.isEmpty {
        let words = known.map(\.rawValue).joined(separator: " and ")
        excused.append(.init(test: place, sentence: "\(words), and known to the baseline"))
      }
      if !rest.isEmpty { sort(rest, of: test, at: place, by: gate) }
    }
  }

  private mutating func sort(
    _ objections: [GateCondition], of test: TestVerdict, at place: Int, by gate: Gate
  ) {
    let waivers = gate.policy.waivers
    let matching = waivers.indices.filter { waivers[$0].tests.matches(test.facts) }
    if let waiver = matching.first(where: { waivers[$0].until >= gate.today }) {
      waived[waiver, default: []].append(place)
      let words = objections.map(\.rawValue).joined(separator: " and ")
      let waiver = waivers[waiver]
      excused.append(.init(test: place, sentence: "\(words), waived until \(waiver.until): \(waiver.reason)"))
      return
    }
    for condition in objections { blocking[condition, default: []].append(place) }
    if let waiver = matching.max(by: { waivers[$0].until < waivers[$1].until }) {
      expired[waiver, default: []].append(place)
    }
  }
}
