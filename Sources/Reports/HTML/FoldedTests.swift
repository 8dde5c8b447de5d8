import Rules

/// Tests in groups, each group under what is said of it; each test opens to its details.
struct FoldedTests {
  /// Tests of which the same is said.
  struct Group {
    /// The class that gives the group its colour.
    let look: String
    /// The part of the list that a reader may leave out, such as a verdict or a change.
    let part: String
    /// How many they are, and what.
    let count: String
    /// What is said of them.
    let sentence: String
    /// Their places in ``FoldedTests/rows``.
    let places: Range<Int>
  }

  /// A test as the list has it.
  struct Row {
    /// Its number in the page's addresses, from 1.
    let number: Int
    /// Its classes, where they are others than its group's.
    var look: String?
    /// Its duration, or that it has none.
    let time: String
    /// What stands beside the duration; markup.
    var aside = ""
    /// Its name.
    let name: String
  }

  /// The list as markup, and what did not fit.
  struct Rendering {
    /// The groups with their tests, and the data of the details that are not markup.
    var markup = ""
    /// How many tests are not in the list.
    var unlisted = 0
    /// How many tests of the list have no details.
    var bare = 0
    /// How many tests have details that only the script shows.
    var packed = 0
  }

  /// The groups in the order of the list.
  let groups: [Group]
  /// The tests in the order of the list.
  let rows: [Row]
  /// What the test at a place opens to.
  let details: (Int) -> [FramedMarkup]

  /// The most bytes of details that are markup; the others are packed.
  private static let mostMarkup = 600_000

  /// The list in at most so many bytes: where they do not suffice, the details of tests at the end are data instead of
  /// markup, then left out, and in the end tests are.
  func rendering(budget: Int) -> Rendering {
    var rendering = Rendering()
    let rows = rows.map(Self.markup)
    var rowBytes = 0
    var listed = 0
    for group in groups {
      rowBytes += heading(group, number: 0).utf8.count + 40
      for place in group.places {
        rowBytes += rows[place].open.utf8.count + Self.rowClose.utf8.count + Self.bareClass.utf8.count
        if rowBytes <= budget * 2 / 3 { listed = place + 1 }
      }
    }
    rendering.unlisted = rows.count - listed
    let rest = max(0, budget - min(rowBytes, budget * 2 / 3))

    let details = (0..<listed).map(details)
    let none = PackedDetails(for: details)
    var all = none
    for parts in details where !all.add(parts, limit: rest) { break }
    var allowance = all.count == listed ? min(Self.mostMarkup, rest - all.size) : 0
    let wholeBytes = details.map { $0.reduce(0) { $0 + $1.whole.utf8.count } }
    if wholeBytes.reduce(0, +) <= min(Self.mostMarkup, rest) { allowance = rest }
    var markup = 0
    while markup < listed, wholeBytes[markup] <= allowance {
      allowance -= wholeBytes[markup]
      markup += 1
    }
    let room = rest - wholeBytes[..<markup].reduce(0, +)
    var packed = none
    for parts in details[markup...] where !packed.add(parts, limit: room) { break }
    rendering.packed = packed.count
    rendering.bare = listed - markup - packed.count

    for (number, group) in groups.enumerated() where group.places.lowerBound < listed {
      rendering.markup += heading(group, number: number)
      for place in group.places where place < listed {
        let isBare = place >= markup + packed.count
        rendering.markup += isBare ? rows[place].bare : rows[place].open
        if place < markup { for part in details[place] { rendering.markup += part.whole } }
        rendering.markup += Self.rowClose
      }
      rendering.markup += "</ol></section>\n"
    }
    if packed.count > 0 { rendering.markup += packed.markup(first: markup) }
    return rendering
  }

  private static let rowClose = "</details>\n"
  private static let bareClass = " class=\"bare\""

  private func heading(_ group: Group, number: Int) -> String {
    """
    <section class="group \(group.look)" id="g\(number + 1)" data-part="\(group.part)">\
    <h3><b>\(group.count)</b> \(HTMLText.escaped(group.sentence))</h3><ol>

    """
  }

  /// A test that can be opened, up to where its details begin; and one that has none.
  private static func markup(_ row: Row) -> (open: String, bare: String) {
    let look = row.look.map { " class=\"\($0)\"" } ?? ""
    let begin = "<li\(look)><details id=\"t\(row.number)\""
    let name = HTMLText.escaped(row.name, limit: TestDetails.mostOfName)
    let end = "><summary><i>\(row.time)</i>\(row.aside)<span>\(name)</span></summary>"
    return (begin + end, begin + bareClass + end)
  }
}
