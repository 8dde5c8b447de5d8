/// The words of a test's or class's name, by which two names are compared.
struct NameWords: Hashable {
  /// The name's words in lower case, in order, without those that say nothing of what is tested.
  let words: [String]
  /// The words that are numbers.
  private let numbers: [String]

  /// The words of `test_012_userCanLogIn`: `012`, `user`, `can`, `log`, `in`.
  init(_ name: String) {
    var words: [String] = []
    var word = ""
    var previous: Kind?
    func end() {
      if !word.isEmpty { words.append(word.lowercased()) }
      word = ""
    }
    for scalar in name.unicodeScalars.prefix(Self.longest) {
      let kind = Kind(scalar)
      if kind == .none || previous != kind && !(previous == .upper && kind == .lower) { end() }
      if kind != .none { word.unicodeScalars.append(scalar) }
      previous = kind
    }
    end()
    self.words = words.filter { !Self.silent.contains($0) }
    numbers = words.filter { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }
  }

  /// More of a name is not looked at.
  private static let longest = 200

  /// Words that come and go where a fake test is made real, and say nothing of what is tested.
  private static let silent: Set<String> = [
    "test", "tests", "real", "live", "fake", "mock", "mocked", "stub", "stubbed", "staging",
  ]
  /// Words that turn a sentence into its opposite.
  private static let opposite: Set<String> = [
    "not", "no", "non", "never", "without", "cannot", "cant", "fails", "fail", "failure", "denied",
    "rejected",
  ]

  private enum Kind {
    case upper, lower, digit, none

    init(_ scalar: Unicode.Scalar) {
      let properties = scalar.properties
      self =
        (0x30...0x39).contains(scalar.value)
        ? .digit : properties.isUppercase ? .upper : properties.isAlphabetic ? .lower : .none
    }
  }

  /// How alike two names are, from 0 to 1; 0 for names with different numbers and for opposites.
  func likeness(to other: NameWords) -> Double {
    if words == other.words, !words.isEmpty { return 1 }
    guard numbers == other.numbers || numbers.isEmpty || other.numbers.isEmpty else { return 0 }
    var rest = other.words
    var own: [String] = []
    for word in words {
      if let place = rest.firstIndex(of: word) { rest.remove(at: place) } else { own.append(word) }
    }
    if Self.isOpposite(own, rest) || Self.isOpposite(rest, own) { return 0 }
    let count = words.count + other.words.count
    var shared = Double(count - own.count - rest.count)
    if let one = own.first, let another = rest.first, own.count == 1, rest.count == 1,
      Self.isSpelling(one, another)
    {
      shared += 1.8
    }
    return count == 0 ? 0 : shared / Double(count)
  }

  /// Whether two words are spellings or numbers (singular, plural) of one.
  private static func isSpelling(_ one: String, _ other: String) -> Bool {
    if one + "s" == other || other + "s" == one { return true }
    return min(one.utf8.count, other.utf8.count) >= 5 && EditDistance.between(one, other) == 1
  }

  /// Whether the words that one name has alone deny those that the other has alone.
  private static func isOpposite(_ own: [String], _ other: [String]) -> Bool {
    own.contains { word in
      opposite.contains(word)
        || other.contains {
          ["in", "un", "non", "dis", "im"].contains(String(word.dropLast($0.count))) && word.hasSuffix($0)
        }
    }
  }
}
