#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Durations as a row of bars, a bar for each: their heights grow with the logarithm.
///
/// Durations of tests differ by thousands, and a fall to a thousandth is what the reader is to see.
enum Sparkline {
  private static let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  /// What stands at the bottom, in microseconds: 0.1 ms, and at the top, 10 s.
  private static let range: ClosedRange<Double> = 100...10_000_000

  /// The durations, one for each column; where there are more, a column shows the median of those that share it, and a
  /// dot where there is none.
  static func of(_ microseconds: [Int64?], columns: Int) -> String {
    String(
      shared(microseconds.map { $0.map(Double.init) }, columns).map { value in
        guard let value else { return "·" }
        return bar(
          log(min(max(value, range.lowerBound), range.upperBound) / range.lowerBound)
            / log(range.upperBound / range.lowerBound))
      })
  }

  /// Shares from 0 to 1, as heights from nothing to all.
  static func of(shares: [Double?], columns: Int) -> String {
    String(shared(shares, columns).map { $0.map(bar) ?? "·" })
  }

  private static func bar(_ part: Double) -> Character {
    bars[min(bars.count - 1, max(0, Int(part * Double(bars.count))))]
  }

  private static func shared(_ values: [Double?], _ columns: Int) -> [Double?] {
    guard values.count > columns, columns > 0 else { return values }
    return (0..<columns).map { column in
      let known = values[column * values.count / columns..<(column + 1) * values.count / columns]
        .compactMap { $0 }.sorted()
      return known.isEmpty ? nil : known[known.count / 2]
    }
  }
}
