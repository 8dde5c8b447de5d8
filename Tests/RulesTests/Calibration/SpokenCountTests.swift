import Testing

@testable import Rules

struct SpokenCountTests {
  @Test func impliesTheBitsOfTheSmoothedRates() {
    // 7.5/8 of the real, 0.5/8 of the fake: 15 times as often, log2 15.
    #expect(abs(SpokenCount(ofReal: 7, real: 7, ofFake: 0, fake: 7).impliedBits - 3.906890595608519) < 1e-12)
    #expect(SpokenCount(ofReal: 0, real: 1, ofFake: 0, fake: 1).impliedBits == 0)
    #expect(SpokenCount().impliedBits == 0)
  }

  @Test func fewOccasionsImplyFewBits() {
    let few = SpokenCount(ofReal: 2, real: 2, ofFake: 0, fake: 2)
    let many = SpokenCount(ofReal: 200, real: 200, ofFake: 0, fake: 200)
    #expect(few.impliedBits < 2.5)
    #expect(many.impliedBits > 8)
  }

  /// Worked out with SciPy's quantiles; two million draws of both rates have their 2.5 % and 97.5 % within 0.03 bits.
  @Test(arguments: [
    (SpokenCount(ofReal: 42, real: 419, ofFake: 15, fake: 400), 1.3884075, 0.6209970, 2.2812618),
    (SpokenCount(ofReal: 306, real: 419, ofFake: 0, fake: 400), 9.1929562, 6.8642944, 19.1824608),
    (SpokenCount(ofReal: 9, real: 10, ofFake: 1, fake: 10), 2.6629650, 1.1033455, 6.2985801),
  ])
  func boundsTheBits(count: SpokenCount, bits: Double, least: Double, most: Double) {
    #expect(abs(count.impliedBits - bits) < 1e-6)
    #expect(abs(count.interval.lowerBound - least) < 1e-6)
    #expect(abs(count.interval.upperBound - most) < 1e-6)
  }
}
