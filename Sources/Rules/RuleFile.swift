import FoundationEssentials
import Records

/// A rule's file as text: a comment that is the header, and the query after it.
struct RuleFile {
  /// The most bytes that a rule's file or its cases may have.
  static let sizeLimit = 1 << 20

  let path: String
  let id: String
  let text: String

  /// The rule that the file holds, its header read and its query not yet checked.
  func rule() throws(Problem) -> Rule {
    let header = try header()
    let mapping = try header.mapping(header.root, keys: Self.keys, what: "header")
    let parts = id.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy(Self.isKebabCase) else {
      throw Problem(
        path,
        "a rule lies in a group's folder, both in lower case with hyphens: 'timing/faster-than-any-io.sql'")
    }
    return Rule(
      id: id, group: String(parts[0]), title: try mapping.text("title"), origin: try origin(in: mapping),
      needs: try needs(in: mapping), reads: try mapping.texts("reads"),
      parameters: try mapping.numbers("parameters"), weight: try weight(in: mapping),
      why: try mapping.text("why"), mistakenWhen: try mapping.texts("mistaken_when"), path: path, sql: text)
  }

  private static let keys = [
    "title", "origin", "needs", "reads", "parameters", "weight", "why", "mistaken_when",
  ]

  private func header() throws(Problem) -> YAMLDocument {
    let opening = text.prefix(while: \.isWhitespace)
    guard text[opening.endIndex...].hasPrefix("/*") else {
      throw Problem(path, line: 1, "a rule begins with a comment '/* ... */' that holds its header")
    }
    let start = text.index(opening.endIndex, offsetBy: 2)
    guard let end = text[start...].firstRange(of: "*/") else {
      throw Problem(path, line: 1, "the header's comment is not closed by '*/'")
    }
    let lines = opening.count { $0.isNewline }
    return try YAMLDocument(String(text[start..<end.lowerBound]), path: path, firstLine: lines + 1)
  }

  private func origin(in mapping: YAMLMapping) throws(Problem) -> Int? {
    guard let node = mapping.entries["origin"] else { return nil }
    let number = try mapping.number("origin")
    guard let origin = Int(exactly: number), (1...20).contains(origin) else {
      throw mapping.document.problem(node, "'origin' is not a number from 1 to 20")
    }
    return origin
  }

  private func needs(in mapping: YAMLMapping) throws(Problem) -> [Witness] {
    var needs: [Witness] = []
    for name in try mapping.texts("needs") {
      guard let witness = Witness(rawValue: name) else {
        let known = Witness.allCases.map(\.rawValue)
        throw mapping.document.problem(
          mapping.entries["needs"], "'\(name)' is not a witness; \(Suggestion.among(known, for: name))")
      }
      needs.append(witness)
    }
    return needs
  }

  private func weight(in mapping: YAMLMapping) throws(Problem) -> Rule.Weight {
    let document = mapping.document
    guard let node = mapping.entries["weight"] else {
      throw document.problem(
        mapping.node, "the header has no 'weight'; write 'weight: { real: 3, fake: -9 }'")
    }
    let sides = try document.mapping(node, keys: ["real", "fake"], what: "weight")
    let weight = Rule.Weight(real: try sides.number("real"), fake: try sides.number("fake"))
    guard weight.real >= 0, weight.fake <= 0 else {
      throw document.problem(node, "'weight' has the wrong sign: 'real' is 0 or more, 'fake' is 0 or less")
    }
    return weight
  }

  private static func isKebabCase(_ name: Substring) -> Bool {
    !name.isEmpty && !name.hasPrefix("-") && !name.hasSuffix("-")
      && name.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 45 }
  }
}
