#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How often something was said of real tests and of fake ones, and the bits that this implies.
public struct SpokenCount: Hashable, Sendable {
  /// The real tests of which it was said.
  public var ofReal = 0
  /// The real tests.
  public var real = 0
  /// The fake tests of which it was said.
  public var ofFake = 0
  /// The fake tests.
  public var fake = 0

  /// Counts of nothing.
  public init() {}

  /// Counts.
  public init(ofReal: Int, real: Int, ofFake: Int, fake: Int) {
    self.ofReal = ofReal
    self.real = real
    self.ofFake = ofFake
    self.fake = fake
  }

  /// How often it was said.
  public var occasions: Int { ofReal + ofFake }

  /// log2 of how much likelier it is to be said of a real than of a fake test.
  ///
  /// Each rate has half an occasion more for and against (the Jeffreys prior), so that few occasions imply few bits.
  public var impliedBits: Double { log2(rateOfReal.mean / rateOfFake.mean) }

  /// The bits between which the weight lies 95 times in 100, by what the counts say of both rates.
  ///
  /// The margins of the two logarithms are put together as those of independent figures (the method of variance
  /// estimates recovery). Where one rate has no occasion at all, nothing but the other end is bounded tightly.
  public var interval: ClosedRange<Double> {
    let (real, fake) = (Self.margins(of: rateOfReal), Self.margins(of: rateOfFake))
    let below = (real.below * real.below + fake.above * fake.above).squareRoot()
    let above = (real.above * real.above + fake.below * fake.below).squareRoot()
    return impliedBits - below...impliedBits + above
  }

  /// Adds what was counted on other tests.
  mutating func add(_ other: SpokenCount) {
    ofReal += other.ofReal
    real += other.real
    ofFake += other.ofFake
    fake += other.fake
  }

  /// Counts a test.
  mutating func count(_ label: TruthFile.Label, isSaid: Bool) {
    switch label {
    case .real:
      real += 1
      ofReal += isSaid ? 1 : 0
    case .fake:
      fake += 1
      ofFake += isSaid ? 1 : 0
    case .notApplicable: break
    }
  }

  private var rateOfReal: BetaDistribution { BetaDistribution(said: ofReal, of: real) }
  private var rateOfFake: BetaDistribution { BetaDistribution(said: ofFake, of: fake) }

  /// How far, in bits, a rate may be below and above its mean.
  private static func margins(of rate: BetaDistribution) -> (below: Double, above: Double) {
    let mean = log2(rate.mean)
    return (
      max(0, mean - rate.logarithmOfQuantile(0.025) * log2(M_E)),
      max(0, rate.logarithmOfQuantile(0.975) * log2(M_E) - mean)
    )
  }
}
