import Evidence
import Records
import Rules

/// The audit for programs; `docs/audit.md` says what each key holds.
public struct AuditJSONReport: AuditReport {
  /// The name of the report's schema. Keys may be added to it; what a key holds stays.
  public static let schema = "assay/audit/1"

  /// A report.
  public init() {}

  /// Writes the report as one JSON object (RFC 8259).
  public func render(_ reported: ReportedAudit, into output: inout some TextOutputStream) {
    let audit = reported.audit
    var json = JSONWriter()
    json.openObject()
    json.string("schema", Self.schema)
    json.strings("targets", audit.targets)
    write(reported, into: &json)
    json.openArray("runs")
    for run in audit.runs {
      Self.write(run, into: &json)
      json.flush(into: &output)
    }
    json.close()
    json.array("changes") { json in
      for change in audit.changes { Self.write(change, of: audit, into: &json) }
    }
    json.openArray("tests")
    for history in audit.tests {
      Self.write(history, into: &json)
      json.flush(into: &output)
    }
    json.close()
    for (key, groups) in [("files", audit.files), ("suites", audit.suites)] {
      json.array(key) { json in
        for group in groups { Self.write(group, into: &json) }
      }
      json.flush(into: &output)
    }
    json.close()
    json.flush(into: &output, always: true)
  }

  private func write(_ reported: ReportedAudit, into json: inout JSONWriter) {
    let audit = reported.audit
    json.object("summary") { json in
      json.integer("runs", audit.runs.count)
      json.integer("tests", audit.tests.count)
      json.integer("results", audit.runs.reduce(0) { $0 + $1.tests })
      json.array("newest_runs", inline: true) { json in
        for run in audit.newestRuns { json.integer(nil, run) }
      }
      json.object("changes", inline: true) { json in
        for kind in VerdictChange.Kind.allCases {
          json.integer(kind.rawValue, audit.changes.count { $0.kind == kind })
        }
      }
      json.integer("judged_otherwise", reported.judgedOtherwise)
      json.integer("vanished", audit.vanished.count)
      json.integer("never_judged", audit.neverJudged.count)
    }
    json.object("left_out") { json in
      json.files("files", reported.leftOut)
      json.integer("unrecognised", reported.unrecognised)
      json.array("copies") { json in
        for name in reported.copies { json.string(nil, name) }
      }
      json.integer("declared_otherwise", reported.declaredOtherwise)
    }
  }

  private static func write(_ run: AuditedRun, into json: inout JSONWriter) {
    json.object { json in
      json.string("name", run.name)
      json.string("started_at", run.startedAt.map(UTCText.iso8601))
      json.string("time_basis", run.timeBasis == .none ? nil : run.timeBasis.rawValue)
      json.integer("series", run.series)
      json.boolean("partial", run.isPartial)
      json.boolean("has_packets", run.hasPackets)
      json.integer("tests", run.tests)
      json.integer("passed", run.passed)
      json.share("reported_pass_rate", run.reportedPassRate)
      json.integer("proven_real", run[.real])
      json.counts("verdicts", run.verdicts)
      json.seconds("duration_s", run.durationMicroseconds)
      json.string("note", run.note)
    }
  }

  private static func write(_ change: VerdictChange, of audit: Audit, into json: inout JSONWriter) {
    json.object(inline: true) { json in
      json.string("kind", change.kind.rawValue)
      json.string("id", audit.tests[change.test].test.id)
      json.integer("before", change.before)
      json.integer("since", change.since)
    }
  }

  private static func write(_ history: TestHistory, into json: inout JSONWriter) {
    json.object { json in
      json.string("id", history.test.id)
      json.string("classname", history.test.className)
      json.string("name", history.test.name)
      json.string("file", history.file.isEmpty ? nil : history.file)
      json.string("suite", history.suite.isEmpty ? nil : history.suite)
      json.string("verdict", history.latest.verdict.rawValue)
      json.string("outcome", history.latest.outcome.rawValue)
      json.string("rule", history.reason.flatMap { $0.rule.isEmpty ? nil : $0.rule })
      json.string("reason", history.reason?.sentence)
      json.integer("fake_since", history.fakeSince)
      json.integer("first_fake", history.firstFake)
      json.integer("last_real", history.lastReal)
      json.boolean("ever_proven_real", history.lastReal != nil)
      json.boolean("never_judged", history.isNeverJudged)
      json.integer("missing_from", history.missingFrom)
      var verdicts: [Verdict: Int] = [:]
      for entry in history.entries { verdicts[entry.verdict, default: 0] += 1 }
      json.counts("verdicts", verdicts)
      json.array("findings") { json in
        for finding in history.findings {
          json.object(inline: true) { json in
            json.string("kind", finding.kind.rawValue)
            json.integer("since", finding.since)
            json.integer("until", finding.until)
            json.integer("runs", finding.runs)
            json.string("reason", finding.reason)
          }
        }
      }
      write(history.entries, into: &json)
    }
  }

  /// Three arrays of the same length: an object for each of a million results would be ten times as long.
  private static func write(_ entries: [TestHistory.Entry], into json: inout JSONWriter) {
    json.object("history") { json in
      json.array("runs", inline: true) { json in
        for entry in entries { json.integer(nil, entry.run) }
      }
      json.string("outcomes", String(entries.map { letter($0.outcome) }))
      json.string("verdicts", String(entries.map { letter($0.verdict) }))
      json.array("durations_s", inline: true) { json in
        for entry in entries { json.seconds(nil, entry.durationMicroseconds) }
      }
    }
  }

  private static func letter(_ verdict: Verdict) -> Character {
    switch verdict {
    case .real: "r"
    case .fake: "f"
    case .suspect: "s"
    case .inconclusive: "i"
    case .exempt: "e"
    }
  }

  private static func letter(_ outcome: Outcome) -> Character {
    switch outcome {
    case .passed: "p"
    case .failed: "f"
    case .error: "e"
    case .skipped: "s"
    }
  }

  private static func write(_ group: AuditedGroup, into json: inout JSONWriter) {
    json.object { json in
      json.string("name", group.name)
      json.integer("tests", group.tests)
      json.object("latest") { json in
        json.integer("tests", group.currentTests)
        json.integer("passed", group.currentPassed)
        json.counts("verdicts", group.current)
        json.seconds("duration_s", group.currentDurationMicroseconds)
      }
      json.object("all_runs") { json in
        json.integer("results", group.results)
        json.integer("passed", group.passed)
        json.counts("verdicts", group.verdicts)
      }
    }
  }
}
