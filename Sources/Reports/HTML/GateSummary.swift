import Evidence
import Rules

/// What the gate says, and why.
struct GateSummary {
  let gate: GateDecision
  let tests: [TestVerdict]

  /// A sentence, and lists of reasons, excused tests and notes.
  var markup: String {
    let policy = HTMLText.escaped(gate.policy)
    let word =
      gate.isPassed
      ? "<b class=\"v-real\">The gate passes</b>" : "<b class=\"v-fake\">The gate fails</b>"
    return "<p>\(word) by the policy <code>\(policy)</code>.</p>\n"
      + HTMLList(nil, text: gate.breaches.map(\.sentence)).markup
      + HTMLList("Excused", markup: excused).markup + HTMLList("Notes", text: gate.notes).markup
  }

  private var excused: [String] {
    gate.excused.map { excuse in
      let name = tests.indices.contains(excuse.test) ? tests[excuse.test].facts.id : "a test"
      return
        "<a href=\"#t\(excuse.test + 1)\">\(HTMLText.escaped(name, limit: HTMLList.length))</a>: \(HTMLText.escaped(excuse.sentence, limit: HTMLList.length))"
    }
  }
}
