import Evidence
import Rules

/// Writes what is held against a run as the results of a SARIF report.
struct SARIFResultWriter {
  let rules: SARIFRules
  let root: String?
  /// Where results are shown that have no file of their own.
  let standIn: RepositoryPath
  /// Whether every result says by what it is suppressed, if by anything.
  let saysSuppressions: Bool
  private var fingerprints = Fingerprints()

  init(rules: SARIFRules, root: String?, standIn: RepositoryPath, saysSuppressions: Bool) {
    self.rules = rules
    self.root = root
    self.standIn = standIn
    self.saysSuppressions = saysSuppressions
  }

  /// Writes what is held against a test.
  mutating func write(_ objection: Objection, into json: inout JSONWriter) {
    let facts = objection.test.facts
    let reasons = objection.reasons.joined(separator: "; ")
    // Before the call: in it, what was given out so far would be copied for every result.
    let fingerprint = fingerprints.next("test", facts.id)
    write(
      rule: objection.rule, level: objection.level,
      text: "\(objection.title) \(facts.id): \(reasons); \(objection.score)",
      path: facts.file.flatMap { RepositoryPath($0, root: root) } ?? standIn,
      fingerprint: fingerprint, excuse: objection.excuse, into: &json
    ) { json in
      json.array("logicalLocations") { json in
        json.object { json in
          json.string("name", facts.name)
          json.string("fullyQualifiedName", facts.id)
          json.string("kind", "function")
        }
      }
    }
  }

  /// Writes what is held against the run as a whole.
  mutating func write(_ breach: GateDecision.Breach, into json: inout JSONWriter) {
    let fingerprint = fingerprints.next("gate", breach.condition.rawValue)
    write(
      rule: Objections.rule(breach.condition), level: .error, text: "The gate fails: \(breach.sentence)",
      path: standIn, fingerprint: fingerprint, excuse: nil,
      into: &json)
  }

  private func write(
    rule: String, level: Objection.Level, text: String, path: RepositoryPath, fingerprint: String,
    excuse: String?, into json: inout JSONWriter, logicalLocation: (inout JSONWriter) -> Void = { _ in }
  ) {
    json.object(inline: true) { json in
      json.string("ruleId", rule)
      if let place = rules[rule] { json.integer("ruleIndex", place) }
      json.string("level", level.rawValue)
      json.object("message") { $0.string("text", SARIFReport.message(text)) }
      json.array("locations") { json in
        json.object { json in
          json.object("physicalLocation") { json in
            json.object("artifactLocation") { json in
              json.string("uri", path.uri)
              json.string("uriBaseId", SARIFReport.base)
            }
            // Results don't tell the line, and code scanning wants one.
            json.object("region") { $0.integer("startLine", 1) }
          }
          logicalLocation(&json)
        }
      }
      json.object("partialFingerprints") { json in
        json.string("assayTest/v1", fingerprint)
        // The one that GitHub compares. It would make its own of line 1, the same for all tests of a file.
        json.string("primaryLocationLineHash", "\(fingerprint):1")
      }
      if saysSuppressions { Self.write(suppressedBy: excuse, into: &json) }
    }
  }

  private static func write(suppressedBy excuse: String?, into json: inout JSONWriter) {
    json.array("suppressions") { json in
      guard let excuse else { return }
      json.object { json in
        json.string("kind", "external")
        json.string("justification", VisibleText.of(excuse, atMost: 2000))
      }
    }
  }
}
