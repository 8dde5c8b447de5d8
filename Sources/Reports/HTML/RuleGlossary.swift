import Rules

/// The rules that said something in a run: what each sees, why that tells, and when it is wrong.
struct RuleGlossary {
  /// The rules, in the order of their ids.
  let rules: [Rule]

  /// The most bytes of all entries together, and the most circumstances of one.
  private static let mostBytes = 262_144
  private static let mostCircumstances = 10

  /// The rules that have a finding in this judgement.
  init(_ judgement: Judgement) {
    let spoken = Set(judgement.tests.lazy.flatMap(\.findings).map(\.rule))
    var room = Self.mostBytes
    rules = judgement.rules.filter { rule in
      guard spoken.contains(rule.id) else { return false }
      room -= Self.entry(rule, number: 0).utf8.count
      return room >= 0
    }
  }

  /// The number of each rule in the glossary, by its id.
  var numbers: [String: Int] {
    Dictionary(rules.enumerated().map { ($0.element.id, $0.offset + 1) }, uniquingKeysWith: { one, _ in one })
  }

  /// An entry for each rule, to be opened.
  var markup: String {
    rules.enumerated().map { Self.entry($0.element, number: $0.offset + 1) }.joined()
  }

  private static func entry(_ rule: Rule, number: Int) -> String {
    let circumstances = rule.mistakenWhen.prefix(mostCircumstances).map { "<li>\(HTMLText.escaped($0))" }
    let list = circumstances.isEmpty ? "" : "<p>It is mistaken when:</p><ul>\(circumstances.joined())</ul>"
    return """
      <details class="rule" id="rule-\(number)"><summary><code>\(HTMLText.escaped(rule.id))</code> \
      <span>\(HTMLText.escaped(rule.title))</span></summary><p>\(HTMLText.escaped(rule.why))</p>\(list)</details>

      """
  }
}
