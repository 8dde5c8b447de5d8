import Evidence
import Rules

/// What the gate says, and why.
struct GateSummary {
  let gate: GateDecision
  let tests: [TestVerdict]

  /// How many entries of each list are shown.
  private static let limit = 20
  /// The most characters of an entry.
  private static let length = 300

  /// A sentence, and lists of reasons, excused tests and notes.
  var markup: String {
    let policy = HTMLText.escaped(gate.policy)
    let word =
      gate.isPassed
      ? "<b class=\"v-real\">The gate passes</b>" : "<b class=\"v-fake\">The gate fails</b>"
    return "<p>\(word) by the policy <code>\(policy)</code>.</p>\n"
      + list(nil, gate.breaches.map { HTMLText.escaped($0.sentence, limit: Self.length) })
      + list("Excused", excused) + list("Notes", gate.notes.map { HTMLText.escaped($0, limit: Self.length) })
  }

  private var excused: [String] {
    gate.excused.map { excuse in
      let name = tests.indices.contains(excuse.test) ? tests[excuse.test].facts.id : "a test"
      return
        "<a href=\"#t\(excuse.test + 1)\">\(HTMLText.escaped(name, limit: Self.length))</a>: \(HTMLText.escaped(excuse.sentence, limit: Self.length))"
    }
  }

  private func list(_ title: String?, _ items: [String]) -> String {
    if items.isEmpty { return "" }
    let lines = items.prefix(Self.limit).map { "<li>\($0)\n" }.joined()
    let more = items.count - Self.limit
    return (title.map { "<h3>\($0)</h3>\n" } ?? "")
      + "<ul>\(lines)\(more > 0 ? "<li>... and \(more) more\n" : "")</ul>\n"
  }
}
