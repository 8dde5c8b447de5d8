import Evidence
import Records

/// What does not fail the gate but should be known.
struct GateNotes {
  let gate: Gate
  let judgement: Judgement
  let sorting: ObjectionSorting

  /// A sentence for each, those on the run before those on the baseline and the waivers.
  var notes: [String] {
    var notes: [String] = []
    let summary = judgement.summary
    if summary[.exempt] == summary.tests {
      notes.append("no test was judged: \(summary[.exempt]) of \(GateSentences.tests(summary.tests)) exempt")
    }
    if !gate.policy.failOn.fake, summary[.fake] > 0 {
      let are = summary[.fake] == 1 ? "is" : "are"
      notes.append("\(GateSentences.tests(summary[.fake])) \(are) fake, and the policy does not fail for it")
    }
    return notes + baselineNotes + gate.policy.waivers.indices.compactMap(note)
  }

  private var baselineNotes: [String] {
    guard let baseline = gate.baseline else { return [] }
    // What a waiver is for has not become better by it.
    var policy = gate.policy
    policy.waivers = []
    let change = BaselineChange(from: baseline, by: judgement, policy: policy)
    let ids = Set(judgement.tests.map(\.facts.id))
    let gone = change.better.count { !ids.contains($0.id) }
    var notes: [String] = []
    for (count, what) in [
      (change.better.count - gone, "better now"), (gone, "not in this run"),
    ] where count > 0 {
      let are = count == 1 ? "is" : "are"
      notes.append(
        "\(GateSentences.tests(count)) of the baseline \(are) \(what): write it anew with 'assay baseline'")
    }
    if !change.undecided.isEmpty {
      let are = change.undecided.count == 1 ? "is" : "are"
      notes.append(
        "\(GateSentences.tests(change.undecided.count)) of the baseline \(are) not judged or inconclusive in this run"
      )
    }
    return notes
  }

  private func note(on place: Int) -> String? {
    let waiver = gate.policy.waivers[place]
    let subject = "the waiver of '\(waiver.tests.text)'"
    guard judgement.tests.contains(where: { waiver.tests.matches($0.facts) }) else {
      return "\(subject) matches no test: remove it"
    }
    if sorting.expired[place] != nil { return nil }
    guard let waived = sorting.waived[place] else {
      return "\(subject) is not needed: no test that it is for would fail; remove it"
    }
    let days = waiver.until.days(since: gate.today)
    guard days < Gate.noticeDays else { return nil }
    let left = days == 0 ? "today" : days == 1 ? "tomorrow" : "in \(days) days"
    return "\(subject) ends \(left), on \(waiver.until): \(GateSentences.tests(waived.count)) will fail then"
  }
}
