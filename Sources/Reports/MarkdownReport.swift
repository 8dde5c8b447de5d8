import Evidence
import Rules

/// The report for a comment on a pull request, or the summary of a CI step: GitHub Flavored Markdown.
///
/// Its first line is a hidden mark by which a comment is found again and replaced.
public struct MarkdownReport: Report {
  /// The mark: a line by itself.
  public static let mark = "<!-- assay -->"
  /// The most bytes of a comment; GitHub takes 65,536 characters.
  public static let commentLimit = 65_000
  /// The least that a report can be cut to, in bytes.
  public static let leastLimit = 32_768

  /// How many tests are shown before the others are folded away.
  private static let openTests = 10
  /// How many sentences of a list are shown.
  private static let sentences = 10
  /// What the lines around the folded tests need.
  private static let foldingBytes = 200

  private let limit: Int

  /// A report.
  ///
  /// - Parameter limit: the most bytes it has, from ``leastLimit``; tests that find no room are counted.
  public init(limit: Int = commentLimit) {
    self.limit = max(limit, Self.leastLimit)
  }

  /// Writes the report.
  public func render(_ run: ReportedRun, into output: inout some TextOutputStream) {
    let head = Self.mark + "\n" + Self.verdict(run) + Self.gate(run) + Self.counts(run.judgement.summary)
    let foot = Self.checklist(run) + Self.reproduction(run)
    output.write(head)
    writeTests(
      Objections(run).worstFirst, room: limit - head.utf8.count - foot.utf8.count, into: &output)
    output.write(foot)
  }

  private static func verdict(_ run: ReportedRun) -> String {
    let headline = Headline(run.judgement)
    let gate = run.gate.map { "Gate \($0.isPassed ? "passed" : "failed"). " } ?? ""
    return "### \(gate)\(headline.word): \(MarkdownText.sentence(headline.sentence))\n\n"
  }

  private static func gate(_ run: ReportedRun) -> String {
    guard let gate = run.gate else { return "" }
    var text = "By the policy \(MarkdownText.code(gate.policy)):\n\n"
    if gate.isPassed { text += "- nothing is held against the run\n" }
    text += list(gate.breaches.map { ("**\($0.condition.rawValue)**: ", $0.sentence) })
    text += list(
      gate.excused.map { excuse in
        let id = run.judgement.tests[excuse.test].facts.id
        return ("excused: \(MarkdownText.code(id)): ", excuse.sentence)
      })
    text += list(gate.notes.map { ("note: ", $0) })
    return text + "\n"
  }

  private static func list(_ items: [(label: String, sentence: String)]) -> String {
    var text = ""
    for item in items.prefix(sentences) {
      text += "- \(item.label)\(MarkdownText.sentence(item.sentence))\n"
    }
    if items.count > sentences { text += "- ... and \(items.count - sentences) more\n" }
    return text
  }

  private static func counts(_ summary: Summary) -> String {
    var text = "| verdict | tests | share |\n|---|---:|---:|\n"
    for verdict in [Verdict.fake, .suspect, .inconclusive, .exempt, .real] {
      let share = DecimalText.percent(summary[verdict], of: summary.tests)
      text += "| \(verdict.rawValue) | \(summary[verdict]) | \(share) |\n"
    }
    return text + "\n"
  }

  /// Writes as many tests as there is room for, and says how many there are beyond.
  private func writeTests(
    _ objections: [Objection], room: Int, into output: inout some TextOutputStream
  ) {
    if objections.isEmpty { return }
    var text = "**The worst tests**\n\n"
    var room = room - text.utf8.count - Self.foldingBytes
    var shown = 0
    for objection in objections {
      let line = Self.line(objection)
      room -= line.utf8.count
      if room < 0 { break }
      if shown == Self.openTests {
        text += "\n<details><summary>\(objections.count - shown) more</summary>\n\n"
      }
      text += line
      shown += 1
    }
    if shown < objections.count {
      text += "- ... and \(objections.count - shown) more, cut for want of room (all in `--format json`)\n"
    }
    text += shown > Self.openTests ? "\n</details>\n\n" : "\n"
    output.write(text)
  }

  private static func line(_ objection: Objection) -> String {
    let facts = objection.test.facts
    let duration = facts.durationMicroseconds.map { " (\(DecimalText.span(microseconds: $0)))" } ?? ""
    let excuse = objection.excuse == nil ? "" : ", excused"
    let reasons = objection.reasons.map { MarkdownText.sentence($0) }.joined(separator: "; ")
    return
      "- **\(objection.test.verdict.rawValue)**\(excuse) \(MarkdownText.code(facts.id))\(duration): \(reasons)\n"
  }

  private static func checklist(_ run: ReportedRun) -> String {
    var text = "**For the reviewer**\n\n"
    for item in ReviewChecklist(run).items { text += "- [\(item.isTicked ? "x" : " ")] \(item.text)\n" }
    return text + "\n"
  }

  /// How to see the same on one's own machine.
  private static func reproduction(_ run: ReportedRun) -> String {
    let facts = run.judgement.run
    let command =
      ["assay \(run.gate == nil ? "check" : "gate")"]
      + facts.sources.prefix(sentences).map { quoted($0.path) }
      + facts.targets.prefix(sentences).map { "--target \(quoted($0))" }
    var text = "To reproduce: \(MarkdownText.code(command.joined(separator: " "), atMost: 2000))"
    if facts.sources.count > sentences { text += ", with the other files of the run" }
    if run.judgement.tests.contains(where: { $0.facts.expectation != .real }) {
      text += ", with the run's `--expect`"
    }
    if let gate = run.gate { text += ", by the policy \(MarkdownText.code(gate.policy))" }
    return text + "\n"
  }

  /// A word as a POSIX shell reads it.
  private static func quoted(_ text: String) -> String {
    let isPlain =
      !text.isEmpty
      && text.utf8.allSatisfy { byte in
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || "-_./:@=".utf8.contains(byte)
      }
    if isPlain { return text }
    return "'"
      + text.unicodeScalars.split(separator: "'", omittingEmptySubsequences: false).map(String.init)
      .joined(separator: #"'\''"#) + "'"
  }
}
