import Rules

/// The rules that a SARIF report declares: those that were applied, and the gate's conditions.
struct SARIFRules {
  private let rules: [Rule]
  private let places: [String: Int]

  init(_ rules: [Rule]) {
    self.rules = rules
    let ids = rules.map(\.id) + GateCondition.allCases.map(Objections.rule)
    places = Dictionary(zip(ids, 0...), uniquingKeysWith: { first, _ in first })
  }

  /// The place of a rule among those declared; nil where it isn't.
  subscript(id: String) -> Int? { places[id] }

  /// Writes the tool that made the report, with its rules.
  func write(into json: inout JSONWriter) {
    json.object("tool") { json in
      json.object("driver") { json in
        json.string("name", "assay")
        json.array("rules") { json in
          for rule in rules { Self.write(rule, into: &json) }
          for condition in GateCondition.allCases { Self.write(condition, into: &json) }
        }
      }
    }
  }

  private static func write(_ rule: Rule, into json: inout JSONWriter) {
    var help = rule.why.isEmpty ? rule.title : rule.why
    if !rule.mistakenWhen.isEmpty {
      help += "\n\nIt is mistaken when:\n" + rule.mistakenWhen.map { "- \($0)" }.joined(separator: "\n")
    }
    help += "\n\n'assay rules show \(rule.id)' shows the query."
    write(
      id: rule.id, title: rule.title, description: rule.why.isEmpty ? rule.title : rule.why, help: help,
      level: rule.weight.fake < 0 ? "error" : "none", into: &json)
  }

  private static func write(_ condition: GateCondition, into json: inout JSONWriter) {
    let description = description(of: condition)
    write(
      id: Objections.rule(condition), title: "The gate: \(condition.rawValue)", description: description,
      help: "\(description) The policy says what the gate holds against a run.",
      level: condition == .inconclusive ? "note" : "error", into: &json)
  }

  private static func write(
    id: String, title: String, description: String, help: String, level: String, into json: inout JSONWriter
  ) {
    json.object { json in
      json.string("id", id)
      // GitHub takes no more than 1,024 characters of either.
      json.object("shortDescription", inline: true) {
        $0.string("text", VisibleText.of(title, atMost: 1024))
      }
      json.object("fullDescription", inline: true) {
        $0.string("text", VisibleText.of(description, atMost: 1024))
      }
      json.object("help", inline: true) { $0.string("text", help) }
      json.object("defaultConfiguration", inline: true) { $0.string("level", level) }
    }
  }

  private static func description(of condition: GateCondition) -> String {
    switch condition {
    case .fake: "A test passed without exercising the target."
    case .suspect: "The evidence on a test conflicts, or it isn't what the test claims."
    case .inconclusive: "Too large a share of the tests that passed can't be told real from fake."
    case .noCapture: "The run has no packet capture, without which nothing is proven real."
    case .fewerTests: "The run has fewer tests than the baseline."
    case .tooShort: "A test passed more quickly than the policy's minimum duration."
    case .expiredWaiver: "The end date of a waiver has passed."
    }
  }
}
