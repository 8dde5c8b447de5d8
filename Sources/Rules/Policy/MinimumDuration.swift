public import Evidence

/// The least time that a policy expects the body of a test to take.
public struct MinimumDuration: Hashable, Sendable {
  /// The longest that a policy may ask for: a day.
  static let longest: Int64 = 86_400_000_000

  /// The tests that it is for.
  public var tests: TestPattern
  /// The least duration in microseconds; above 0.
  public var microseconds: Int64

  /// A least duration.
  public init(tests: TestPattern, microseconds: Int64) {
    self.tests = tests
    self.microseconds = microseconds
  }

  /// Reads `0.05` (seconds), `50 ms`, `200 us`, `1.5 s` or `2 min`; nil where it is none of these, or not above 0 and at
  /// most a day.
  static func microseconds(_ text: String) -> Int64? {
    let number = text.prefix { "0123456789.".contains($0) }
    let unit = text[number.endIndex...].drop { $0 == " " }
    let factors: [Substring: Double] = ["": 1e6, "us": 1, "µs": 1, "ms": 1e3, "s": 1e6, "min": 60e6]
    guard let value = Double(number), let factor = factors[unit] else { return nil }
    let microseconds = (value * factor).rounded()
    guard microseconds >= 1, microseconds <= Double(longest) else { return nil }
    return Int64(microseconds)
  }
}
