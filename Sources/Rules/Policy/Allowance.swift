/// How many tests a policy lets pass: a number, or a share of all that are counted.
public enum Allowance: Hashable, Sendable, CustomStringConvertible {
  /// So many tests; 0 or more.
  case tests(Int)
  /// A share in percent, from 0 to 100.
  case percent(Double)

  /// Reads `3` or `20 %`; nil where it is neither, or out of range.
  init?(_ text: String) {
    if text.last == "%" {
      let number = text.dropLast().reversed().drop { $0 == " " }.reversed()
      guard let percent = Double(String(number)), (0...100).contains(percent) else { return nil }
      self = .percent(percent)
    } else {
      guard let count = Int(text), count >= 0 else { return nil }
      self = .tests(count)
    }
  }

  /// Whether so many are more than the allowance.
  func isExceeded(by count: Int, of whole: Int) -> Bool {
    switch self {
    case .tests(let allowed): count > allowed
    case .percent(let percent): Double(count) * 100 > percent * Double(whole)
    }
  }

  /// `3` or `20 %`.
  public var description: String {
    switch self {
    case .tests(let count): "\(count)"
    case .percent(let percent):
      percent == percent.rounded() ? "\(Int(percent)) %" : "\(percent) %"
    }
  }
}
