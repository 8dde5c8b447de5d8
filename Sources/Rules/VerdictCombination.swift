public import Evidence
import Records

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Makes one verdict of what the rules say of a test.
///
/// Findings of one group rest on the same facts, so a group votes once for each side, with its strongest
/// finding. The group `intent` has no vote: it speaks of the fit between the contact and the claim, and
/// can turn a verdict of real into suspect.
public struct VerdictCombination: Sendable {
  /// The bits at which a verdict is said: with even odds before, 99 in 100.
  public static let threshold = 6.63
  /// The group whose findings are about the test's claim.
  static let intent = "intent"

  /// Rules that rest on what the kernel or an interface saw of the network, and not on the client's word.
  private let restsOnTraffic: Set<String>

  /// A combination of findings of these rules.
  public init(rules: [Rule]) {
    // Counters and samples are sockets' witnesses, too, but say nothing of whom the traffic was with, and weigh little.
    restsOnTraffic = Set(
      rules.filter { rule in
        rule.needs.contains(.packets) || rule.needs.contains(.sockets) && rule.weight.real >= Self.threshold
      }.map(\.id))
  }

  /// The verdict on a test; an inconclusive one without its settling sentence.
  ///
  /// - Parameter findings: what the rules say of it, in the order of the rules' ids.
  public func verdict(on facts: TestFacts, findings: [Finding]) -> TestVerdict {
    if let cause = ExemptionCause.cause(of: facts) {
      return TestVerdict(
        facts: facts, verdict: .exempt, cause: cause, scoreBits: 0, probabilityReal: 0.5, findings: [])
    }
    var decision = decision(on: findings)
    // Nobody is accused of what may be declared.
    if !facts.isScopeKnown, decision.verdict == .fake || decision.verdict == .suspect {
      decision = (.inconclusive, nil, decision.scoreBits)
    }
    return TestVerdict(
      facts: facts, verdict: decision.verdict, cause: decision.cause, scoreBits: decision.scoreBits,
      probabilityReal: 1 / (1 + exp2(-decision.scoreBits)), findings: findings)
  }

  /// What findings alone decide of a test that is to be judged.
  func decision(on findings: [Finding]) -> (verdict: Verdict, cause: String?, scoreBits: Double) {
    let votes = Votes(of: findings)
    let score = votes.scoreBits
    if let real = votes.strongestReal, let fake = votes.strongestFake, real.bits >= Self.threshold,
      fake.bits <= -Self.threshold
    {
      return (.suspect, "the evidence conflicts: \(real.reason); but \(fake.reason)", score)
    }
    if score <= -Self.threshold { return (.fake, nil, score) }
    let isTrafficSeen = findings.contains { $0.says == .real && restsOnTraffic.contains($0.rule) }
    guard score >= Self.threshold, isTrafficSeen else { return (.inconclusive, nil, score) }
    let misfit = findings.filter { $0.group == Self.intent && $0.says == .fake }
      .min { ($0.bits, $0.rule) < ($1.bits, $1.rule) }
    return (misfit == nil ? .real : .suspect, misfit?.reason, score)
  }
}

/// The votes of the groups, added in the order of the findings: a sum of fractions depends on it.
private struct Votes {
  private(set) var scoreBits = 0.0
  private(set) var strongestReal: Finding?
  private(set) var strongestFake: Finding?

  init(of findings: [Finding]) {
    // The order of the rules' ids keeps the findings of one group together.
    var rest = findings[...]
    while let group = rest.first?.group {
      let members = rest.prefix { $0.group == group }
      rest = rest.dropFirst(members.count)
      if group != VerdictCombination.intent { vote(members) }
    }
  }

  /// Counts the strongest finding of a group for each side; of equals, the first.
  private mutating func vote(_ members: ArraySlice<Finding>) {
    var real: Finding?
    var fake: Finding?
    for finding in members {
      if finding.bits > real?.bits ?? 0 { real = finding }
      if finding.bits < fake?.bits ?? 0 { fake = finding }
    }
    scoreBits += (real?.bits ?? 0) + (fake?.bits ?? 0)
    if let real, real.bits > strongestReal?.bits ?? 0 { strongestReal = real }
    if let fake, fake.bits < strongestFake?.bits ?? 0 { strongestFake = fake }
  }
}
