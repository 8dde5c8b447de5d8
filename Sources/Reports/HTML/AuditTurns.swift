import Evidence
import Records
import Rules

/// What became of an audit's tests: those that turned, those whose history shows something, and those that failed.
struct AuditTurns {
  let audit: Audit

  private var words: AuditTestSections { AuditTestSections(audit: audit, limit: .max) }

  /// Tests that turned fake.
  var regressions: String { LinkedTests.markup(of: turns { $0.isRegression }) }

  /// Tests that were fake and are not any more.
  var mended: String { LinkedTests.markup(of: turns { !$0.isRegression }) }

  private func turns(_ isWanted: (VerdictChange.Kind) -> Bool) -> [LinkedTests] {
    VerdictChange.Kind.allCases.filter(isWanted).flatMap { kind in
      let changes = audit.changes.filter { $0.kind == kind }
      let look = kind.isRegression ? Verdict.fake : kind == .fakeToReal ? .real : .inconclusive
      return Dictionary(grouping: changes, by: \.since).sorted { $0.key > $1.key }.map { since, changes in
        // What is true of them all is said once.
        let reasons = Set(changes.map { reason(for: $0) })
        let shared = reasons.count == 1 ? reasons.first ?? nil : nil
        return LinkedTests(
          look: look.cssClass, count: "\(changes.count) \(AuditTestSections.title(kind).lowercased())",
          sentence: ["since \(words.runText(since))", shared].compactMap { $0 }.joined(separator: "; "),
          entries: changes.map { change in
            LinkedTests.Entry(
              number: change.test + 1, name: audit.tests[change.test].test.id,
              lines: [words.sentence(of: change), shared == nil ? reason(for: change) : nil].compactMap { $0 }
            )
          })
      }
    }
  }

  private func reason(for change: VerdictChange) -> String? {
    change.kind.isRegression ? audit.tests[change.test].reason?.sentence : nil
  }

  /// What no single run shows.
  var findings: String {
    let found = audit.tests.enumerated().flatMap { place, history in history.findings.map { (place, $0) } }
    if found.isEmpty { return "" }
    let groups = HistoryFinding.Kind.allCases.compactMap { kind -> LinkedTests? in
      let those = found.filter { $0.1.kind == kind }
      if those.isEmpty { return nil }
      return LinkedTests(
        look: Verdict.suspect.cssClass, count: "\(those.count) \(kind.rawValue)",
        sentence: AuditTestSections.meaning(kind),
        entries: those.map { place, finding in
          LinkedTests.Entry(
            number: place + 1, name: audit.tests[place].test.id, lines: [words.sentence(of: finding)])
        })
    }
    return "<p>Evidence, and no proof: it makes an inconclusive test suspect.</p>\n"
      + LinkedTests.markup(of: groups)
  }

  /// Tests that failed in the newest runs.
  var failures: String {
    let newest = Set(audit.newestRuns)
    var order: [String] = []
    var groups: [String: [Int]] = [:]
    for (place, history) in audit.tests.enumerated()
    where newest.contains(history.latest.run) && [.failed, .error].contains(history.latest.outcome) {
      let reason = history.reason?.sentence ?? "failed"
      if groups[reason] == nil { order.append(reason) }
      groups[reason, default: []].append(place)
    }
    return LinkedTests.markup(
      of: order.compactMap { reason in
        groups[reason].map { places in
          LinkedTests(
            look: Verdict.exempt.cssClass, count: Headline.tests(places.count), sentence: reason,
            entries: places.map { LinkedTests.Entry(number: $0 + 1, name: audit.tests[$0].test.id) })
        }
      })
  }
}
