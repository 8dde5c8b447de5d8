/// A reference to a row of evidence, as a rule writes it: `connection:7`.
struct ProofReference: Comparable {
  /// The reference as it is written.
  let text: Substring
  private let kind: Substring
  private let number: Int64

  init(_ text: Substring) {
    self.text = text
    let utf8 = text.utf8
    let colon = utf8.firstIndex(of: UInt8(ascii: ":")) ?? utf8.endIndex
    kind = text[..<colon]
    number = colon == utf8.endIndex ? 0 : Int64(text[utf8.index(after: colon)...]) ?? 0
  }

  static func == (one: Self, other: Self) -> Bool { one.text == other.text }

  /// Orders by kind and number, the test itself first.
  static func < (one: Self, other: Self) -> Bool {
    guard one.kind == other.kind else {
      return one.kind == "test" || (other.kind != "test" && one.kind < other.kind)
    }
    return (one.number, one.text) < (other.number, other.text)
  }
}
