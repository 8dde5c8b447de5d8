import Evidence
import Rules

/// What a reader should do next.
struct NextStep {
  let judgement: Judgement

  /// One or two sentences.
  var text: String {
    let summary = judgement.summary
    if summary.tests == 0 { return "give the result files of a run that had tests" }
    if summary[.exempt] == summary.tests {
      return
        "give results of tests that passed and are expected to reach the target (--expect says which are)"
    }
    let steps = [aiming, settling, looking].compactMap { $0 }
    return steps.isEmpty ? "nothing; every judged test is proven real" : steps.joined(separator: ". ")
  }

  /// Where no packet of a whole run went to a target, the target may be misspelt.
  private var aiming: String? {
    let isMissed = judgement.tests.contains { test in
      test.findings.contains { $0.rule == Self.neverContacted && $0.says == .fake }
    }
    guard isMissed else { return nil }
    let targets = judgement.run.targets.joined(separator: ", ")
    return "make sure that \(targets) is what the tests mean: the whole run has no packet that went there"
  }

  private static let neverContacted = "transport/target-never-contacted-in-run"

  private var settling: String? {
    let open = judgement.tests.filter { $0.verdict == .inconclusive }
    if open.isEmpty { return nil }
    if !judgement.run.hasPackets {
      return "a packet capture would settle \(Headline.tests(open.count)): run the suite again while "
        + "'tcpdump -i any -w run.pcap' runs, and give run.pcap with the results"
    }
    guard let largest = SentenceGroup.groups(of: open, by: \.settle).first else { return nil }
    return "to settle \(Headline.tests(largest.tests.count)): \(largest.sentence.text)"
  }

  private var looking: String? {
    let first =
      FakeSection.surestFirst(judgement.tests.filter { $0.verdict == .fake }).first
      ?? judgement.tests.first { $0.verdict == .suspect }
    return first.map { "'assay explain' shows all that is known about one test, such as '\($0.facts.name)'" }
  }
}
