import Evidence
import Rules

/// One figure of two runs, side by side.
struct TotalsRow {
  let label: String
  let before: String
  let after: String

  /// The figures of a comparison, in the order in which people read them.
  static func rows(of comparison: Comparison) -> [TotalsRow] {
    let (before, after) = (comparison.before.totals, comparison.after.totals)
    func row(_ label: String, _ figure: (RunTotals) -> String) -> TotalsRow {
      TotalsRow(label: label, before: figure(before), after: figure(after))
    }
    func traffic(
      _ label: String, _ place: KeyPath<ContactFacts.Traffic, ContactFacts.Amount>,
      _ text: (Int) -> String = String.init
    ) -> TotalsRow {
      row(label) { totals in totals.traffic.map { Self.text($0[keyPath: place], text) } ?? "-" }
    }
    var rows = [
      row("tests") { "\($0.summary.tests)" }, row("passed") { "\($0.summary.passed)" },
      row("failed") { "\($0.failed)" },
      row("pass rate") { DecimalText.percent($0.summary.passed, of: $0.summary.tests) },
      row("proven real") { "\($0.summary.provenReal)" },
    ]
    rows += [Verdict.fake, .suspect, .inconclusive, .exempt].map { verdict in
      row(verdict.rawValue) { "\($0.summary[verdict])" }
    }
    let matched = comparison.matchedDurations
    rows += [
      row("total time") { Self.span($0.totalDuration) },
      TotalsRow(
        label: "of tests in both", before: Self.span(matched.tests == 0 ? nil : matched.before),
        after: Self.span(matched.tests == 0 ? nil : matched.after)),
      row("fastest") { Self.span($0.fastest) }, row("median") { Self.span($0.median) },
      row("slowest") { Self.span($0.slowest) },
      row("captured") { $0.traffic == nil ? "-" : "\($0.covered)" },
      traffic("lookups", \.lookups), traffic("connections", \.connections),
      traffic("handshakes", \.handshakes),
      traffic("exchanges", \.exchanges), traffic("sent", \.sentBytes, ByteText.of),
      traffic("received", \.receivedBytes, ByteText.of),
      row("told by client") { "\($0.toldExchanges)" },
    ]
    return rows
  }

  /// What the rows below `captured` mean, for whoever reads them the first time.
  static let legend =
    "captured: tests in whose windows a packet capture saw everything; lookups to received: with the targets, as "
    + "packets show (- without a capture, + where there was more that too many tests may have caused); told by "
    + "client: exchanges in HAR files and logs, which is the client's word"

  private static func text(_ amount: ContactFacts.Amount, _ text: (Int) -> String) -> String {
    amount.most > amount.least ? text(amount.most) + "+" : text(amount.least)
  }

  private static func span(_ microseconds: Int64?) -> String {
    microseconds.map(DecimalText.span) ?? "-"
  }
}
