/// Text from outside as it may be shown: nothing in it commands a terminal, turns the direction of writing or
/// hides.
public enum VisibleText {
  /// Whether a character is a control, a line or paragraph separator, or has no look of its own
  /// (bidirectional overrides, zero-width characters, tags, variation selectors, noncharacters).
  static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x7f { return scalar.value < 0x20 }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: return true
    default:
      return scalar.properties.isDefaultIgnorableCodePoint || scalar.properties.isNoncharacterCodePoint
    }
  }

  /// The text with every hidden character written out: `\n`, `\x1b`, `\u{202e}`.
  public static func of(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) || !text.unicodeScalars.contains(where: isHidden) {
      return text
    }
    var visible = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case _ where !isHidden(scalar): visible.unicodeScalars.append(scalar)
      case "\n": visible += "\\n"
      case "\r": visible += "\\r"
      case "\t": visible += "\\t"
      default: visible += written(scalar.value)
      }
    }
    return visible
  }

  /// The text as ``of(_:)`` shows it, without its middle where it has more than so many Unicode scalars.
  static func of(_ text: String, atMost count: Int) -> String {
    let visible = of(text)
    let scalars = visible.unicodeScalars
    guard visible.utf8.count > count, scalars.count > count else { return visible }
    let start = (count - 1) / 2
    return "\(Substring(scalars.prefix(start)))…\(Substring(scalars.suffix(count - 1 - start)))"
  }

  /// How many columns a terminal needs for a text without hidden characters.
  static func width(of text: some StringProtocol) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
  }

  /// 2 for characters that East Asian fonts and emoji draw wide (Unicode Standard Annex 11), 0 for marks that
  /// combine with the one before, otherwise 1.
  static func width(of scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    if scalar.properties.isEmojiPresentation { return 2 }
    return wide.contains { $0.contains(scalar.value) } ? 2 : 1
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xa000...0xa4cf,
    0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe10...0xfe19, 0xfe30...0xfe6f, 0xff00...0xff60,
    0xffe0...0xffe6, 0x1_f300...0x1_f64f, 0x1_f900...0x1_f9ff, 0x2_0000...0x3_fffd,
  ]

  private static func written(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return value < 0x100 ? "\\x\(digits.count < 2 ? "0" : "")\(digits)" : "\\u{\(digits)}"
  }
}
