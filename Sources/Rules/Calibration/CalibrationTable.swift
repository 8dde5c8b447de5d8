/// How often tests were real, by the probability that they were given.
public struct CalibrationTable: Sendable {
  /// The tests whose probability lies in a range.
  public struct Bin: Sendable {
    /// The least probability.
    public var lower: Double
    /// The probability from which on the next bin begins.
    public var upper: Double
    /// The tests, and those of them that are real.
    public var tests = 0, real = 0
    /// The tests that evidence can hardly tell, among them.
    public var hard = 0
    /// The sum of the probabilities.
    var sum = 0.0

    /// The mean of the probabilities that were given; 0 where there is no test.
    public var meanProbability: Double { tests == 0 ? 0 : sum / Double(tests) }
  }

  /// The bins from 0 to 1.
  public let bins: [Bin]
  /// The tests whose verdict is `suspect`, which is said in place of the probability, and those of them that are real.
  public let suspects: (tests: Int, real: Int)

  /// The limits of the bins.
  static let limits = [0, 0.01, 0.1, 0.5, 0.9, 0.99, 1]

  /// The table of the judged tests that are real or fake, those in no bin that are suspect.
  init(of runs: [LabelledRun]) {
    var bins = zip(Self.limits, Self.limits.dropFirst()).map { Bin(lower: $0, upper: $1) }
    var suspects = (tests: 0, real: 0)
    for test in runs.flatMap(\.tests) where test.isJudged {
      if test.verdict.verdict == .suspect {
        suspects.tests += 1
        suspects.real += test.truth.label == .real ? 1 : 0
        continue
      }
      let probability = test.verdict.probabilityReal
      let place = bins.lastIndex { $0.lower <= probability } ?? 0
      bins[place].tests += 1
      bins[place].real += test.truth.label == .real ? 1 : 0
      bins[place].hard += test.truth.isHard ? 1 : 0
      bins[place].sum += probability
    }
    self.bins = bins
    self.suspects = suspects
  }
}
