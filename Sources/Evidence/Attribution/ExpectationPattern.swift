import Records

/// What the tests that match a glob are expected to do: `tests/unit/**=offline`.
public struct ExpectationPattern: Hashable, Sendable {
  /// The glob over a test's id or its file: `*` is any run of characters but `/`, `**` any run at all, `?` one character.
  public let pattern: String
  /// What is expected.
  public let expectation: Expectation

  /// A pattern with its expectation.
  public init(pattern: String, expectation: Expectation) {
    self.pattern = pattern
    self.expectation = expectation
  }

  /// Reads `PATTERN=EXPECTATION`.
  ///
  /// - Throws: a `Problem` that says what an expectation looks like.
  public init(_ text: String) throws {
    let words = Expectation.allCases.map(\.rawValue).joined(separator: ", ")
    guard let equals = text.lastIndex(of: "="), equals > text.startIndex else {
      throw Problem("--expect", "'\(text)' is no expectation; write 'PATTERN=WORD' with one of \(words)")
    }
    let word = String(text[text.index(after: equals)...])
    guard let expectation = Expectation(rawValue: word) else {
      throw Problem("--expect", "'\(word)' in '\(text)' is no expectation; use one of \(words)")
    }
    self.init(pattern: String(text[..<equals]), expectation: expectation)
  }

  /// Whether a test is meant: by its id, its file, its class name, or its class name written as a path.
  func matches(_ test: MergedTest) -> Bool {
    let glob = Array(pattern.utf8)
    if Self.matches(glob, Self.path(test.id)) || Self.matches(glob, Array(test.id.utf8)) { return true }
    if let file = test.file, Self.matches(glob, Self.path(file)) { return true }
    // JUnit writes `tests.unit.test_a.TestB`: the pattern may be written for the file or its folder.
    guard !test.className.isEmpty else { return false }
    if Self.matches(glob, Array(test.className.utf8)) { return true }
    var path = Self.path(test.className)
    for index in path.indices where path[index] == UInt8(ascii: ".") { path[index] = UInt8(ascii: "/") }
    if Self.matches(glob, path) { return true }
    guard glob.suffix(3).elementsEqual(".py".utf8) else { return false }
    let ends = path.indices.filter { path[$0] == UInt8(ascii: "/") } + [path.count]
    return ends.contains { Self.matches(glob, Array(path[..<$0]) + Array(".py".utf8)) }
  }

  /// The bytes of a path, with `/` between its parts on Windows too.
  private static func path(_ text: String) -> [UInt8] {
    text.utf8.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
  }

  /// Goes through the text once with all places of the glob that may have been reached: no backtracking.
  private static func matches(_ glob: [UInt8], _ text: [UInt8]) -> Bool {
    let star = UInt8(ascii: "*")
    let slash = UInt8(ascii: "/")
    func isDouble(_ place: Int) -> Bool { place + 1 < glob.count && glob[place + 1] == star }
    var reached = Array(repeating: false, count: glob.count + 2)
    reached[0] = true
    // A star may stand for nothing: the places after it are reached with it.
    func passStars() {
      for place in glob.indices where reached[place] && glob[place] == star {
        reached[place + (isDouble(place) ? 2 : 1)] = true
      }
    }
    passStars()
    for byte in text {
      var isAlive = false
      reached[glob.count] = false
      // From the end, so that each place is moved on once.
      for place in stride(from: glob.count - 1, through: 0, by: -1) {
        guard reached[place] else { continue }
        let isStar = glob[place] == star
        let stays = isStar && (byte != slash || isDouble(place))
        let moves = !isStar && (glob[place] == byte || (glob[place] == UInt8(ascii: "?") && byte != slash))
        reached[place] = stays
        if moves { reached[place + 1] = true }
        isAlive = isAlive || stays || moves
      }
      guard isAlive else { return false }
      passStars()
    }
    return reached[glob.count]
  }
}
