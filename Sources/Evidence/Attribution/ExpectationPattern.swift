import Records

/// What the tests that match a glob are expected to do: `tests/unit/**=offline`.
public struct ExpectationPattern: Hashable, Sendable {
  /// The tests that are meant.
  public let pattern: TestPattern
  /// What is expected.
  public let expectation: Expectation

  /// A pattern with its expectation.
  public init(pattern: TestPattern, expectation: Expectation) {
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
    let pattern = TestPattern(String(text[..<equals]))
    if let flaw = pattern.flaw { throw Problem("--expect", flaw) }
    self.init(pattern: pattern, expectation: expectation)
  }

  /// Whether a test is meant.
  func matches(_ test: MergedTest) -> Bool {
    pattern.matches(id: test.id, file: test.file, className: test.className)
  }

  /// Whether a test is meant when leading folders are left out of account.
  func matchesBelowLeadingFolders(_ test: MergedTest) -> Bool {
    pattern.matchesBelowLeadingFolders(
      id: test.id, file: test.file, className: test.className, isFileKnown: test.isFileKnown)
  }
}
