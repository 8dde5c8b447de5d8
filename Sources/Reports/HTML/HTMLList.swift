/// A list of which a page shows the beginning, and counts the rest.
struct HTMLList {
  /// What stands above it; nothing where nil.
  var title: String?
  /// The entries, as markup.
  let items: [String]

  /// How many entries are shown.
  static let limit = 20
  /// The most characters of an entry's text.
  static let length = 300

  /// A list of text from anywhere.
  init(_ title: String?, text lines: [String]) {
    self.title = title
    items = lines.prefix(Self.limit).map { HTMLText.escaped($0, limit: Self.length) }
    rest = lines.count - items.count
  }

  /// A list of markup.
  init(_ title: String?, markup items: [String]) {
    self.title = title
    self.items = Array(items.prefix(Self.limit))
    rest = items.count - self.items.count
  }

  private let rest: Int

  /// The list under its title; nothing where it is empty.
  var markup: String {
    if items.isEmpty { return "" }
    let lines = items.map { "<li>\($0)\n" }.joined()
    return (title.map { "<h3>\($0)</h3>\n" } ?? "")
      + "<ul>\(lines)\(rest > 0 ? "<li>... and \(rest) more\n" : "")</ul>\n"
  }
}
