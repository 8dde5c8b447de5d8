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

  /// Whether a test is meant: by its id, by its file, or by its id written as a path.
  func matches(_ test: MergedTest) -> Bool {
    let glob = Array(pattern.utf8)
    if Self.matches(glob, Array(test.id.utf8)) { return true }
    if let file = test.file, Self.matches(glob, Array(file.utf8)) { return true }
    // JUnit writes `tests.unit.test_a.TestB`: the pattern may be written for the file.
    guard !test.id.contains("/") else { return false }
    return Self.matches(glob, Array(test.className.replacing(".", with: "/").utf8))
      || Self.matches(glob, Array((test.className.replacing(".", with: "/") + ".py").utf8))
  }

  /// Matches without backtracking more than one star of each kind: linear in practice, quadratic at worst.
  private static func matches(_ glob: [UInt8], _ text: [UInt8]) -> Bool {
    let star = UInt8(ascii: "*")
    var reachable = Set([0])
    // The states are places in the glob; each byte moves every state on.
    func closure(_ states: Set<Int>) -> Set<Int> {
      var all = states
      var pending = Array(states)
      while let state = pending.popLast() {
        guard state < glob.count, glob[state] == star else { continue }
        let isDouble = state + 1 < glob.count && glob[state + 1] == star
        let next = state + (isDouble ? 2 : 1)
        if all.insert(next).inserted { pending.append(next) }
      }
      return all
    }
    reachable = closure(reachable)
    for byte in text {
      var next: Set<Int> = []
      for state in reachable where state < glob.count {
        if glob[state] == star {
          let isDouble = state + 1 < glob.count && glob[state + 1] == star
          if isDouble || byte != UInt8(ascii: "/") { next.insert(state) }
        } else if glob[state] == byte || (glob[state] == UInt8(ascii: "?") && byte != UInt8(ascii: "/")) {
          next.insert(state + 1)
        }
      }
      guard !next.isEmpty else { return false }
      reachable = closure(next)
    }
    return reachable.contains(glob.count)
  }
}
