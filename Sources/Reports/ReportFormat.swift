/// The formats that a report can have.
public enum ReportFormat: String, Sendable, CaseIterable {
  /// For people, in a terminal.
  case text
  /// For programs; the schema is ``JSONReport/schema``.
  case json

  /// The report in this format.
  ///
  /// - Parameters:
  ///   - screen: where people will read it; formats for programs do without.
  ///   - listsAll: whether a report for people lists what it otherwise only counts.
  public func report(on screen: Screen = Screen(), listsAll: Bool = false) -> any Report {
    switch self {
    case .text: TextReport(screen: screen, listsAll: listsAll)
    case .json: JSONReport()
    }
  }
}
