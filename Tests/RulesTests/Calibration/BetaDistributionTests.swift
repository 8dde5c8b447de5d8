import Testing

@testable import Rules

struct BetaDistributionTests {
  @Test func agreesWithTheCasesThatHaveAFormula() {
    // Beta(1, 4): below x lies 1 - (1 - x)^4.
    let quantile = BetaDistribution(a: 1, b: 4).logarithmOfQuantile(1 - 0.9 * 0.9 * 0.9 * 0.9)
    #expect(abs(quantile - -2.302585092994046) < 1e-9)  // ln 0.1
    // Beta(1/2, 1/2), the arcsine distribution, is symmetric.
    #expect(
      abs(BetaDistribution(said: 0, of: 0).logarithmOfQuantile(0.5) - -0.6931471805599453) < 1e-9)
    #expect(BetaDistribution(said: 3, of: 9).mean == 0.35)
  }

  /// Values of SciPy 1.x: `log(beta(said + 0.5, all - said + 0.5).ppf(share))`.
  @Test(arguments: [
    (0, 400, 0.025, -13.611086208976456), (0, 400, 0.975, -5.074169603923567),
    (15, 400, 0.025, -3.8129537912893494), (400, 400, 0.975, -1.2268193947730043e-06),
  ])
  func agreesWithAnotherProgram(said: Int, all: Int, share: Double, expected: Double) {
    let logarithm = BetaDistribution(said: said, of: all).logarithmOfQuantile(share)
    #expect(abs(logarithm - expected) < 1e-8 * max(1, abs(expected)))
  }
}
