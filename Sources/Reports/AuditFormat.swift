/// The formats that the report of an audit can have.
public enum AuditFormat: String, Sendable, CaseIterable {
  /// For people, in a terminal.
  case text
  /// For programs; the schema is ``AuditJSONReport/schema``.
  case json
  /// For people, in a browser: one page.
  case html

  /// The report in this format.
  ///
  /// - Parameters:
  ///   - screen: where people will read it; formats for programs do without.
  ///   - listsAll: whether no list is cut.
  public func report(on screen: Screen = Screen(), listsAll: Bool = false) -> any AuditReport {
    switch self {
    case .text: AuditTextReport(screen: screen, listsAll: listsAll)
    case .json: AuditJSONReport()
    case .html: AuditHTMLReport()
    }
  }
}
