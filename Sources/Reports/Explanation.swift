import Evidence
import Records
public import Rules

/// All that is known about one test, as a timeline of its window, with what every rule said of it.
public struct Explanation: Sendable {
  private let test: TestVerdict
  private let events: [ExplanationEvent]

  /// An explanation of a verdict.
  ///
  /// - Parameters:
  ///   - test: the verdict with its findings.
  ///   - events: what happened in the test's window and near it, in any order.
  public init(of test: TestVerdict, events: [ExplanationEvent]) {
    self.test = test
    self.events = events
  }

  /// Writes the explanation; every line ends in a line feed and is no wider than the screen.
  ///
  /// - Parameters:
  ///   - screen: where it will be read.
  ///   - limit: how many events are shown; at least 1. The others are counted.
  public func render(on screen: Screen, limit: Int = 500, into output: inout some TextOutputStream) {
    var page = TextPage(screen: screen)
    page.paragraph(
      "\(test.verdict.rawValue.uppercased())  ", in: Ink(test.verdict), test.facts.id, ink: .bold)
    writeFacts(into: &page)
    writeTimeline(limit: max(1, limit), into: &page)
    writeFindings(into: &page)
    if let settle = test.settle {
      page.blank()
      page.paragraph("Would settle it: ", in: .bold, settle)
    }
    page.flush(into: &output)
  }

  private func writeFacts(into page: inout TextPage) {
    let facts = test.facts
    if let cause = test.cause { page.paragraph("  cause    ", cause) }
    let duration = facts.durationMicroseconds.map { " in \(DecimalText.span(microseconds: $0))" } ?? ""
    let attempts = facts.attempts > 1 ? ", at attempt \(facts.attempts)" : ""
    page.paragraph("  outcome  ", facts.outcome.rawValue + duration + attempts)
    if let message = facts.message { page.paragraph("  message  ", message) }
    if let file = facts.file { page.row("  file     ", file) }
    page.paragraph("  promise  ", facts.expectation.rawValue)
    if test.verdict != .exempt {
      page.paragraph(
        "  score    ", "\(Self.bits(test.scoreBits)) bits, \(Self.likelihood(test.probabilityReal))")
    }
    page.paragraph("  window   ", window)
    page.paragraph("  witness  ", "\(facts.bestWitness.rawValue) at best")
  }

  private var window: String {
    let facts = test.facts
    guard facts.windowKind != .none else { return "not known" }
    let ends = [facts.windowStart, facts.windowStop].map { $0.map(UTCText.iso8601) ?? "not known" }
    let covered =
      switch facts.isCovered {
      case true?: "covered by a capture"
      case false?: "not covered by a capture"
      case nil: "no capture"
      }
    return "\(ends[0]) to \(ends[1]), \(facts.windowKind.rawValue), \(covered)"
  }

  private func writeTimeline(limit: Int, into page: inout TextPage) {
    page.blank()
    let dated = events.filter { $0.time != nil }
    guard let origin = test.facts.windowStart ?? dated.compactMap(\.time).min() else {
      page.paragraph("Timeline  ", in: .bold, events.isEmpty ? "nothing is known" : "")
      write(events.prefix(limit).map { (nil, $0) }, into: &page)
      writeRest(limit: limit, into: &page)
      return
    }
    let isWindow = test.facts.windowStart != nil
    page.paragraph(
      "Timeline  ", in: .bold, "in ms from the \(isWindow ? "window's start" : "first event")")
    var entries = (dated + events.filter { $0.time == nil }).enumerated().map { place, event in
      (time: event.time ?? Timestamp(nanoseconds: .max), rank: 1, place: place, event: event)
    }
    entries.sort { ($0.time, $0.rank, $0.place) < ($1.time, $1.rank, $1.place) }
    entries.removeLast(max(0, entries.count - limit))
    let ends = [(test.facts.windowStart, 0, "window begins"), (test.facts.windowStop, 2, "window ends")]
    for (time, rank, text) in ends {
      guard let time else { continue }
      entries.append((time, rank, 0, ExplanationEvent(time: time, text: "-- \(text) --", source: "")))
    }
    entries.sort { ($0.time, $0.rank, $0.place) < ($1.time, $1.rank, $1.place) }
    write(entries.map { ($0.event.time.map { $0.nanoseconds(since: origin) }, $0.event) }, into: &page)
    writeRest(limit: limit, into: &page)
  }

  private func write(_ entries: [(offset: Int64?, event: ExplanationEvent)], into page: inout TextPage) {
    for (offset, event) in entries {
      let time = offset.map { DecimalText.fixed($0 / 1000, decimals: 3) } ?? "no time"
      let source = event.source.isEmpty ? "" : "  [\(event.source)]"
      page.paragraph(TextPage.right(time, 12) + "  ", in: .faint, event.text + source)
    }
  }

  private func writeRest(limit: Int, into page: inout TextPage) {
    if events.count > limit {
      page.paragraph(indent: 14, "... and \(events.count - limit) more", ink: .faint)
    }
  }

  private func writeFindings(into page: inout TextPage) {
    page.blank()
    page.paragraph(
      "Findings  ", in: .bold,
      test.findings.isEmpty ? "no rule said anything" : "in bits, the weightiest first")
    let order = test.findings.enumerated().sorted {
      ($1.element.bits.magnitude, $0.offset) < ($0.element.bits.magnitude, $1.offset)
    }
    for (_, finding) in order {
      let ink: Ink =
        switch finding.says {
        case .real: .green
        case .fake: .red
        case .skip: .faint
        }
      let bits = TextPage.right(Self.bits(finding.bits), 7)
      page.paragraph("\(bits)  \(TextPage.left(finding.says.rawValue, 4))  ", in: ink, finding.rule)
      page.paragraph(indent: 15, finding.reason)
      if !finding.proof.isEmpty {
        page.paragraph("proof: ", indent: 15, finding.proof.joined(separator: " "), ink: .faint)
      }
    }
  }

  /// `+12.00`, `-9.00`.
  static func bits(_ value: Double) -> String {
    guard let text = DecimalText.fixed(value, decimals: 2) else { return "?" }
    return value > 0 ? "+\(text)" : text
  }

  /// `probability of being real 0.0004`.
  static func likelihood(_ probability: Double) -> String {
    "probability of being real \(DecimalText.fourDigits(probability) ?? "not known")"
  }
}
