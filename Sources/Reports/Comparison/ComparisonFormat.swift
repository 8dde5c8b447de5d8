/// The formats that a comparison's report can have.
public enum ComparisonFormat: String, Sendable, CaseIterable {
  /// For people, in a terminal.
  case text
  /// For programs; the schema is ``JSONComparison/schema``.
  case json
  /// For a pull request or a wiki (GitHub Flavored Markdown).
  case markdown
  /// For people, in a browser: one page.
  case html

  /// The report in this format.
  ///
  /// - Parameters:
  ///   - screen: where people will read it; formats for programs do without.
  ///   - listsAll: whether a report for people lists what it otherwise only counts.
  public func report(on screen: Screen = Screen(), listsAll: Bool = false) -> any ComparisonReport {
    switch self {
    case .text: TextComparison(screen: screen, listsAll: listsAll)
    case .json: JSONComparison()
    case .markdown: MarkdownComparison(listsAll: listsAll)
    case .html: HTMLComparison()
    }
  }
}
