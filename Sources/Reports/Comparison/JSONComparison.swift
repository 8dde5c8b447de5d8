import Evidence
import Records
import Rules

/// The comparison for programs; `docs/json-report.md` says what each key holds.
public struct JSONComparison: ComparisonReport {
  /// The name of the report's schema. Keys may be added to it; what a key holds stays.
  public static let schema = "assay/comparison/1"

  /// A report.
  public init() {}

  /// Writes the report as one JSON object (RFC 8259).
  public func render(_ reported: ReportedComparison, into output: inout some TextOutputStream) {
    let comparison = reported.comparison
    var json = JSONWriter()
    json.openObject()
    json.string("schema", Self.schema)
    Self.write(comparison.before, "before", reported.leftOutBefore, into: &json)
    Self.write(comparison.after, "after", reported.leftOutAfter, into: &json)
    let counts = comparison.counts
    json.object("changes") { json in
      for change in Change.allCases { json.integer(change.rawValue, counts[change]) }
    }
    let matched = comparison.matchedDurations
    json.object("in_both", inline: true) { json in
      json.integer("tests", matched.tests)
      json.seconds("before_s", matched.before)
      json.seconds("after_s", matched.after)
    }
    json.openArray("tests")
    for test in comparison.tests {
      Self.write(test, of: comparison, into: &json)
      json.flush(into: &output)
    }
    json.close()
    json.close()
    json.flush(into: &output, always: true)
  }

  private static func write(
    _ run: ComparedRun, _ key: String, _ leftOut: [LeftOutFile], into json: inout JSONWriter
  ) {
    let facts = run.judgement.run
    json.object(key) { json in
      json.string("name", facts.name)
      json.string("started_at", facts.startedAt.map(UTCText.iso8601))
      json.strings("targets", facts.targets)
      json.boolean("has_packets", facts.hasPackets)
      json.files("left_out", leftOut)
      write(run.totals, of: run, into: &json)
      json.array("front_headers") { json in
        for header in run.contacts.frontHeaders {
          json.object(inline: true) { json in
            json.string("name", header.name)
            json.string("value", header.value)
            json.integer("values", header.values)
            json.integer("responses", header.responses)
            json.boolean("on_the_wire", header.isOnTheWire)
          }
        }
      }
    }
  }

  private static func write(_ totals: RunTotals, of run: ComparedRun, into json: inout JSONWriter) {
    let summary = totals.summary
    json.object("totals") { json in
      json.integer("tests", summary.tests)
      json.integer("passed", summary.passed)
      json.integer("failed", totals.failed)
      json.share("reported_pass_rate", summary.reportedPassRate)
      json.counts("verdicts", summary.verdicts)
      json.seconds("duration_s", totals.totalDuration)
      json.seconds("fastest_s", totals.fastest)
      json.seconds("median_s", totals.median)
      json.seconds("slowest_s", totals.slowest)
      json.integer("covered", totals.traffic == nil ? nil : totals.covered)
      write(run.contacts.total.target, "target", hasPackets: totals.traffic != nil, into: &json)
    }
  }

  private static func write(_ test: ComparedTest, of comparison: Comparison, into json: inout JSONWriter) {
    json.object { json in
      json.string("id", test.id)
      json.string("change", test.change.rawValue)
      json.string("match", test.match?.kind.rawValue)
      json.string("match_basis", test.match.flatMap { $0.basis.isEmpty ? nil : $0.basis })
      write(test.before, "before", of: comparison.before, into: &json)
      write(test.after, "after", of: comparison.after, into: &json)
    }
  }

  private static func write(
    _ side: ComparedTest.Side?, _ key: String, of run: ComparedRun, into json: inout JSONWriter
  ) {
    guard let side else { return json.string(key, nil) }
    let (verdict, facts) = (side.verdict, side.verdict.facts)
    json.object(key) { json in
      json.string("id", facts.id)
      json.string("file", facts.file)
      json.string("outcome", facts.outcome.rawValue)
      json.string("message", facts.message)
      json.seconds("duration_s", facts.durationMicroseconds)
      json.boolean("covered", facts.isCovered)
      json.string("verdict", verdict.verdict.rawValue)
      json.string("cause", verdict.cause)
      json.string("settle", verdict.settle)
      json.string("reason", FakeSection.against(verdict).first?.reason)
      json.number("probability_real", DecimalText.fourDigits(verdict.probabilityReal))
      json.string("failure", side.failure?.kind.rawValue)
      json.string("reached", side.failure?.reached?.rawValue)
      let hasPackets = run.judgement.run.hasPackets
      write(side.contact.target, "target", hasPackets: hasPackets, into: &json)
      write(side.contact.elsewhere, "elsewhere", hasPackets: hasPackets, into: &json)
      json.strings("servers", side.contact.servers)
    }
  }

  /// An array of the least and the most for each count; null for what only packets could show, where there are none.
  private static func write(
    _ traffic: ContactFacts.Traffic, _ key: String, hasPackets: Bool, into json: inout JSONWriter
  ) {
    json.object(key, inline: true) { json in
      for (key, amount) in [
        ("lookups", traffic.lookups), ("connections", traffic.connections),
        ("handshakes", traffic.handshakes),
        ("exchanges", traffic.exchanges), ("sent_bytes", traffic.sentBytes),
        ("received_bytes", traffic.receivedBytes),
      ] {
        write(hasPackets ? amount : nil, key, into: &json)
      }
      write(traffic.toldExchanges, "told_exchanges", into: &json)
    }
  }

  private static func write(_ amount: ContactFacts.Amount?, _ key: String, into json: inout JSONWriter) {
    guard let amount else { return json.string(key, nil) }
    json.array(key) { json in
      json.number(nil, String(amount.least))
      json.number(nil, String(amount.most))
    }
  }
}
