import Evidence
import Rules

/// All tests in one drawing: a lane for each verdict, and in it a dot for each test at its duration.
///
/// The lanes stretch to the page's width; dots and letters keep their size.
struct DurationStrip {
  /// The tests, in the order in which the page lists them.
  let tests: [TestVerdict]
  /// The least time from SYN to SYN-ACK with a target, in microseconds.
  let roundTrip: Int64?
  /// The scale, where the durations of others are drawn on it too.
  var scale: DurationScale?
  /// Which of a page's drawings it is, where there is more than the one that leads to the list.
  var side: String?

  /// Up to so many tests are drawn as dots, more of them as bars.
  static let mostDots = 5000

  private static let binWidth = 8
  private static let top = 20
  private static let label = 18
  private static let lane = 44

  /// The drawing with a sentence about it; nothing where no test has a duration.
  var markup: String {
    let timed = tests.filter { $0.facts.durationMicroseconds != nil }
    if timed.isEmpty { return "" }
    let durations = timed.compactMap(\.facts.durationMicroseconds)
    let scale = scale ?? DurationScale(durations + [roundTrip].compactMap { $0 })
    let id = side.map { "strip-\($0)" } ?? "strip"
    let tip = side == nil ? "<div id=\"strip-tip\" aria-hidden=\"true\" hidden></div>" : ""
    let verdicts = TextReport.worstFirst.filter { verdict in timed.contains { $0.verdict == verdict } }
    let bottom = Self.top + verdicts.count * (Self.label + Self.lane) + 6
    var lanes = ""
    let mostInBin = mostInBin(timed, scale)
    for (number, verdict) in verdicts.enumerated() {
      let those = timed.filter { $0.verdict == verdict }
      let top = Self.top + number * (Self.label + Self.lane)
      lanes += """
        <text class="\(verdict.cssClass)" x="0" y="\(top + 13)">\(verdict.rawValue) \(those.count)</text>
        <svg y="\(top + Self.label)" width="100%" height="\(Self.lane)" viewBox="0 0 1000 \(Self.lane)" \
        preserveAspectRatio="none"><path class="\(verdict.cssClass) \(look)" \
        data-verdict="\(verdict.rawValue)" d="\(path(those, scale, mostInBin: mostInBin))"/></svg>

        """
    }
    return """
      <figure>
      <div class="strip"><svg id="\(id)" role="img" aria-labelledby="\(id)-about" width="100%" height="\(bottom + 20)">
      \(floor(scale, bottom))\(scale.axis(below: bottom))\(lanes)</svg>\(tip)</div>
      <figcaption id="\(id)-about">\(caption(untimed: tests.count - timed.count, timed))</figcaption>
      </figure>
      """
  }

  private var hasDots: Bool { tests.count <= Self.mostDots }

  private var look: String { !hasDots ? "bars" : tests.count > 200 ? "dots" : "dots few" }

  private func bin(_ test: TestVerdict, _ scale: DurationScale) -> Int {
    scale.place(test.facts.durationMicroseconds ?? 0) / Self.binWidth
  }

  /// The most tests of one verdict that share a bin.
  private func mostInBin(_ tests: [TestVerdict], _ scale: DurationScale) -> Int {
    var counts: [Verdict: [Int: Int]] = [:]
    for test in tests { counts[test.verdict, default: [:]][bin(test, scale), default: 0] += 1 }
    return counts.values.flatMap(\.values).max() ?? 1
  }

  private func path(_ tests: [TestVerdict], _ scale: DurationScale, mostInBin: Int) -> String {
    let counts = tests.reduce(into: [Int: Int]()) { counts, test in counts[bin(test, scale), default: 0] += 1
    }
    func x(_ bin: Int) -> Int { bin * Self.binWidth + Self.binWidth / 2 }
    guard hasDots else {
      return counts.sorted { $0.key < $1.key }.map { bin, count in
        let height = max(2, (Double(Self.lane) * (Double(count) / Double(mostInBin)).squareRoot()).rounded())
        return "M\(x(bin)) \(Self.lane)v-\(Int(height))"
      }
      .joined()
    }
    // Dots of one bin stand above and below the lane's middle in turn; where the fullest bin has no room for that, the
    // square root of its count is a bin's height.
    let room = Double(Self.lane - 10)
    let pitch = look == "dots" ? 6.0 : 10.0
    let isTight = Double(mostInBin - 1) * pitch > room
    var stacked: [Int: Int] = [:]
    return tests.map { test in
      let bin = bin(test, scale)
      let place = stacked[bin, default: 0]
      stacked[bin] = place + 1
      let others = Double(max(1, (counts[bin] ?? 1) - 1))
      let step = isTight ? min(pitch, room * (others / Double(mostInBin - 1)).squareRoot() / others) : pitch
      let y = Double(Self.lane) / 2 + Double((place + 1) / 2 * (place % 2 == 0 ? 1 : -1)) * step
      return "M\(x(bin)) \(DecimalText.fixed(y, decimals: 1, isPadded: false) ?? "0")h0"
    }
    .joined()
  }

  /// The part of the scale where a test is over before the target can have answered.
  private func floor(_ scale: DurationScale, _ bottom: Int) -> String {
    guard let roundTrip else { return "" }
    let place = DurationScale.percent(scale.place(roundTrip))
    let anchor = scale.place(roundTrip) > 500 ? (end: "end", shift: -6) : (end: "start", shift: 6)
    return """
      <rect class="below" width="\(place)" height="\(bottom)"/>\
      <line class="floor" x1="\(place)" x2="\(place)" y2="\(bottom)"/>\
      <text class="floor" x="\(place)" dx="\(anchor.shift)" y="13" text-anchor="\(anchor.end)">round trip \
      \(DecimalText.span(microseconds: roundTrip))</text>

      """
  }

  private func caption(untimed: Int, _ timed: [TestVerdict]) -> String {
    var caption = "Each test at its duration, on a logarithmic scale. "
    if !hasDots {
      caption =
        "How many tests lasted how long, on a logarithmic scale; a column's height is a count's square root. "
    }
    if let roundTrip {
      let quicker = timed.count { $0.verdict != .exempt && ($0.facts.durationMicroseconds ?? 0) < roundTrip }
      let span = DecimalText.span(microseconds: roundTrip)
      caption +=
        "The quickest round trip to a target took \(span); what lies in the shaded part was over sooner: "
        + "\(Headline.tests(quicker)) of those that are judged."
    } else {
      caption += "No round trip to a target was measured."
    }
    if untimed > 0 { caption += " \(Headline.tests(untimed)) without a duration are not drawn." }
    return caption
  }
}
