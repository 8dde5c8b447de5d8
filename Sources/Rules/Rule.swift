public import Records

/// One heuristic: a query over the evidence views, with what a reader must know to trust it.
public struct Rule: Hashable, Sendable {
  /// What a finding of the rule is worth, in bits.
  public struct Weight: Hashable, Sendable {
    /// For a finding that says real; 0 or more.
    public var real: Double
    /// For a finding that says fake; 0 or less.
    public var fake: Double

    /// The weights of both sides.
    public init(real: Double, fake: Double) {
      self.real = real
      self.fake = fake
    }

    /// The bits of a finding that takes this side.
    public func bits(_ says: Says) -> Double {
      switch says {
      case .real: real
      case .fake: fake
      case .skip: 0
      }
    }
  }

  /// The path below the rules folder without extension: `timing/faster-than-any-io`.
  public var id: String
  /// The folder that the rule lies in; findings of one group vote together.
  public var group: String
  /// What is seen, in a phrase without full stop.
  public var title: String
  /// The number in the original list of twenty, where it is one of them.
  public var origin: Int?
  /// Witnesses without which the rule abstains by itself.
  public var needs: [Witness]
  /// The names of the views that the query reads.
  public var reads: [String]
  /// The query's named parameters with the values it will be run with.
  public var parameters: [String: Double]
  /// What its findings are worth.
  public var weight: Weight
  /// Why the observation tells real from fake.
  public var why: String
  /// Circumstances in which the rule is wrong.
  public var mistakenWhen: [String]
  /// The file it was read from.
  public var path: String
  /// The file's whole text: valid SQL, the header being its opening comment.
  public var sql: String
}
