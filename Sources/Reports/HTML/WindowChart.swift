import Evidence
import Records
import Rules

/// The windows of the tests over the time of the run, one below the other as they began, with the traffic that moved
/// in them.
///
/// Where there are more tests than rows, a row holds several that began one after another.
struct WindowChart {
  let judgement: Judgement
  let activity: [Int64: [ActivityFacts]]

  /// The most rows that are drawn.
  private static let mostRows = 200
  private static let rowsOfPiece = 25
  private static let pitch = 26
  /// The drawing's width in its own units: so finely is time drawn.
  private static let width = 2000

  private struct Window {
    /// The test's place in the judgement.
    let place: Int
    let start: Timestamp
    let stop: Timestamp
  }

  /// The chart with a sentence about it; nothing where no window is known.
  var markup: String {
    let windows = windows()
    guard let first = windows.first?.start, let last = windows.map(\.stop).max() else { return "" }
    let isBound = windows.allSatisfy { window in
      window.start == first && window.stop == last
        && judgement.tests[window.place].facts.windowKind == .bounded
    }
    if windows.count > 1, isBound {
      return """
        <p>\(Headline.tests(windows.count)) ran between \(UTCText.clock(first, decimals: 3)) and \
        \(UTCText.clock(last, decimals: 3)) UTC. The results do not say when each of them did, so there is nothing to \
        draw: a format with start and stop times, such as pytest-reportlog, does.</p>
        """
    }
    let span = max(1, last.nanoseconds(since: first))
    let perRow = max(1, (windows.count + Self.mostRows - 1) / Self.mostRows)
    let rows = stride(from: 0, to: windows.count, by: perRow).map {
      Array(windows[$0..<min($0 + perRow, windows.count)])
    }
    let gaps = uncovered(first, span)
    // In pieces, because paper can't be filled with a drawing that is longer than a page.
    let pieces = stride(from: 0, to: rows.count, by: Self.rowsOfPiece).map {
      piece(rows[$0..<min($0 + Self.rowsOfPiece, rows.count)], from: first, over: span, gaps)
    }
    return """
      <figure>
      <figcaption>\(caption(windows, perRow, first, last, hasGaps: !gaps.isEmpty))</figcaption>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="windows-title">
      \(pieces.joined())</div>
      </figure>
      """
  }

  private func piece(
    _ rows: ArraySlice<[Window]>, from first: Timestamp, over span: Int64, _ gaps: [Range<Int>]
  ) -> String {
    var bars = Layers()
    var labels = ""
    for (number, row) in rows.enumerated() {
      let middle = number * Self.pitch + 19
      for window in row {
        let test = judgement.tests[window.place]
        // Windows of their own row are wide enough to be seen; those that share one stay apart.
        let place = Self.place(
          window.start, window.stop, from: first, over: span, atLeast: row.count > 1 ? 2 : 6)
        let isBound = test.facts.windowKind == .bounded
        bars.add(test.verdict.cssClass + (isBound ? " bound" : ""), place, at: middle)
        for turn in activity[test.facts.testID] ?? [] {
          let stop = min(max(turn.start, turn.stop), window.stop)
          bars.add(
            "t-\(turn.peer.rawValue)", Self.place(turn.start, stop, from: first, over: span, atLeast: 6),
            at: middle)
        }
      }
      labels += "<text x=\"2\" y=\"\(middle - 8)\">\(label(row))</text>"
    }
    let height = rows.count * Self.pitch
    let numbers = rows.compactMap { $0.first.map { String($0.place + 1) } }.joined(separator: " ")
    let shades = gaps.map { gap in
      "<rect class=\"gap\" x=\"\(gap.lowerBound)\" width=\"\(gap.count)\" height=\"\(height)\"/>"
    }
    return """
      <svg class="chart" role="img" aria-label="The windows of \(Headline.tests(rows.joined().count))" width="100%" \
      height="\(height)" data-pitch="\(Self.pitch)" data-tests="\(numbers)">
      <svg width="100%" height="\(height)" viewBox="0 0 \(Self.width) \(height)" preserveAspectRatio="none">
      \(shades.joined())\(bars.markup)</svg>
      \(labels)</svg>

      """
  }

  private func windows() -> [Window] {
    judgement.tests.indices.compactMap { place -> Window? in
      let facts = judgement.tests[place].facts
      guard let start = facts.windowStart, let stop = facts.windowStop else { return nil }
      return Window(place: place, start: start, stop: max(start, stop))
    }
    .sorted { ($0.start, $0.place) < ($1.start, $1.place) }
  }

  private static func place(
    _ start: Timestamp, _ stop: Timestamp, from first: Timestamp, over span: Int64, atLeast least: Int
  ) -> Range<Int> {
    func unit(_ time: Timestamp) -> Int {
      let share = Double(time.nanoseconds(since: first)) / Double(span)
      return Int((min(max(share, 0), 1) * Double(width)).rounded(.down))
    }
    let begin = min(unit(start), width - least)
    return begin..<max(begin + least, unit(stop))
  }

  private func label(_ row: [Window]) -> String {
    guard let window = row.first else { return "" }
    if row.count > 1 {
      return "\(row.count) tests from \(UTCText.clock(window.start, decimals: 3))"
    }
    let name = VisibleText.of(judgement.tests[window.place].facts.name)
    return HTMLText.references(TextPage.cut(name, to: 48))
  }

  /// The time that no capture covers; nothing where there is no capture at all.
  private func uncovered(_ first: Timestamp, _ span: Int64) -> [Range<Int>] {
    var covered = judgement.run.coverage.compactMap { coverage -> Range<Int>? in
      guard let start = coverage.start, let stop = coverage.stop else { return nil }
      return Self.place(start, stop, from: first, over: span, atLeast: 1)
    }
    if covered.isEmpty { return [] }
    covered.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    var gaps: [Range<Int>] = []
    var end = 0
    for range in covered + [Self.width..<Self.width] {
      // What is too narrow to be seen is no gap.
      if range.lowerBound > end + 4 { gaps.append(end..<range.lowerBound) }
      end = max(end, range.upperBound)
    }
    return gaps
  }

  private func caption(
    _ windows: [Window], _ perRow: Int, _ first: Timestamp, _ last: Timestamp, hasGaps: Bool
  ) -> String {
    let begin = UTCText.clock(first, decimals: 3)
    let end = UTCText.clock(last, decimals: 3)
    var caption =
      "\(Headline.tests(windows.count)) from \(begin) to \(end) UTC"
      + (perRow > 1 ? ", \(perRow) to a row. " : ". ")
    if windows.contains(where: { judgement.tests[$0.place].facts.windowKind == .bounded }) {
      caption += "A thin bar says that the test ran somewhere in it. "
    }
    if judgement.run.hasPackets {
      let peers = ActivityFacts.Peer.allCases.map { peer in
        "<span class=\"key t-\(peer.rawValue)\">\(Self.name(peer))</span>"
      }
      caption += "Traffic with \(peers.joined(separator: ", "))."
      if hasGaps { caption += " <span class=\"key gap\">Time that no capture covers</span>." }
    } else {
      caption += "There is no packet capture, so no traffic is drawn."
    }
    return caption
  }

  /// With whom traffic was, in words.
  static func name(_ peer: ActivityFacts.Peer) -> String {
    switch peer {
    case .target: "the target"
    case .loopback: "this machine"
    case .other: "others"
    }
  }

  /// Bars of the same look, drawn as one path each.
  private struct Layers {
    private var paths: [String: (last: Range<Int>, row: Int, path: String)] = [:]

    mutating func add(_ look: String, _ place: Range<Int>, at y: Int) {
      // What is covered already is not drawn again: many short windows make one bar.
      guard let layer = paths[look], layer.row == y, place.lowerBound <= layer.last.upperBound,
        place.lowerBound >= layer.last.lowerBound
      else {
        paths[look, default: (place, y, "")].path += "M\(place.lowerBound) \(y)h\(place.count)"
        paths[look]?.last = place
        paths[look]?.row = y
        return
      }
      guard place.upperBound > layer.last.upperBound else { return }
      paths[look]?.path += "h\(place.upperBound - layer.last.upperBound)"
      paths[look]?.last = layer.last.lowerBound..<place.upperBound
    }

    /// The windows first, and the traffic on them.
    var markup: String {
      paths.sorted { ($1.key.hasPrefix("v-") ? 1 : 0, $0.key) < ($0.key.hasPrefix("v-") ? 1 : 0, $1.key) }
        .map { "<path class=\"\($0.key)\" d=\"\($0.value.path)\"/>" }.joined(separator: "\n")
    }
  }
}
