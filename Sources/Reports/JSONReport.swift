import Evidence
import Records
import Rules

/// The report for programs; `docs/json-report.md` says what each key holds.
public struct JSONReport: Report {
  /// The name of the report's schema. Keys may be added to it; what a key holds stays.
  public static let schema = "assay/verdicts/1"

  /// A report.
  public init() {}

  /// Writes the report as one JSON object (RFC 8259).
  public func render(_ run: ReportedRun, into output: inout some TextOutputStream) {
    var json = JSONWriter()
    json.openObject()
    json.string("schema", Self.schema)
    Self.write(run.judgement.run, into: &json)
    json.files("left_out", run.leftOut)
    Self.write(run.judgement.summary, into: &json)
    Self.write(run.gate, on: run.judgement, into: &json)
    json.openArray("tests")
    for test in run.judgement.tests {
      Self.write(test, into: &json)
      json.flush(into: &output)
    }
    json.close()
    json.close()
    json.flush(into: &output, always: true)
  }

  private static func write(_ run: RunFacts, into json: inout JSONWriter) {
    json.object("run") { json in
      json.string("name", run.name)
      json.string("started_at", run.startedAt.map(UTCText.iso8601))
      json.strings("targets", run.targets)
      json.seconds("round_trip_s", run.roundTripMicroseconds)
      json.array("sources") { json in
        for source in run.sources { write(source, into: &json) }
      }
      json.array("coverage") { json in
        for coverage in run.coverage { write(coverage, into: &json) }
      }
      json.array("oddities") { json in
        for oddity in run.oddities { write(oddity, into: &json) }
      }
    }
  }

  private static func write(_ source: RunFacts.Source, into json: inout JSONWriter) {
    json.object(inline: true) { json in
      json.string("path", source.path)
      json.string("kind", source.kind)
      json.string("sha256", source.sha256)
      json.integer("records", source.records)
      json.integer("oddities", source.oddities)
      let isKnown = source.clockBasis != nil
      json.seconds("clock_offset_s", isKnown ? source.clockOffsetMicroseconds : nil)
      json.string("clock_basis", source.clockBasis)
      json.seconds("clock_error_s", isKnown ? source.clockErrorMicroseconds : nil)
    }
  }

  private static func write(_ coverage: RunFacts.Coverage, into json: inout JSONWriter) {
    json.object(inline: true) { json in
      json.string("path", coverage.path)
      json.string("interface", coverage.interface)
      json.string("start", coverage.start.map(UTCText.iso8601))
      json.string("stop", coverage.stop.map(UTCText.iso8601))
      json.integer("packets", coverage.packets)
      json.integer("dropped", coverage.dropped)
      json.integer("snap_length", coverage.snapLength == 0 ? nil : coverage.snapLength)
    }
  }

  private static func write(_ oddity: OddityFacts, into json: inout JSONWriter) {
    json.object(inline: true) { json in
      json.string("path", oddity.path)
      json.string("name", oddity.name)
      json.string("detail", oddity.detail)
      json.integer("count", oddity.count)
    }
  }

  private static func write(_ summary: Summary, into json: inout JSONWriter) {
    json.object("summary") { json in
      json.integer("tests", summary.tests)
      json.integer("passed", summary.passed)
      json.share("reported_pass_rate", summary.reportedPassRate)
      json.integer("proven_real", summary.provenReal)
      json.counts("verdicts", summary.verdicts)
    }
  }

  private static func write(_ gate: GateDecision?, on judgement: Judgement, into json: inout JSONWriter) {
    guard let gate else { return json.string("gate", nil) }
    func id(_ place: Int) -> String? {
      judgement.tests.indices.contains(place) ? judgement.tests[place].facts.id : nil
    }
    json.object("gate") { json in
      json.string("policy", gate.policy)
      json.boolean("passed", gate.isPassed)
      json.array("breaches") { json in
        for breach in gate.breaches {
          json.object { json in
            json.string("condition", breach.condition.rawValue)
            json.string("sentence", breach.sentence)
            json.array("tests") { json in
              for test in breach.tests { json.string(nil, id(test)) }
            }
          }
        }
      }
      json.array("excused") { json in
        for excuse in gate.excused {
          json.object(inline: true) { json in
            json.string("test", id(excuse.test))
            json.string("sentence", excuse.sentence)
          }
        }
      }
      json.array("notes") { json in
        for note in gate.notes { json.string(nil, note) }
      }
    }
  }

  private static func write(_ test: TestVerdict, into json: inout JSONWriter) {
    let facts = test.facts
    json.object { json in
      json.string("id", facts.id)
      json.string("classname", facts.className)
      json.string("name", facts.name)
      json.string("file", facts.file)
      json.string("outcome", facts.outcome.rawValue)
      json.integer("attempts", facts.attempts)
      json.string("message", facts.message)
      json.seconds("duration_s", facts.durationMicroseconds)
      json.object("window", inline: true) { json in
        json.string("start", facts.windowStart.map(UTCText.iso8601))
        json.string("stop", facts.windowStop.map(UTCText.iso8601))
        json.string("kind", facts.windowKind.rawValue)
        json.boolean("covered", facts.isCovered)
      }
      json.string("expectation", facts.expectation.rawValue)
      json.string("best_witness", facts.bestWitness.rawValue)
      json.string("verdict", test.verdict.rawValue)
      json.string("cause", test.cause)
      json.string("settle", test.settle)
      json.number("score_bits", DecimalText.fixed(test.scoreBits, decimals: 2, isPadded: false))
      json.number("probability_real", DecimalText.fourDigits(test.probabilityReal))
      json.array("findings") { json in
        for finding in test.findings { write(finding, into: &json) }
      }
    }
  }

  private static func write(_ finding: Finding, into json: inout JSONWriter) {
    json.object(inline: true) { json in
      json.string("rule", finding.rule)
      json.string("group", finding.group)
      json.string("says", finding.says.rawValue)
      json.number("bits", DecimalText.fixed(finding.bits, decimals: 2, isPadded: false))
      json.string("reason", finding.reason)
      json.array("proof") { json in
        for row in finding.proof { json.string(nil, row) }
      }
    }
  }
}
