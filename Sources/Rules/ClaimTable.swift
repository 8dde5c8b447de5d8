public import Records
import Yams

/// The words in tests' names and markers that say what a test does, from `claims.yaml`.
public struct ClaimTable: Hashable, Sendable {
  /// A claim, and the word that it was read from.
  public struct Claim: Hashable, Sendable {
    /// What the test says that it does: `websocket`.
    public var claim: String
    /// The word, in lower case: `ws`.
    public var word: String
  }

  /// The claims by word, in lower case; sorted.
  private var claimsByWord: [String: [String]] = [:]

  /// A table without words.
  public init() {}

  /// A table from YAML that lists each claim's words: `websocket: [websocket, ws]`.
  ///
  /// - Throws: `Problem` with path and line for anything else.
  public init(yaml: String, path: String) throws(Problem) {
    let document = try YAMLDocument(yaml, path: path)
    guard let root = document.root, let mapping = root.mapping else {
      throw Problem(path, line: 1, "not a table of claims; write 'websocket: [websocket, ws]'")
    }
    for (key, value) in mapping {
      let claim = try document.text(key, what: "a claim's name")
      for node in try document.list(value, what: "the words of '\(claim)'") {
        let word = try document.text(node, what: "a word of '\(claim)'")
        guard Self.words(in: word) == [word] else {
          throw document.problem(node, "'\(word)' is not one word in lower case")
        }
        claimsByWord[word, default: []].append(claim)
      }
    }
    claimsByWord = claimsByWord.mapValues { Set($0).sorted() }
  }

  /// The whole table as text, a line for each word: the same for the same table.
  public var text: String {
    claimsByWord.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.joined(separator: ", "))\n" }
      .joined()
  }

  /// The table with another's words added.
  public func adding(_ other: ClaimTable) -> ClaimTable {
    var table = self
    table.claimsByWord.merge(other.claimsByWord) { Set($0 + $1).sorted() }
    return table
  }

  /// What a test claims by its name and its markers: each claim once, with the first word that says so.
  ///
  /// Whole words count, split at whatever is no letter or digit, and where a small letter meets a
  /// capital one.
  ///
  /// - Returns: the claims in alphabetical order.
  public func claims(name: String, markers: [String]) -> [Claim] {
    var wordByClaim: [String: String] = [:]
    for text in [name] + markers {
      let words = Self.words(in: text)
      // Two words that stand side by side count as one too: `WebSocket`, `time_out`.
      for word in words + zip(words, words.dropFirst()).map({ $0 + $1 }) {
        for claim in claimsByWord[word] ?? [] where wordByClaim[claim] == nil { wordByClaim[claim] = word }
      }
    }
    return wordByClaim.map { Claim(claim: $0.key, word: $0.value) }.sorted { $0.claim < $1.claim }
  }

  /// The words of a text in lower case. `testJWTLogin_v2` has the words test, jwt, login, v2.
  static func words(in text: String) -> [String] {
    var words: [String] = []
    var word: [UInt8] = []
    func end() {
      if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self).lowercased()) }
      word = []
    }
    let bytes = Array(text.utf8)
    for (index, byte) in bytes.enumerated() {
      guard isLetter(byte) || isDigit(byte) else {
        end()
        continue
      }
      if isCapital(byte), let last = word.last {
        let startsWord = index + 1 < bytes.count && isSmall(bytes[index + 1])
        if !isCapital(last) || startsWord { end() }
      }
      word.append(byte)
    }
    end()
    return words
  }

  private static func isCapital(_ byte: UInt8) -> Bool { (65...90).contains(byte) }
  private static func isSmall(_ byte: UInt8) -> Bool { (97...122).contains(byte) }
  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  // Bytes above ASCII belong to letters of other scripts: they are kept in their word.
  private static func isLetter(_ byte: UInt8) -> Bool { isCapital(byte) || isSmall(byte) || byte >= 128 }
}
