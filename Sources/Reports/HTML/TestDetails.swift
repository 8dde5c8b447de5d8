import Evidence
import Records
import Rules

/// What a test opens to: its facts, the traffic in its window, and every finding with the evidence that it rests on.
struct TestDetails {
  let test: TestVerdict
  let activity: [ActivityFacts]
  /// The rules that the page explains, each with its number there.
  let ruleNumbers: [String: Int]

  /// The most connections, and the most evidence rows of one finding, that are listed.
  private static let mostRows = 12

  /// The most characters of a name in the list; the details of a test with a longer one show more of it.
  static let mostOfName = 240

  /// The markup, in parts that other tests may share.
  var parts: [FramedMarkup] {
    var parts = [facts]
    if !activity.isEmpty { parts += [drawing] + connections }
    let order = test.findings.enumerated().sorted {
      ($1.element.bits.magnitude, $0.offset) < ($0.element.bits.magnitude, $1.offset)
    }
    if order.isEmpty { return parts }
    var head = FramedMarkup()
    head.markup(
      "<table class=\"findings\"><thead><tr><th scope=\"col\">Rule<th scope=\"col\">Says<th scope=\"col\" class=\"n\">Bits"
        + "<th scope=\"col\">Why<th scope=\"col\">Evidence rows</thead><tbody>")
    var foot = FramedMarkup()
    foot.markup("</table>")
    return parts + [head] + order.map { row(of: $0.element) } + [foot]
  }

  private var facts: FramedMarkup {
    let facts = test.facts
    var part = FramedMarkup()
    part.markup("<div class=\"facts\">")
    let name = facts.id.unicodeScalars.count > Self.mostOfName ? facts.id : nil
    for (word, text) in [
      ("Name", name), ("Cause", test.cause), ("Would settle it", test.settle), ("Message", facts.message),
    ] {
      guard let text else { continue }
      part.markup("<p><b>\(word):</b> ")
      part.text(text)
    }
    part.markup("<p>")
    var sentence = facts.outcome.rawValue
    if let duration = facts.durationMicroseconds {
      sentence += " in \(DecimalText.span(microseconds: duration))"
    }
    if facts.attempts > 1 { sentence += " at attempt \(facts.attempts)" }
    sentence += ", expected \(facts.expectation.rawValue), best witness \(facts.bestWitness.rawValue)"
    part.text("\(sentence); \(window)")
    if test.verdict != .exempt {
      part.markup("; score ")
      part.value(Self.bits(test.scoreBits))
      part.text(" bits, probability of being real ")
      part.text(Self.probability(test.probabilityReal))
    }
    part.markup(".</div>")
    return part
  }

  private var window: String {
    let facts = test.facts
    guard let start = facts.windowStart, let stop = facts.windowStop else { return "window not known" }
    let covered =
      switch facts.isCovered {
      case true?: "covered by a capture"
      case false?: "not covered by a capture"
      case nil: "no capture"
      }
    let span = DecimalText.span(microseconds: stop.nanoseconds(since: start) / 1000)
    return "window of \(span) from \(UTCText.clock(start, decimals: 6)) UTC "
      + "(\(facts.windowKind.rawValue), \(covered))"
  }

  /// The window from left to right, with its turns of traffic.
  private var drawing: FramedMarkup {
    var part = FramedMarkup()
    guard let start = test.facts.windowStart, let stop = test.facts.windowStop else { return part }
    let span = Double(max(1, stop.nanoseconds(since: start)))
    part.markup(
      "<svg class=\"window\" role=\"img\" aria-label=\"Traffic in the window\" width=\"100%\" height=\"14\" "
        + "viewBox=\"0 0 1000 14\" preserveAspectRatio=\"none\"><path d=\"M0 7h1000\"/>")
    for peer in ActivityFacts.Peer.allCases {
      let turns = activity.filter { $0.peer == peer }
      if turns.isEmpty { continue }
      let path = turns.map { turn in
        let ends = [turn.start, max(turn.start, turn.stop)].map { time in
          Int((min(max(Double(time.nanoseconds(since: start)) / span, 0), 1) * 996).rounded(.down))
        }
        return "M\(ends[0]),7h\(max(4, ends[1] - ends[0]))"
      }
      part.markup("<path class=\"t-\(peer.rawValue)\" d=\"")
      part.value(path.joined())
      part.markup("\"/>")
    }
    part.markup("</svg>")
    return part
  }

  /// A line for each connection with traffic in the window.
  private var connections: [FramedMarkup] {
    var order: [Int64] = []
    var turns: [Int64: [ActivityFacts]] = [:]
    for turn in activity {
      if turns[turn.connectionID] == nil { order.append(turn.connectionID) }
      turns[turn.connectionID, default: []].append(turn)
    }
    var lines = order.prefix(Self.mostRows).map { connection in
      line(connection, turns[connection] ?? [])
    }
    if order.count > Self.mostRows {
      var rest = FramedMarkup()
      rest.markup("<p class=\"turn\">")
      rest.text("... and \(order.count - Self.mostRows) more connections")
      lines.append(rest)
    }
    return lines
  }

  private func line(_ connection: Int64, _ turns: [ActivityFacts]) -> FramedMarkup {
    var part = FramedMarkup()
    guard let first = turns.first else { return part }
    part.markup("<p class=\"turn\"><code>connection:")
    part.value(String(connection))
    part.markup(
      "</code> <span class=\"key t-\(first.peer.rawValue)\">\(WindowChart.name(first.peer))</span> ")
    part.text(first.host ?? "")
    let sent = turns.reduce(0) { $0 &+ $1.clientBytes }
    let received = turns.reduce(0) { $0 &+ $1.serverBytes }
    part.text(
      ": \(turns.count) turn\(turns.count == 1 ? "" : "s"), \(sent) bytes sent, \(received) received")
    let share = turns.map(\.share).min() ?? 1
    if share < 1 {
      part.text("; it may be of other tests, share ")
      part.value(DecimalText.fixed(share, decimals: 2, isPadded: false) ?? "unknown")
    }
    return part
  }

  private func row(of finding: Finding) -> FramedMarkup {
    var part = FramedMarkup()
    let says = finding.says.rawValue
    part.markup("<tr class=\"s-\(says)\"><th scope=\"row\">")
    let rule = HTMLText.escaped(finding.rule)
    part.markup(ruleNumbers[finding.rule].map { "<a href=\"#rule-\($0)\">\(rule)</a>" } ?? rule)
    part.markup("<td>\(says)<td class=\"n\">")
    part.value(Self.bits(finding.bits))
    part.markup("<td>")
    part.text(finding.reason)
    part.markup("<td>")
    var kind: Substring.UTF8View?
    for row in finding.proof.prefix(Self.mostRows) {
      // `connection:7, 9`: rows of one kind need its name once.
      let colon = row.utf8.lastIndex(of: UInt8(ascii: ":"))
      let number = colon.flatMap { Int64(row[$0...].dropFirst(1)) }
      let begin = number == nil ? row.utf8[...] : row.utf8[...(colon ?? row.startIndex)]
      let isSame = number != nil && kind.map { $0.elementsEqual(begin) } ?? false
      part.markup(kind == nil ? "<code>" : isSame ? ", " : "</code> <code>")
      if !isSame { part.markup(HTMLText.escaped(String(Substring(begin)))) }
      if let number { part.value(String(number)) }
      kind = begin
    }
    if kind != nil { part.markup("</code>") }
    if finding.proof.count > Self.mostRows {
      part.text(" and \(finding.proof.count - Self.mostRows) more")
    }
    return part
  }

  private static func probability(_ value: Double) -> String {
    if value < 0.0001 { return "below 0.0001" }
    if value > 0.9999 { return "above 0.9999" }
    return DecimalText.fourDigits(value) ?? "unknown"
  }

  private static func bits(_ value: Double) -> String {
    guard let text = DecimalText.fixed(value, decimals: 2, isPadded: false) else { return "?" }
    return value > 0 ? "+\(text)" : text
  }
}
