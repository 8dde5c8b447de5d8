import Evidence
import Records
import Yams

/// Reads the rows that a rule's case gives: each value by the type of its column.
enum RuleCaseRows {
  /// The most rows that a case can give, copies by `times` included.
  static let limit = 100_000

  /// The rows by view, in the file's order.
  static func given(
    _ node: Node?, in document: YAMLDocument
  ) throws(Problem) -> [(view: String, rows: [[String: EvidenceValue]])] {
    guard let node else { return [] }
    guard let mapping = node.mapping else {
      throw document.problem(node, "'given' is not a mapping of views to rows")
    }
    var given: [(view: String, rows: [[String: EvidenceValue]])] = []
    for (key, value) in mapping {
      let name = try document.text(key, what: "a view's name")
      guard let view = EvidenceView.named(name) else {
        let known = EvidenceView.all.map(\.name)
        throw document.problem(
          key, "'\(name)' is not an evidence view; \(Suggestion.among(known, for: name))")
      }
      var rows: [[String: EvidenceValue]] = []
      for item in try document.list(value, what: "'\(name)'") {
        let (row, times) = try row(item, of: view, in: document)
        guard rows.count + times <= limit else {
          throw document.problem(item, "gives more than \(limit) rows")
        }
        rows += repeatElement(row, count: times)
      }
      given.append((name, rows))
    }
    return given
  }

  private static func row(
    _ node: Node, of view: EvidenceView, in document: YAMLDocument
  ) throws(Problem) -> ([String: EvidenceValue], times: Int) {
    let keys = view.columns.map(\.name) + ["times"]
    let mapping = try document.mapping(node, keys: keys, what: "'\(view.name)' row")
    var row: [String: EvidenceValue] = [:]
    for column in view.columns {
      guard let node = mapping.entries[column.name] else { continue }
      row[column.name] = try value(node, of: column, in: document)
    }
    guard let node = mapping.entries["times"] else { return (row, 1) }
    let times = try document.number(node, what: "'times'")
    guard times >= 1, times <= Double(limit), let count = Int(exactly: times) else {
      throw document.problem(node, "'times' is not a whole number from 1 to \(limit)")
    }
    return (row, count)
  }

  private static func value(
    _ node: Node, of column: EvidenceView.Column, in document: YAMLDocument
  ) throws(Problem) -> EvidenceValue {
    let text = try document.text(node, what: "'\(column.name)'")
    let isPlain = node.scalar?.style == .plain || node.scalar?.style == .any
    if isPlain, ["null", "~", ""].contains(text) { return .null }
    switch column.kind {
    case .text: return .text(text)
    case .real: return .real(try document.number(node, what: "'\(column.name)'"))
    case .integer:
      if let number = Int64(text.replacing("_", with: "")) { return .integer(number) }
      if isPlain, ["true", "false"].contains(text) { return .integer(text == "true" ? 1 : 0) }
      throw document.problem(node, "'\(column.name)' is '\(text)', which is not a whole number")
    }
  }
}
