import Evidence
import Rules

/// What the gate says of a run, before all else: whether it may pass, why not, and what was let pass.
struct GateSection {
  let gate: GateDecision
  let judgement: Judgement
  /// How many entries of a list are shown.
  let limit: Int

  func write(into page: inout TextPage) {
    let reasons = gate.breaches.count
    page.paragraph(
      gate.isPassed ? "GATE PASSED  " : "GATE FAILED  ", in: gate.isPassed ? .green : .red,
      "by \(gate.policy)" + (gate.isPassed ? "" : ", for \(reasons) reason\(reasons == 1 ? "" : "s")"),
      ink: .bold)
    let listing = GroupListing(limit: limit, indent: 2)
    for breach in gate.breaches {
      page.paragraph("\(breach.condition.rawValue): ", in: .bold, indent: 2, breach.sentence)
      listing.write(tests(at: breach.tests), into: &page)
    }
    if !gate.excused.isEmpty {
      page.blank()
      page.paragraph("Excused: \(Headline.tests(gate.excused.count))", in: .bold, "")
      let groups = Dictionary(grouping: gate.excused, by: \.sentence)
        .sorted { ($0.value[0].test, $0.key) < ($1.value[0].test, $1.key) }
      for (sentence, excuses) in groups.prefix(limit) {
        page.paragraph(Headline.tests(excuses.count) + ": ", indent: 2, sentence)
        listing.write(tests(at: excuses.map(\.test)), into: &page)
      }
      page.more(groups.count, beyond: limit)
    }
    if !gate.notes.isEmpty {
      page.blank()
      page.paragraph("Notes: \(gate.notes.count)", in: .bold, "")
      for note in gate.notes.prefix(limit) { page.paragraph("- ", indent: 2, note) }
      page.more(gate.notes.count, beyond: limit)
    }
    page.blank()
  }

  private func tests(at places: [Int]) -> [TestVerdict] {
    places.filter(judgement.tests.indices.contains).map { judgement.tests[$0] }
  }
}
