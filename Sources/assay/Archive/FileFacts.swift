/// What a file tells of the run that it is of: when it was, and which tests it had.
struct FileFacts: Codable, Equatable, Sendable {
  /// How many results it has; 0 for what holds no results.
  var tests = 0
  /// When what it records began, in microseconds since 1970; nil where it does not say.
  var start: Int64?
  /// When it ended.
  var stop: Int64?
  /// Whether the times came with an offset from UTC.
  var isZoneKnown = true
  /// A sample of its tests, always the same of the same tests: those with the least hashes, in their order.
  var sample: [Sampled] = []

  /// A test of the sample.
  struct Sampled: Codable, Equatable, Sendable {
    /// A hash of the test's key.
    var hash: UInt64
    /// The duration in microseconds; -1 where it has none.
    var duration: Int64
    /// How finely the duration is written, in microseconds.
    var resolution: Int64
  }

  /// The size of the sample.
  static let sampleSize = 64

  /// The part of the smaller file's tests that the other has too, from 0 to 1, and those tests in both.
  func shared(with other: FileFacts) -> (part: Double, tests: [(Sampled, Sampled)]) {
    guard let last = sample.last?.hash, let otherLast = other.sample.last?.hash else { return (0, []) }
    // Both samples are complete up to where the first of them ends.
    let isWhole = sample.count < Self.sampleSize
    let isOtherWhole = other.sample.count < Self.sampleSize
    let end = min(isWhole ? .max : last, isOtherWhole ? .max : otherLast)
    let theirs = Dictionary(other.sample.map { ($0.hash, $0) }, uniquingKeysWith: { one, _ in one })
    let mine = sample.prefix { $0.hash <= end }
    let both = mine.compactMap { test in theirs[test.hash].map { (test, $0) } }
    let smaller = min(mine.count, other.sample.count { $0.hash <= end })
    return (smaller == 0 ? 0 : Double(both.count) / Double(smaller), both)
  }
}
