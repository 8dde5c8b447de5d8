/// Tests of which it is known when a line told of their end.
///
/// Lines that are kept back on their way come in bursts, and tell of the ends too late.
struct ReportedEnds {
  /// Lines that come within so many microseconds came together: 1 ms.
  private static let together: Int64 = 1000
  /// Tests as short as this may end one after another within a moment: 10 ms.
  private static let short: Int64 = 10_000

  private(set) var tests: [Int] = []
  private var ends: [Int64] = []

  /// Adds a test by its number: the moment of its end, and how long it lasted at most, in microseconds.
  mutating func add(_ test: Int, end: Int64, most: Int64) {
    tests.append(test)
    if most > Self.short { ends.append(end) }
  }

  /// Whether the lines were kept back: of more than half of the tests another one's came together with it.
  var areLate: Bool {
    guard ends.count > 2 else { return false }
    let sorted = ends.sorted()
    let inCompany = sorted.indices.count { place in
      place > 0 && sorted[place] - sorted[place - 1] <= Self.together
        || place + 1 < sorted.count && sorted[place + 1] - sorted[place] <= Self.together
    }
    return inCompany * 2 > sorted.count
  }
}
