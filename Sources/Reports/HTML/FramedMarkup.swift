/// Markup with its numbers taken out of it: what is left, the frame, is the same for many tests.
struct FramedMarkup {
  /// The markup, with `~` where a value stands.
  private(set) var frame = ""
  /// The values, in their order; none holds a space.
  private(set) var values: [String] = []

  /// Adds markup of the program's own.
  mutating func markup(_ text: String) { frame += text }

  /// Adds a value without spaces that needs no escaping.
  mutating func value(_ text: String) {
    frame += "~"
    values.append(text)
  }

  /// Adds text from anywhere, escaped; the numbers that stand by themselves become values.
  mutating func text(_ text: String) {
    let parts = MergedSentence.Parts(VisibleText.of(HTMLText.shortened(text)))
    var numbers = parts.numbers[...]
    let pieces = parts.frame.split(separator: MergedSentence.placeholder, omittingEmptySubsequences: false)
    for (place, piece) in pieces.enumerated() {
      if place > 0, let number = numbers.popFirst() { value(String(number)) }
      frame += HTMLText.references(String(decoding: piece, as: UTF8.self))
    }
  }

  /// The markup with its values in it.
  var whole: String {
    var whole = ""
    let pieces = frame.utf8.split(separator: UInt8(ascii: "~"), omittingEmptySubsequences: false)
    for (place, piece) in pieces.enumerated() {
      if place > 0 { whole += values[place - 1] }
      whole += Substring(piece)
    }
    return whole
  }
}
