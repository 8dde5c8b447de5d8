public import Records

/// The house's rules for rules, beyond what SQLite checks.
public enum RuleLint {
  /// What is wrong with these rules, in their order.
  public static func problems(in rules: [Rule]) -> [Problem] {
    var problems = rules.flatMap(problems(in:))
    var firstByTitle: [String: Rule] = [:]
    for rule in rules {
      if let first = firstByTitle[rule.title] {
        problems.append(Problem(rule.path, "has the title of '\(first.id)'; say what tells them apart"))
      }
      firstByTitle[rule.title] = firstByTitle[rule.title] ?? rule
    }
    return problems
  }

  private static func problems(in rule: Rule) -> [Problem] {
    var messages: [String] = []
    if rule.why.isEmpty { messages.append("'why' is empty; say why the observation tells real from fake") }
    if rule.mistakenWhen.isEmpty {
      messages.append("'mistaken_when' is empty; name a circumstance in which the rule is wrong")
    }
    if rule.title.hasSuffix(".") { messages.append("the title ends in a full stop") }
    if rule.title.contains(where: \.isNewline) || rule.title.count > 80 {
      messages.append("the title is not one line of at most 80 letters")
    }
    if let first = rule.title.first, first.isLowercase {
      messages.append("the title begins with a small letter")
    }
    if rule.weight.real == 0, rule.weight.fake == 0 {
      messages.append("both weights are 0: it can decide nothing")
    }
    let query = query(of: rule)
    if query.firstRange(of: "ORDER BY test_id") == nil {
      messages.append("the query has no ORDER BY test_id; the order of its rows would be chance")
    }
    for (says, weight) in [(Says.real, rule.weight.real), (.fake, rule.weight.fake)]
    where weight != 0 && query.firstRange(of: "'\(says.rawValue)'") == nil {
      messages.append("has a weight for \(says.rawValue), which the query never says; declare 0")
    }
    return messages.map { Problem(rule.path, $0) }
  }

  /// The query without its header, and without comparisons with the expectation `real`.
  private static func query(of rule: Rule) -> String {
    let start = rule.sql.firstRange(of: "*/")?.upperBound ?? rule.sql.startIndex
    return String(rule.sql[start...]).replacing("expectation = 'real'", with: "")
  }
}
