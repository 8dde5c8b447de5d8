/// The formats that a report can have.
public enum ReportFormat: String, Sendable, CaseIterable {
  /// For people, in a terminal.
  case text
  /// For programs; the schema is ``JSONReport/schema``.
  case json
  /// For people, in a browser: one page with everything in it.
  case html

  /// For GitHub's code scanning and other readers of SARIF 2.1.0.
  case sarif
  /// For servers that show test results: JUnit XML.
  case junit
  /// For the log of GitHub Actions: annotations, then the text.
  case github
  /// For merge requests on GitLab: Code Quality.
  case gitlab
  /// For a comment on a pull request.
  case markdown

  /// The report in this format.
  ///
  /// - Parameters:
  ///   - screen: where people will read it; formats for programs do without.
  ///   - listsAll: whether a report for people lists what it otherwise only counts.
  ///   - root: the repository's root, below which code hosts look for files; nil where it isn't known.
  public func report(
    on screen: Screen = Screen(), listsAll: Bool = false, root: String? = nil
  ) -> any Report {
    switch self {
    case .text: TextReport(screen: screen, listsAll: listsAll)
    case .json: JSONReport()
    case .sarif: SARIFReport(root: root)
    case .junit: JUnitReport()
    case .github: GitHubReport(root: root, listsAll: listsAll)
    case .gitlab: GitLabReport(root: root)
    case .markdown: MarkdownReport()
    case .html: HTMLReport()
    }
  }
}
