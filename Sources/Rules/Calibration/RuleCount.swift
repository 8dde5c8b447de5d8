/// One side of one rule, counted on labelled runs.
public struct RuleCount: Sendable {
  /// What the counts say of the weight in the rule's file.
  public enum Standing: String, Sendable, CaseIterable {
    /// The rule was its group's vote on enough tests that the other groups left open, and its weight lies in the interval.
    case measured
    /// It spoke on enough tests, of which other groups had decided most, and its weight is no more than the counts allow.
    case within
    /// It spoke too rarely to tell: the weight is an estimate, which the counts don't contradict.
    case few
    /// The counts contradict the weight: it is more than they allow, or less where it was measured. Or it is more than
    /// ``RuleCount/mostEstimated`` and they don't imply that much.
    case drift
    /// The rule's group has no vote.
    case voiceless = "no vote"
  }

  /// The occasions from which on a weight is measured.
  public static let enough = 20
  /// The most bits of a weight that counts don't imply: 6.63 decide, and the rest outvotes what a client may say of itself.
  public static let mostEstimated = 9.0

  /// The rule's id.
  public var rule: String
  /// The side.
  public var says: Says
  /// The bits in the rule's file.
  public var bits: Double
  /// On every counted test: how often it spoke.
  public var spoken = SpokenCount()
  /// On the tests that the other groups leave open: how often it was its group's vote.
  public var deciding = SpokenCount()
  /// On the tests that evidence can hardly tell, which are counted nowhere else: how often it spoke.
  public var hard = SpokenCount()

  /// Counts of nothing.
  public init(rule: String, says: Says, bits: Double) {
    self.rule = rule
    self.says = says
    self.bits = bits
  }

  /// Adds what was counted on other runs.
  mutating func add(_ other: RuleCount) {
    spoken.add(other.spoken)
    deciding.add(other.deciding)
    hard.add(other.hard)
  }

  /// Whether the rule's group votes.
  private var hasVote: Bool { !rule.hasPrefix(VerdictCombination.intent + "/") }

  /// What the counts say of the weight.
  public var standing: Standing {
    if !hasVote { return .voiceless }
    if abs(bits) > max(Self.mostEstimated, abs(basis.impliedBits) + 0.5) { return .drift }
    if isMeasurable { return deciding.interval.contains(bits) ? .measured : .drift }
    if isContradicted { return .drift }
    return spoken.occasions >= Self.enough ? .within : .few
  }

  /// The counts that the standing rests on.
  public var basis: SpokenCount { isMeasurable ? deciding : spoken }

  /// Whether the weight is more than the counts allow. Without a counterexample they allow any: that the interval ends
  /// somewhere is then for want of tests.
  private var isContradicted: Bool {
    switch says {
    case .real: spoken.ofFake > 0 && bits > spoken.interval.upperBound
    case .fake: spoken.ofReal > 0 && bits < spoken.interval.lowerBound
    case .skip: false
    }
  }

  /// Whether a weight can be taken from the counts.
  var isMeasurable: Bool { hasVote && deciding.occasions >= Self.enough }

  /// The weight that the counts imply, of the side's sign; nil where there are too few, or the side has none.
  var fittedBits: Double? {
    guard isMeasurable, bits != 0 else { return nil }
    return says == .real ? max(0, deciding.impliedBits) : min(0, deciding.impliedBits)
  }
}
