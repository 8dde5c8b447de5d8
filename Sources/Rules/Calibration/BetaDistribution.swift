#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The beta distribution: what is known of a rate after counting.
struct BetaDistribution {
  /// The shape parameters, both above 0.
  let a: Double
  let b: Double

  /// What is known of the rate at which `said` of `all` came about, with the Jeffreys prior before.
  init(said: Int, of all: Int) {
    a = Double(said) + 0.5
    b = Double(all - said) + 0.5
  }

  init(a: Double, b: Double) {
    self.a = a
    self.b = b
  }

  /// The mean.
  var mean: Double { a / (a + b) }

  /// The natural logarithm of the value below which a share of the distribution lies.
  func logarithmOfQuantile(_ share: Double) -> Double {
    // A rate of nothing may be as small as 10^-300; bisecting its logarithm keeps the digits.
    var (low, high) = (-700.0, 0.0)
    for _ in 0..<80 {
      let middle = (low + high) / 2
      if cumulative(atExponential: middle) < share { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The share of the distribution below e^x, x being 0 or less.
  func cumulative(atExponential x: Double) -> Double {
    let value = exp(x)
    let rest = -expm1(x)
    guard rest > 0 else { return 1 }
    let factor = exp(
      a * x + b * log(rest) - (Self.logGamma(a) + Self.logGamma(b) - Self.logGamma(a + b)))
    return value < (a + 1) / (a + b + 2)
      ? factor * Self.fraction(a, b, value) / a : 1 - factor * Self.fraction(b, a, rest) / b
  }

  private static func logGamma(_ x: Double) -> Double { lgamma(x).0 }

  /// The continued fraction of the incomplete beta function (NIST DLMF 8.17.22), by Lentz's method.
  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    func away(_ value: Double) -> Double { value.magnitude < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / away(1 - (a + b) * x / (a + 1))
    var product = d
    for step in 1...10_000 {
      let m = Double(step)
      for term in [
        m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
        -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
      ] {
        d = 1 / away(1 + term * d)
        c = away(1 + term / c)
        product *= c * d
      }
      if (c * d - 1).magnitude < 1e-14 { break }
    }
    return product
  }
}
