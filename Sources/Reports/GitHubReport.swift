import Evidence
import Rules

/// The report for the log of GitHub Actions: annotations for the worst tests, then the report for people.
public struct GitHubReport: Report {
  /// How many errors, and how many warnings, of one step are shown as annotations.
  static let annotationLimit = 10

  private let root: String?
  private let listsAll: Bool

  /// A report.
  ///
  /// - Parameters:
  ///   - root: the repository's root, below which absolute paths are made relative; nil where it isn't known.
  ///   - listsAll: whether real and exempt tests are listed too, and no list is cut.
  public init(root: String? = nil, listsAll: Bool = false) {
    self.root = root
    self.listsAll = listsAll
  }

  /// Writes the report; every line ends in a line feed, and none is a command but the annotations.
  public func render(_ run: ReportedRun, into output: inout some TextOutputStream) {
    let objections = Objections(run)
    let open = objections.worstFirst.filter { $0.excuse == nil }
    let errors = open.filter { $0.level == .error }
    let warnings = open.filter { $0.level == .warning }
    let breaches = objections.aboutRun.prefix(Self.annotationLimit).map { annotation($0) }
    let commands =
      breaches + errors.prefix(Self.annotationLimit - breaches.count).map { annotation($0, .error) }
      + warnings.prefix(Self.annotationLimit).map { annotation($0, .warning) }
    for command in commands { output.write(command.line) }
    if let rest = Self.rest(objections.aboutRun.count + errors.count, warnings.count) {
      output.write(rest.line)
    }
    var lines = CommandFreeLines(output: output)
    TextReport(screen: Screen(width: 120), listsAll: listsAll).render(run, into: &lines)
    lines.finish()
    output = lines.output
  }

  private func annotation(_ breach: GateDecision.Breach) -> WorkflowCommand {
    WorkflowCommand(
      kind: .error, title: "The gate fails: \(breach.condition.rawValue)",
      message: VisibleText.of(breach.sentence, atMost: 2000))
  }

  private func annotation(_ objection: Objection, _ kind: WorkflowCommand.Kind) -> WorkflowCommand {
    let facts = objection.test.facts
    let file = facts.file.flatMap { RepositoryPath(VisibleText.of($0), root: root) }
    let lines = [facts.id] + objection.reasons + ["\(objection.rule), \(objection.score)"]
    return WorkflowCommand(
      kind: kind, file: file, title: "\(objection.title): \(VisibleText.of(facts.name, atMost: 100))",
      message: lines.map { VisibleText.of($0, atMost: 1000) }.joined(separator: "\n"))
  }

  /// Says how many annotations are left out; nil where none is.
  private static func rest(_ errors: Int, _ warnings: Int) -> WorkflowCommand? {
    let parts = [(errors, "error"), (warnings, "warning")].compactMap { count, word in
      count > annotationLimit ? "\(count - annotationLimit) of \(count) \(word)s" : nil
    }
    if parts.isEmpty { return nil }
    return WorkflowCommand(
      kind: .notice, title: "assay: more is found than is shown",
      message:
        "\(parts.joined(separator: " and ")) have no annotation, for GitHub shows \(annotationLimit) of a step; "
        + "the log and the step's summary list more")
  }
}
