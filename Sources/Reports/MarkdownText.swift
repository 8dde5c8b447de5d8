/// Text from outside as GitHub Flavored Markdown in which it makes no markup, HTML, link, mention or reference.
///
/// Code spans hold it, for neither Markdown nor what code hosts make of `@name`, `#123` or a commit's number
/// reaches into them. Tables are not for it: a bar ends a cell even there.
enum MarkdownText {
  /// Text as a code span (CommonMark 0.31, 6.1), without its middle where it is long.
  static func code(_ text: String, atMost count: Int = 200) -> String {
    let content = VisibleText.of(text, atMost: count)
    if content.isEmpty { return "(empty)" }
    // The span ends at a run of as many backticks as it began with.
    var longest = 0
    var run = 0
    for byte in content.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    // One space at either end is taken away where both have one.
    let isPadded = "` ".utf8.contains { $0 == content.utf8.first || $0 == content.utf8.last }
    return isPadded ? "\(fence) \(content) \(fence)" : fence + content + fence
  }

  /// A sentence: plain words and numbers as they are, everything else in code spans.
  static func sentence(_ text: String, atMost count: Int = 300) -> String {
    var parts: [String] = []
    var special: [Substring] = []
    func flush() {
      if special.isEmpty { return }
      parts.append(codeWithin(special.joined(separator: " "), atMost: count))
      special = []
    }
    for word in VisibleText.of(text, atMost: count).split(separator: " ") {
      if isPlain(word) {
        flush()
        parts.append(String(word))
      } else {
        special.append(word)
        if let last = word.utf8.last, punctuation.contains(last) { flush() }
      }
    }
    flush()
    return parts.joined(separator: " ")
  }

  /// Text as a code span, before it an opening parenthesis and after it the punctuation that it has.
  private static func codeWithin(_ text: String, atMost count: Int) -> String {
    let core = text.utf8.drop { $0 == UInt8(ascii: "(") }
    let end = core.lastIndex { !punctuation.contains($0) }
    guard let end else { return code(text, atMost: count) }
    let next = core.index(after: end)
    return text[..<core.startIndex] + code(String(text[core.startIndex..<next]), atMost: count)
      + text[next...]
  }

  private static let punctuation = Array(",;:.)".utf8)

  /// Whether a word is of ASCII letters, or a number, with punctuation around it that means nothing to Markdown.
  ///
  /// Long words of hexadecimal digits are not: they may be taken for a commit.
  private static func isPlain(_ word: Substring) -> Bool {
    var core = word.utf8
    if core.first == UInt8(ascii: "(") { core.removeFirst() }
    while let last = core.last, punctuation.contains(last) { core.removeLast() }
    guard let first = core.first else { return false }
    if core.elementsEqual("%".utf8) { return true }
    let isHexadecimal = core.allSatisfy { isDigit($0) || "abcdefABCDEF".utf8.contains($0) }
    if isHexadecimal, core.count > 6 { return false }
    if isDigit(first) { return core.allSatisfy { isDigit($0) || ",.".utf8.contains($0) } }
    return isLetter(first)
      && core.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "'") }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
  private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
}
