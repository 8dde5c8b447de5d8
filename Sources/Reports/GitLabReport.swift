import Evidence
import Rules

/// The report for merge requests on GitLab: a Code Quality report, one issue for each test that something is held
/// against.
public struct GitLabReport: Report {
  private let root: String?

  /// A report.
  ///
  /// - Parameter root: the repository's root, below which absolute paths are made relative; nil where it isn't known.
  public init(root: String? = nil) {
    self.root = root
  }

  /// Writes the report as one JSON array.
  public func render(_ run: ReportedRun, into output: inout some TextOutputStream) {
    let objections = Objections(run)
    let standIn = RepositoryPath.standIn(for: run.judgement.run, root: root)
    var fingerprints = Fingerprints()
    var json = JSONWriter()
    json.openArray()
    for breach in objections.aboutRun {
      Self.write(
        description: "The gate fails: \(breach.sentence)", check: Objections.rule(breach.condition),
        fingerprint: fingerprints.next("gate", breach.condition.rawValue), severity: "blocker", path: standIn,
        into: &json)
    }
    for objection in objections.worstFirst {
      let facts = objection.test.facts
      let excuse = objection.excuse.map { "; excused: \($0)" } ?? ""
      let reasons = objection.reasons.joined(separator: "; ")
      Self.write(
        description: "\(objection.title) \(facts.id): \(reasons); \(objection.score)\(excuse)",
        check: objection.rule, fingerprint: fingerprints.next("test", facts.id),
        severity: Self.severity(objection),
        path: facts.file.flatMap { RepositoryPath($0, root: root) } ?? standIn,
        into: &json)
      json.flush(into: &output)
    }
    json.close()
    json.flush(into: &output, always: true)
  }

  private static func severity(_ objection: Objection) -> String {
    if objection.excuse != nil { return "info" }
    switch objection.level {
    case .error: return "critical"
    case .warning: return "major"
    case .note: return "info"
    }
  }

  private static func write(
    description: String, check: String, fingerprint: String, severity: String, path: RepositoryPath,
    into json: inout JSONWriter
  ) {
    json.object(inline: true) { json in
      json.string("description", VisibleText.of(description, atMost: 2000))
      json.string("check_name", check)
      json.string("fingerprint", fingerprint)
      json.string("severity", severity)
      json.object("location") { json in
        json.string("path", path.text)
        // Results don't tell the line, and GitLab wants one.
        json.object("lines") { $0.integer("begin", 1) }
      }
    }
  }
}
