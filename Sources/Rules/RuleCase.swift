import Evidence
import Records

/// One case of a rule's `.test.yaml`: rows that are given, and what the rule must say of them.
public struct RuleCase: Sendable {
  /// What a rule must say of one test.
  public struct Expected: Hashable, Sendable {
    /// The test.
    public var testID: Int64
    /// The side it must take.
    public var says: Says
    /// The whole reason, where the case fixes it.
    public var reason: String?
  }

  /// What the case shows, in a phrase.
  public var name: String
  /// The file it stands in.
  public var path: String
  /// The line at which it begins.
  public var line: Int?
  /// The rows of each view.
  var given: [(view: String, rows: [[String: EvidenceValue]])]
  /// Values for some of the rule's parameters.
  public var parameters: [String: Double]
  /// Everything the rule must say, in the order of the tests; nothing where it must abstain without a word.
  public var expected: [Expected]

  /// A database with these views and the rows that the case gives.
  ///
  /// - Throws: `Problem` for rows of any other view.
  func contract(views: [EvidenceView]) throws(Problem) -> EvidenceContract {
    for (name, _) in given where !views.contains(where: { $0.name == name }) {
      throw Problem(path, line: line, "gives rows of '\(name)', which the rule does not read")
    }
    do {
      let contract = try EvidenceContract(views: views)
      for (name, rows) in given { try contract.insert(rows, into: name) }
      return contract
    } catch {
      throw Problem(path, line: line, "\(error)")
    }
  }

  /// The cases of a file.
  ///
  /// - Throws: `Problem` with path and line.
  static func cases(yaml: String, path: String) throws(Problem) -> [RuleCase] {
    let document = try YAMLDocument(yaml, path: path)
    var cases: [RuleCase] = []
    for node in try document.list(document.root, what: "the file") {
      let mapping = try document.mapping(node, keys: ["case", "given", "parameters", "expect"], what: "case")
      guard let expect = mapping.entries["expect"] else {
        throw document.problem(
          node, "the case has no 'expect'; write 'expect: []' where the rule must say nothing")
      }
      var expected: [Expected] = []
      for item in try document.list(expect, what: "'expect'") {
        expected.append(try Self.expected(item, in: document))
      }
      cases.append(
        RuleCase(
          name: try mapping.text("case"), path: path, line: document.line(of: node),
          given: try RuleCaseRows.given(mapping.entries["given"], in: document),
          parameters: try mapping.numbers("parameters"), expected: expected.sorted { $0.testID < $1.testID }))
    }
    return cases
  }

  private static func expected(_ node: YAMLDocument.Item, in document: YAMLDocument) throws(Problem)
    -> Expected
  {
    let row = try document.mapping(node, keys: ["test_id", "says", "reason"], what: "expected row")
    let number = try row.number("test_id")
    guard let test = Int64(exactly: number) else {
      throw document.problem(node, "'test_id' is not a whole number")
    }
    let word = try row.text("says")
    guard let says = Says(rawValue: word) else {
      throw document.problem(
        node, "a rule does not say '\(word)'; \(Suggestion.among(Says.allCases.map(\.rawValue), for: word))")
    }
    return Expected(testID: test, says: says, reason: try row.optionalText("reason"))
  }
}
