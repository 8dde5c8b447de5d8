import Evidence
import Records

extension Rule {
  /// The columns that a rule returns.
  static let resultColumns = ["test_id", "says", "reason", "proof"]

  /// Prepares the query against a database that holds only the views the rule says it reads.
  ///
  /// - Throws: `Problem` for a view, column or parameter that is not there or not needed.
  func checkContract() throws(Problem) {
    let views = try declaredViews()
    let shape: EvidenceContract.Shape
    do {
      shape = try EvidenceContract(views: views).shape(of: sql)
    } catch {
      let message = "\(error)"
      throw Problem(path, line: line(ofNameIn: message), message + Self.advice(message, reads: reads))
    }
    guard shape.columns == Self.resultColumns else {
      throw Problem(
        path, "returns \(shape.columns.joined(separator: ", ")); a rule returns test_id, says, reason, proof")
    }
    if let name = shape.parameters.subtracting(parameters.keys).min() {
      throw Problem(
        path, line: line(of: ":\(name)"), "uses the parameter ':\(name)', which 'parameters' does not declare"
      )
    }
    if let name = Set(parameters.keys).subtracting(shape.parameters).min() {
      throw Problem(
        path, line: line(of: name), "declares the parameter '\(name)', which the query does not use")
    }
    for view in views {
      let others = views.filter { $0 != view }
      if (try? EvidenceContract(views: others).shape(of: sql)) != nil {
        throw Problem(
          path, line: line(of: "reads:"), "'reads' names '\(view.name)', which the query does not read")
      }
    }
  }

  private func declaredViews() throws(Problem) -> [EvidenceView] {
    var views: [EvidenceView] = []
    for name in reads {
      guard let view = EvidenceView.named(name) else {
        let known = EvidenceView.all.map(\.name)
        throw Problem(
          path, line: line(of: "reads:"),
          "'reads' names '\(name)', which is not an evidence view; \(Suggestion.among(known, for: name))")
      }
      guard !views.contains(view) else {
        throw Problem(path, line: line(of: "reads:"), "'reads' names '\(name)' twice")
      }
      views.append(view)
    }
    return views
  }

  private static func advice(_ message: String, reads: [String]) -> String {
    guard let name = message.rest(after: "no such table: ") else { return "" }
    return EvidenceView.named(name) == nil
      ? "; a rule reads evidence views, and this is none" : "; add '\(name)' to 'reads'"
  }

  /// The line of the query in which a name from one of SQLite's messages first stands.
  private func line(ofNameIn message: String) -> Int? {
    if let name = message.split(separator: "\"", maxSplits: 2).dropFirst().first, message.hasPrefix("near") {
      return line(of: String(name), inQuery: true)
    }
    return message.split(separator: ":").last.flatMap {
      line(of: String($0.drop(while: \.isWhitespace)), inQuery: true)
    }
  }

  /// The line in which a text first stands as a whole word.
  private func line(of text: String, inQuery: Bool = false) -> Int? {
    var rest = sql[(inQuery ? sql.firstRange(of: "*/")?.upperBound ?? sql.startIndex : sql.startIndex)...]
    while !text.isEmpty, let place = rest.firstRange(of: text) {
      let before = sql[..<place.lowerBound].last.map(Self.isNamePart) ?? false
      let after = sql[place.upperBound...].first.map(Self.isNamePart) ?? false
      if !before && !after { return sql[..<place.lowerBound].count { $0.isNewline } + 1 }
      rest = rest[place.upperBound...]
    }
    return nil
  }

  private static func isNamePart(_ letter: Character) -> Bool {
    letter.isLetter || letter.isNumber || letter == "_"
  }
}

extension String {
  /// What follows a prefix, or nil where the text doesn't begin with it.
  fileprivate func rest(after prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
