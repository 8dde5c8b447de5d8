/// The list of a page's tests with what searches, filters and orders it, and a word on what did not fit.
struct TestControls {
  /// A part of the list that a reader may leave out.
  struct Part {
    /// The class that gives it its colour.
    let look: String
    /// The word by which the list's groups are of it.
    let part: String
    /// What it is called, with the count of its tests.
    let name: String
  }

  /// An order of the list, by the script's word for it.
  enum Order: String {
    case worst
    case given
    case slow
    case quick
    case name
  }

  /// What the parts are: verdicts, or changes.
  let legend: String
  /// The parts, in the order of the list.
  let parts: [Part]
  /// What the tests' own order is called; nil where it is that of the list.
  var givenOrder: String?
  /// How many tests there are, those included that the list does not have.
  let total: Int
  /// The class of the list.
  var look = ""

  /// The controls, the notes and the list.
  func markup(of list: FoldedTests.Rendering) -> String {
    var notes: [String] = []
    if list.packed > 0 {
      notes.append("<noscript>\(Headline.tests(list.packed)) open only where scripts run.</noscript>")
    }
    if list.bare > 0 {
      notes.append(
        "The details of \(Headline.tests(list.bare)) at the end are not in this page; --format json has them all."
      )
    }
    if list.unlisted > 0 {
      notes.append(
        "\(Headline.tests(list.unlisted)) at the end, the least bad, are not in this list; --format json has them all."
      )
    }
    let boxes = parts.map { part in
      """
      <label class="\(part.look)"><input type="checkbox" name="part" value="\(part.part)" checked> \(part.name)</label>
      """
    }
    let given = givenOrder.map { option(.given, $0) } ?? ""
    return """
      <form id="controls" role="search" hidden>
      <label>Search <input type="search" id="search" autocomplete="off" spellcheck="false" \
      placeholder="name, file or reason"></label>
      <fieldset><legend>\(legend)</legend>\(boxes.joined(separator: "\n"))</fieldset>
      <label>Order <select id="order">\(option(.worst, "worst first"))\(given)\(option(.slow, "slowest first"))\
      \(option(.quick, "quickest first"))\(option(.name, "by name"))</select></label>
      <button type="button" id="open">Open all</button>
      </form>
      <p id="status" role="status" data-total="\(total)">\(Headline.tests(total))</p>
      <p class="keys" hidden>Keys: <kbd>/</kbd> searches, <kbd>↓</kbd> <kbd>↑</kbd> or <kbd>j</kbd> <kbd>k</kbd> go \
      from test to test, <kbd>Enter</kbd> opens one, <kbd>Esc</kbd> clears the search.</p>
      \(notes.map { "<p class=\"note\">\($0)</p>\n" }.joined())<div id="list"\(look.isEmpty ? "" : " class=\"\(look)\"")>
      \(list.markup)</div>
      """
  }

  private func option(_ order: Order, _ name: String) -> String {
    "<option value=\"\(order.rawValue)\">\(name)"
  }
}
