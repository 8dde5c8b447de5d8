import Evidence
import Records
import Rules

/// The comparison as Markdown (GitHub Flavored Markdown), for a pull request or a wiki.
public struct MarkdownComparison: ComparisonReport {
  private let limit: Int
  private let listsAll: Bool

  /// A report.
  ///
  /// - Parameters:
  ///   - limit: how many entries of a list are shown; at least 1. The others are counted.
  ///   - listsAll: whether tests that stayed as they were are listed too, and no list is cut.
  public init(limit: Int = 50, listsAll: Bool = false) {
    self.limit = listsAll ? .max : max(1, limit)
    self.listsAll = listsAll
  }

  /// Writes the report.
  public func render(_ reported: ReportedComparison, into output: inout some TextOutputStream) {
    let comparison = reported.comparison
    let headline = ComparisonHeadline(comparison)
    output.write("## \(headline.word)\n\n\(headline.sentence)\n\n")
    for (word, run) in [
      ("before", comparison.before.judgement.run), ("after", comparison.after.judgement.run),
    ] {
      let started = run.startedAt.map { ", started \(UTCText.readable($0)) UTC" } ?? ""
      let targets = run.targets.map { MarkdownText.code($0) }.joined(separator: " ")
      output.write(
        "- **\(word)** \(MarkdownText.code(run.name))\(started)\(run.hasPackets ? "" : ", no packet capture"); \(targets)\n"
      )
    }
    output.write("\n")
    writeTotals(comparison, into: &output)
    output.write("\nTests: \(ChangeSection.counts(of: comparison))\n")
    writeHeaders(comparison, into: &output)
    for section in ChangeSection.all where section.isShown(listsAll) {
      write(section, of: comparison, into: &output)
      if section.change == .stillFake { writeFailures(comparison, into: &output) }
    }
    writeRenames(comparison, into: &output)
    write(reported.leftOutBefore + reported.leftOutAfter, into: &output)
  }

  private func writeTotals(_ comparison: Comparison, into output: inout some TextOutputStream) {
    output.write("| | before | after |\n|---|--:|--:|\n")
    for row in TotalsRow.rows(of: comparison) {
      output.write("| \(row.label) | \(row.before) | \(row.after) |\n")
    }
    output.write("\n\(TotalsRow.legend)\n")
  }

  private func writeHeaders(_ comparison: Comparison, into output: inout some TextOutputStream) {
    for (word, run) in [("before", comparison.before), ("after", comparison.after)] {
      let headers = run.contacts.frontHeaders
      if headers.isEmpty { continue }
      output.write("\n### Server headers \(word)\n\n")
      for header in headers {
        let others = header.values > 1 ? " and \(header.values - 1) more" : ""
        let witness = header.isOnTheWire ? "" : ", by the client's word"
        output.write(
          "- \(header.name): \(MarkdownText.code(header.value))\(others), in \(header.responses) "
            + "response\(header.responses == 1 ? "" : "s")\(witness)\n")
      }
    }
  }

  private func write(
    _ section: ChangeSection, of comparison: Comparison, into output: inout some TextOutputStream
  ) {
    let tests = section.tests(of: comparison)
    if tests.isEmpty { return }
    output.write("\n### \(section.title): \(Headline.tests(tests.count))\n\n\(section.meaning)\n\n")
    for test in tests.prefix(limit) {
      output.write("- \(MarkdownText.code(test.id))\n")
      write(test.before, "before", comparison.before, into: &output)
      write(test.after, "after", comparison.after, into: &output)
      if let reason = section.reason(for: test) {
        output.write("  - why: \(MarkdownText.sentence(reason))\n")
      }
    }
    more(tests.count, into: &output)
  }

  private func write(
    _ side: ComparedTest.Side?, _ word: String, _ run: ComparedRun, into output: inout some TextOutputStream
  ) {
    guard let side else { return }
    let evidence = EvidenceSentence(side, hasPackets: run.judgement.run.hasPackets).text
    output.write(
      "  - \(word): \(ChangeSection.duration(side)), \(ChangeSection.verdict(side)); "
        + "\(MarkdownText.sentence(evidence))\n")
  }

  private func writeFailures(_ comparison: Comparison, into output: inout some TextOutputStream) {
    let failures = comparison.failures.compactMap { $0.after?.verdict }
    if failures.isEmpty { return }
    output.write("\n### FAILED: \(Headline.tests(failures.count))\n\nnot fake, only failing\n\n")
    for test in failures.prefix(limit) {
      let sentence = MarkdownText.sentence(FailureExplanation(test.facts).sentence)
      output.write("- \(MarkdownText.code(test.facts.id)) \(sentence)\n")
      if let message = test.facts.message { output.write("  - \(MarkdownText.code(message, atMost: 500))\n") }
    }
    more(failures.count, into: &output)
  }

  private func writeRenames(_ comparison: Comparison, into output: inout some TextOutputStream) {
    let renamed = comparison.renamed
    if renamed.isEmpty { return }
    output.write("\n### FOUND AGAIN: \(Headline.tests(renamed.count))\n\n")
    for test in renamed.prefix(limit) {
      output.write(
        "- \(MarkdownText.code(test.before?.verdict.facts.id ?? "")) is now \(MarkdownText.code(test.id)): "
          + "\(test.match?.kind.rawValue ?? ""), by \(test.match?.basis ?? "")\n")
    }
    more(renamed.count, into: &output)
  }

  private func write(_ leftOut: [LeftOutFile], into output: inout some TextOutputStream) {
    if leftOut.isEmpty { return }
    output.write("\n### Left out: \(leftOut.count) file\(leftOut.count == 1 ? "" : "s")\n\n")
    for file in leftOut.prefix(limit) {
      output.write("- \(MarkdownText.code(file.path)): \(MarkdownText.sentence(file.reason))\n")
    }
    more(leftOut.count, into: &output)
  }

  private func more(_ count: Int, into output: inout some TextOutputStream) {
    if count > limit { output.write("\n... and \(count - limit) more (all in `--format json`)\n") }
  }
}
