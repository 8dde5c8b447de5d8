import Evidence
import Records
import Rules

/// What a reviewer should verify before trusting a run, ticked where the evidence shows it.
struct ReviewChecklist {
  /// One thing to verify, in words of this program and numbers only.
  struct Item {
    let isTicked: Bool
    let text: String

    fileprivate init(_ isTicked: Bool, _ text: String) {
      self.isTicked = isTicked
      self.text = text
    }
  }

  /// The things, in the order in which to look at them.
  let items: [Item]

  init(_ run: ReportedRun) {
    let tests = run.judgement.tests
    let judged = tests.filter { $0.verdict != .exempt }
    let real = run.judgement.summary.provenReal
    let covered = judged.count { $0.facts.isCovered == true }
    let excused = Set((run.gate?.excused ?? []).map(\.test))
    let fakes = tests.indices.count { tests[$0].verdict == .fake && !excused.contains($0) }
    let suspects = tests.indices.count { tests[$0].verdict == .suspect && !excused.contains($0) }
    let declared = tests.count { $0.verdict == .exempt && $0.facts.outcome == .passed }
    let isContacted = run.judgement.run.roundTripMicroseconds != nil || real > 0
    let unused = run.leftOut.count
    var items = [
      Item(
        run.judgement.run.hasPackets && covered == judged.count && !judged.isEmpty,
        run.judgement.run.hasPackets
          ? "packet capture: it covers \(covered) of \(Headline.tests(judged.count)) judged"
          : "packet capture: there is none, and without one nothing is proven real"),
      Item(isContacted, "targets contacted: \(isContacted ? "packets show it" : "no packet shows it")"),
      Item(
        real == judged.count && real > 0, "proven real: \(real) of \(Headline.tests(judged.count)) judged"),
      Item(fakes == 0, "\(run.gate == nil ? "" : "new ")fakes: \(fakes == 0 ? "none" : String(fakes))"),
      Item(suspects == 0, "suspect: \(suspects == 0 ? "none" : String(suspects))"),
    ]
    if declared > 0 {
      items.append(
        Item(
          false, "\(Headline.tests(declared)) declared mocked or offline: is that so of each?"))
    }
    if !excused.isEmpty {
      items.append(Item(false, "\(Headline.tests(excused.count)) excused: does each reason still hold?"))
    }
    items.append(
      Item(
        unused == 0,
        "files given: \(unused == 0 ? "all were used" : "\(unused) \(unused == 1 ? "was" : "were") not used")"
      ))
    self.items = items
  }
}
