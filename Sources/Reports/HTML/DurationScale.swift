#if canImport(Glibc)
  import Glibc
#endif

/// A logarithmic scale of durations, from a power of ten to a power of ten.
struct DurationScale {
  /// The width of a drawing, in its own units.
  static let width = 1000

  private let first: Int
  private let last: Int

  /// The durations in microseconds that are drawn where they are; those beyond are drawn at the end: 115 days.
  private static let drawn: ClosedRange<Int64> = 10...10_000_000_000_000

  /// A scale that holds all of these durations in microseconds, as far as they are drawn.
  init(_ durations: some Sequence<Int64>) {
    let ends = durations.reduce(into: (least: Self.drawn.upperBound, most: Self.drawn.lowerBound)) {
      ends, duration in
      let duration = Self.clamped(duration)
      ends = (min(ends.least, duration), max(ends.most, duration))
    }
    first = Int(log10(Double(min(ends.least, ends.most))).rounded(.down))
    last = max(first + 1, Int(log10(Double(ends.most)).rounded(.up)))
  }

  private static func clamped(_ microseconds: Int64) -> Int64 {
    min(max(microseconds, drawn.lowerBound), drawn.upperBound)
  }

  /// Where a duration in microseconds is drawn, from 0 to 1,000.
  func place(_ microseconds: Int64) -> Int {
    let share = (log10(Double(Self.clamped(microseconds))) - Double(first)) / Double(last - first)
    return 10 + Int((min(max(share, 0), 1) * Double(Self.width - 20)).rounded())
  }

  /// The powers of ten, with their names.
  var ticks: [(place: Int, name: String)] {
    (first...last).map { exponent in
      let value = (0..<exponent).reduce(into: Int64(1)) { value, _ in value *= 10 }
      return (place(value), Self.name(value))
    }
  }

  /// The scale as the bottom of a drawing that is as wide as the page: a line up for each power of ten, and its name.
  func axis(below bottom: Int) -> String {
    let ticks = ticks
    return ticks.enumerated().map { number, tick in
      let anchor = number == 0 ? "start" : number == ticks.count - 1 ? "end" : "middle"
      let minor = ticks.count > 6 && number % 2 == 1 && number < ticks.count - 1 ? " class=\"minor\"" : ""
      let x = number == 0 ? "0" : number == ticks.count - 1 ? "100%" : Self.percent(tick.place)
      return """
        <line class="tick" x1="\(Self.percent(tick.place))" x2="\(Self.percent(tick.place))" y2="\(bottom)"/>\
        <text\(minor) x="\(x)" y="\(bottom + 15)" text-anchor="\(anchor)">\(tick.name)</text>

        """
    }
    .joined()
  }

  /// A place from 0 to 1,000 as a share of the drawing's width.
  static func percent(_ place: Int) -> String {
    DecimalText.fixed(Int64(place), decimals: 1, isPadded: false) + "%"
  }

  private static func name(_ microseconds: Int64) -> String {
    switch microseconds {
    case ..<1000: "\(DecimalText.fixed(microseconds, decimals: 3, isPadded: false)) ms"
    case ..<1_000_000: "\(microseconds / 1000) ms"
    default: "\(microseconds / 1_000_000) s"
    }
  }
}
