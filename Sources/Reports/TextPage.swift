/// Lines for people: wrapped to the screen's width, indented, and safe to show whatever their text came from.
struct TextPage {
  let screen: Screen
  private var text = ""

  init(screen: Screen) {
    self.screen = screen
  }

  /// Hands over what was written since the last time.
  mutating func flush(into output: inout some TextOutputStream) {
    output.write(text)
    text.removeAll(keepingCapacity: true)
  }

  /// An empty line.
  mutating func blank() { text += "\n" }

  /// Words in as many lines as they need, each line after the first indented to where the words began.
  ///
  /// - Parameters:
  ///   - label: what stands before the words.
  ///   - labelInk: the label's colour.
  ///   - indent: columns left free before the label.
  ///   - words: the text.
  ///   - ink: the colour of the words.
  mutating func paragraph(
    _ label: String = "", in labelInk: Ink? = nil, indent: Int = 0, _ words: String, ink: Ink? = nil
  ) {
    let label = VisibleText.of(label)
    let beforeWords = indent + VisibleText.width(of: label)
    // A label that takes most of the line has its words below it.
    let hanging = beforeWords <= screen.width * 3 / 5 ? beforeWords : indent + 2
    let lines = Self.lines(of: VisibleText.of(words), width: screen.width - hanging)
    let isOnOwnLine = hanging < beforeWords
    let shownLabel = lines.isEmpty || isOnOwnLine ? Self.withoutTrailingSpaces(label) : label
    text += Self.spaces(indent)
    text += colored(isOnOwnLine ? Self.cut(shownLabel, to: screen.width - indent) : shownLabel, labelInk)
    for (index, line) in lines.enumerated() {
      if index > 0 || isOnOwnLine { text += "\n" + Self.spaces(hanging) }
      text += colored(line, ink)
    }
    text += "\n"
  }

  /// A label and a name on one line; a name too long for it loses a part of its middle.
  mutating func row(_ label: String = "", in labelInk: Ink? = nil, indent: Int = 0, _ name: String) {
    let label = VisibleText.of(label)
    let room = screen.width - indent - VisibleText.width(of: label)
    text += Self.spaces(indent) + colored(label, labelInk) + Self.cut(VisibleText.of(name), to: room) + "\n"
  }

  /// That a list goes on, where it has more entries than are shown.
  ///
  /// - Parameter what: the entries, where the words around the list don't say it.
  mutating func more(_ count: Int, beyond limit: Int, _ what: String = "", indent: Int = 2) {
    if count > limit { more("\(count - limit) more" + (what.isEmpty ? "" : " \(what)"), indent: indent) }
  }

  /// That a list goes on, with what is left out of it.
  mutating func more(_ what: String, indent: Int) {
    paragraph(indent: indent, "... and \(what) (all in --format json)", ink: .faint)
  }

  /// Text to the right end of so many columns.
  static func right(_ text: String, _ columns: Int) -> String {
    spaces(columns - VisibleText.width(of: text)) + text
  }

  /// Text to the left end of so many columns.
  static func left(_ text: String, _ columns: Int) -> String {
    text + spaces(columns - VisibleText.width(of: text))
  }

  /// The text with `…` for a part of its middle where it is wider than the room; three quarters of the room
  /// are for the end, for ids end with the test's name.
  static func cut(_ text: String, to room: Int) -> String {
    guard VisibleText.width(of: text) > room else { return text }
    let end = prefix(of: text.unicodeScalars.reversed(), width: (room - 1) * 3 / 4)
    let start = prefix(of: text.unicodeScalars, width: room - 1 - end.width)
    var cut = String.UnicodeScalarView(start.scalars)
    cut.append("…")
    cut.append(contentsOf: end.scalars.reversed())
    return String(cut)
  }

  private func colored(_ text: String, _ ink: Ink?) -> String {
    guard screen.isColored, let ink, !text.isEmpty else { return text }
    return ink.over(text)
  }

  private static func withoutTrailingSpaces(_ text: String) -> String {
    String(text.reversed().drop { $0 == " " }.reversed())
  }

  private static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

  private static func prefix(
    of scalars: some Sequence<Unicode.Scalar>, width: Int
  ) -> (scalars: [Unicode.Scalar], width: Int) {
    var taken: [Unicode.Scalar] = []
    var used = 0
    for scalar in scalars {
      used += VisibleText.width(of: scalar)
      if used > width { return (taken, used - VisibleText.width(of: scalar)) }
      taken.append(scalar)
    }
    return (taken, used)
  }

  /// The words in lines of at most so many columns; a word wider than a line is broken.
  private static func lines(of text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var used = 0
    for word in text.split(separator: " ") {
      var word = word
      var columns = VisibleText.width(of: word)
      if used > 0, used + 1 + columns > width {
        lines.append(line)
        line = ""
        used = 0
      }
      while columns > width {
        let part = prefix(of: word.unicodeScalars, width: width)
        lines.append(String(String.UnicodeScalarView(part.scalars)))
        word = Substring(word.unicodeScalars.dropFirst(max(1, part.scalars.count)))
        columns = VisibleText.width(of: word)
      }
      if used > 0 {
        line += " "
        used += 1
      }
      line += word
      used += columns
    }
    if used > 0 { lines.append(line) }
    return lines
  }
}
