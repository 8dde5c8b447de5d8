/// Tests of which the same is said, each a link to its place in the page's list.
struct LinkedTests {
  /// One of them.
  struct Entry {
    /// Its number in the page's addresses.
    let number: Int
    /// Its name.
    let name: String
    /// What is said of it beyond that.
    var lines: [String] = []
  }

  /// The class that gives them their colour.
  let look: String
  /// How many they are, and what.
  let count: String
  /// What is said of them all.
  let sentence: String
  /// The tests.
  let entries: [Entry]

  /// The most groups of a section, and the most tests of a group.
  private static let (mostGroups, mostEntries) = (20, 10)
  /// The most bytes of a section.
  private static let mostBytes = 100_000

  /// Groups, each with its first tests.
  static func markup(of groups: [LinkedTests]) -> String {
    var room = mostBytes
    var markup = ""
    for group in groups.prefix(mostGroups) {
      let shown = group.entries.prefix(mostEntries).map(markup(of:)).prefix { entry in
        room -= entry.utf8.count
        return room >= 0
      }
      let rest = group.entries.count - shown.count
      markup += """
        <div class="linked \(group.look)"><h3><b>\(group.count)</b> \(HTMLText.escaped(group.sentence, limit: HTMLList.length))</h3>
        <ul>\(shown.joined())\(rest > 0 ? "<li>... and \(rest) more, in the list of tests\n" : "")</ul></div>

        """
    }
    let rest = groups.dropFirst(mostGroups)
    if !rest.isEmpty {
      let tests = rest.reduce(0) { $0 + $1.entries.count }
      markup += "<p>... and \(Headline.tests(tests)) in \(rest.count) more groups</p>\n"
    }
    return markup
  }

  private static func markup(of entry: Entry) -> String {
    let lines = entry.lines.map { "<p>\(HTMLText.escaped($0, limit: HTMLList.length))</p>" }
    let name = HTMLText.escaped(entry.name, limit: TestDetails.mostOfName)
    return "<li><a href=\"#t\(entry.number)\"><code>\(name)</code></a>\(lines.joined())\n"
  }
}
