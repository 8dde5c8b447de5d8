/// A comparison of two numbers that an assertion's message tells of: what was observed, and what was asked for.
///
/// `assert 0.478 > 0.5`, `assert (7.478 - 7.0) > 0.5`, `expected >= 0.5 but was 0.478`,
/// `expected 0.478 to be greater than 0.5`, `completed in 0.478s, required >0.5s`.
struct TimingAssertion {
  /// How the observed number was to be to the other.
  private enum Relation: String {
    case above = ">"
    case atLeast = ">="
    case below = "<"
    case atMost = "<="

    /// The same, said of the other number.
    var reversed: Relation {
      switch self {
      case .above: .below
      case .atLeast: .atMost
      case .below: .above
      case .atMost: .atLeast
      }
    }
  }

  private enum Item {
    case number(value: Double, unit: String, text: String)
    case relation(Relation)
    case minus
    /// Words after which the observed number comes.
    case but
    case other
  }

  /// The number that was observed, as it is written.
  let observedText: String
  /// The relation and the number that were asked for: `> 0.5`.
  let boundText: String
  private let observed: (value: Double, unit: String)
  private let bound: (value: Double, unit: String)
  private let speaksOfTime: Bool

  /// The first comparison in a message that its numbers do not fulfil; nil without one.
  init?(_ message: String) {
    let words = Self.words(of: message)
    let items = Self.items(of: words)
    guard let found = Self.comparison(items) else { return nil }
    observed = (found.observed.value, found.observed.unit)
    bound = (found.bound.value, found.bound.unit)
    observedText = found.observed.text
    boundText = "\(found.relation.rawValue) \(found.bound.text)"
    let isMeasured = !(found.observed.unit + found.bound.unit).isEmpty
    speaksOfTime = isMeasured || words.contains { Self.timeWords.contains($0.lowercased()) }
  }

  /// Whether the numbers are within 15 % of each other.
  var isNear: Bool {
    guard observed.unit == bound.unit || observed.unit.isEmpty || bound.unit.isEmpty else { return false }
    return bound.value > 0 && abs(observed.value - bound.value) <= 0.15 * bound.value
  }

  /// Whether times are compared: the message says so, or the observed number has a fraction and is, in seconds or
  /// milliseconds, a tenth to all of the test's duration.
  func isTime(in duration: Int64?) -> Bool {
    if speaksOfTime { return true }
    guard let duration, observed.value != observed.value.rounded() else { return false }
    return [1e6, 1e3].contains { unit in
      let microseconds = observed.value * unit
      return microseconds >= Double(duration) / 10 && microseconds <= Double(duration)
    }
  }

  private static let timeWords: Set<String> = [
    "elapsed", "duration", "took", "seconds", "milliseconds", "second", "latency", "faster", "slower",
    "quickly",
    "fast", "slow", "completed", "finished",
  ]
  private static let units: Set<String> = ["s", "ms", "sec", "secs", "seconds", "milliseconds"]

  private typealias Number = (value: Double, unit: String, text: String)

  private static func comparison(
    _ items: [Item]
  ) -> (observed: Number, relation: Relation, bound: Number)? {
    for (place, item) in items.enumerated() {
      guard case .relation(let relation) = item, place + 1 < items.count,
        case .number(let value, let unit, let text) = items[place + 1]
      else { continue }
      let bound: Number = (value, unit, text)
      guard let observed = before(items[..<place]) ?? after(items[(place + 2)...]) else { continue }
      guard isMissed(observed.value, relation, value) else { continue }
      // `assert 0.5 < 0.47812`: what is measured has more digits than what is asked for.
      let isReversed = text.utf8.count > observed.text.utf8.count + 1
      if isReversed { return (observed: bound, relation: relation.reversed, bound: observed) }
      return (observed: observed, relation: relation, bound: bound)
    }
    return nil
  }

  /// The number before a relation, or the difference of two.
  private static func before(_ items: ArraySlice<Item>) -> Number? {
    var items = items
    // `completed in 0.478s, required > 0.5s`: one word may stand between.
    if case .other? = items.last { items.removeLast() }
    guard case .number(let value, let unit, let text)? = items.last else { return nil }
    let rest = items.dropLast()
    guard case .minus? = rest.last, case .number(let start, _, _)? = rest.dropLast().last else {
      return (value, unit, text)
    }
    // What is left of two clock readings is known to less than their last digits.
    let difference = ((start - value) * 1000).rounded() / 1000
    return difference.isFinite ? (difference, unit, "\(difference)") : nil
  }

  /// The number that comes after a relation and its number: `>= 0.5 but was 0.478`.
  private static func after(_ items: ArraySlice<Item>) -> Number? {
    var items = items
    var isObserved = false
    while case .but? = items.first {
      isObserved = true
      items.removeFirst()
    }
    guard isObserved, case .number(let value, let unit, let text)? = items.first else { return nil }
    return (value, unit, text)
  }

  private static func isMissed(_ observed: Double, _ relation: Relation, _ bound: Double) -> Bool {
    switch relation {
    case .above: observed <= bound
    case .atLeast: observed < bound
    case .below: observed >= bound
    case .atMost: observed > bound
    }
  }

  /// Words, numbers and signs; everything else parts them.
  private static func words(of message: String) -> [Substring] {
    var words: [Substring] = []
    var start: String.Index?
    let bytes = message.utf8
    func isSign(_ byte: UInt8) -> Bool { "<>=".utf8.contains(byte) }
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let byte = bytes[index]
      let next = bytes.index(after: index)
      let belongs: Bool
      switch byte {
      case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"), UInt8(ascii: "-"), 0x80...0xff:
        belongs = true
      // A point belongs to a number and a name, not to the end of a sentence.
      case UInt8(ascii: "."): belongs = next < bytes.endIndex && (0x30...0x39).contains(bytes[next])
      default: belongs = isSign(byte)
      }
      if let begun = start, !belongs || isSign(byte) != isSign(bytes[begun]) {
        words.append(message[begun..<index])
        start = nil
      }
      if belongs, start == nil { start = index }
      index = next
    }
    if let start { words.append(message[start...]) }
    return words
  }

  private static let silent: Set<String> = [
    "not", "is", "was", "to", "be", "at", "a", "value", "than", "or", "equal", "of", "the", "should", "must",
    "been", "have",
  ]

  private static func items(of words: [Substring]) -> [Item] {
    var items: [Item] = []
    for (place, word) in words.enumerated() {
      let lower = word.lowercased()
      if let relation = Relation(rawValue: lower) {
        items.append(.relation(relation))
      } else if lower == "-" {
        items.append(.minus)
      } else if let (value, unit, text) = number(lower) {
        items.append(.number(value: value, unit: unit, text: text))
      } else if units.contains(lower), case .number(let value, "", let text)? = items.last {
        items[items.count - 1] = .number(value: value, unit: unit(lower), text: "\(text) \(unit(lower))")
      } else if [
        "greater", "more", "above", "longer", "slower", "over", "less", "below", "under", "faster", "shorter",
      ]
      .contains(lower) {
        let isAbove = ["greater", "more", "above", "longer", "slower", "over"].contains(lower)
        let orEqual = words[(place + 1)...].prefix(3).contains { $0 == "equal" }
        items.append(.relation(isAbove ? (orEqual ? .atLeast : .above) : orEqual ? .atMost : .below))
      } else if lower == "least" || lower == "most" {
        items.append(.relation(lower == "least" ? .atLeast : .atMost))
      } else if ["but", "got", "actual", "received", "actually", "found"].contains(lower)
        || lower == "was" && isRelation(items.dropLast().last)
      {
        items.append(.but)
      } else if !silent.contains(lower) {
        items.append(.other)
      }
    }
    return items
  }

  private static func isRelation(_ item: Item?) -> Bool {
    if case .relation? = item { return true }
    return false
  }

  private static func unit(_ word: String) -> String { word.hasPrefix("m") ? "ms" : "s" }

  /// `0.478`, `0.478s`, `478ms`.
  private static func number(_ word: String) -> (value: Double, unit: String, text: String)? {
    guard let first = word.utf8.first, (0x30...0x39).contains(first) || first == UInt8(ascii: ".") else {
      return nil
    }
    let digits = word.prefix { $0.isNumber && $0.isASCII || $0 == "." }
    let rest = String(word.dropFirst(digits.count))
    guard rest.isEmpty || units.contains(rest), let value = Double(digits), value.isFinite else { return nil }
    return (value, rest.isEmpty ? "" : unit(rest), word)
  }
}
