import Rules

/// The colours of a terminal, by what they are used for; the values are parameters of ECMA-48's SGR.
enum Ink: String {
  case bold = "1"
  case faint = "2"
  case red = "1;31"
  case green = "1;32"
  case yellow = "1;33"
  case cyan = "1;36"

  /// The colour of a verdict.
  init(_ verdict: Verdict) {
    self =
      switch verdict {
      case .fake: .red
      case .suspect: .yellow
      case .inconclusive: .cyan
      case .real: .green
      case .exempt: .faint
      }
  }

  /// The text in this colour.
  func over(_ text: String) -> String { "\u{1b}[\(rawValue)m\(text)\u{1b}[0m" }
}
