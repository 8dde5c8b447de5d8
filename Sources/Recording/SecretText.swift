/// Takes what looks like a secret out of the words of a command.
enum SecretText {
  /// What stands in a secret's place.
  static let mark = "[removed]"

  /// Parts of the names of options, variables and parameters whose values are secrets.
  private static let names = [
    "token", "secret", "passw", "passphrase", "pwd", "apikey", "api-key", "api_key", "access-key",
    "access_key",
    "private-key", "private_key", "credential", "authorization", "bearer", "cookie", "session", "signature",
  ]
  /// How values begin that are secrets by themselves: GitHub, GitLab, Slack, AWS, OpenAI and JSON web tokens.
  private static let beginnings = [
    "ghp_", "gho_", "ghs_", "ghu_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "xoxa-", "AKIA", "ASIA", "sk-",
    "eyJ",
  ]

  /// The words of a command without secrets: the value after `--token` and `PASSWORD=`, the user in a URL, a
  /// secret parameter of a URL's query, and what is a secret by its looks.
  static func removed(from words: [String]) -> [String] {
    var isValueNext = false
    return words.map { word in
      var result = ""
      var piece = ""
      // A word may be a script, a header or a URL with a query: its pieces are looked at one by one.
      for character in word {
        guard character.isWhitespace || "'\"&?;|,".contains(character) else {
          piece.append(character)
          continue
        }
        result += removed(fromPiece: piece, &isValueNext) + String(character)
        piece = ""
      }
      return result + removed(fromPiece: piece, &isValueNext)
    }
  }

  private static func removed(fromPiece piece: String, _ isValueNext: inout Bool) -> String {
    guard !piece.isEmpty else { return "" }
    let lowercased = piece.lowercased()
    if isValueNext, !piece.hasPrefix("-") {
      // "Authorization: Bearer abc"
      isValueNext = lowercased == "bearer" || lowercased == "basic"
      return isValueNext ? piece : mark
    }
    let isName = (piece.hasPrefix("-") || piece.hasSuffix(":")) && !piece.contains("=")
    isValueNext = lowercased == "bearer" || isName && isSecret(name: piece)
    return isValueNext ? piece : removed(fromPiece: piece)
  }

  private static func removed(fromPiece piece: String) -> String {
    if beginnings.contains(where: { piece.hasPrefix($0) }), piece.utf8.count >= 16 { return mark }
    if let equals = piece.firstIndex(of: "="), equals < piece.index(before: piece.endIndex) {
      let value = String(piece[piece.index(after: equals)...])
      let name = piece[...equals]
      return isSecret(name: String(name)) ? name + mark : name + removed(fromPiece: value)
    }
    // "X-Api-Key:abc", but not "tests/test_token.py::test_expiry"
    if let colon = piece.firstIndex(of: ":"), !piece[colon...].hasPrefix("::"),
      !piece[colon...].hasPrefix("://"),
      !piece[..<colon].contains(where: { "/.".contains($0) }), isSecret(name: String(piece[..<colon]))
    {
      return piece[...colon] + mark
    }
    return withoutUser(piece)
  }

  /// A URL without its user and password.
  static func withoutUser(_ url: String) -> String {
    guard let scheme = url.firstRange(of: "://") else { return url }
    let rest = url[scheme.upperBound...]
    let authority = rest.prefix { !"/?#".contains($0) }
    guard let at = authority.lastIndex(of: "@") else { return url }
    return url[..<scheme.upperBound] + mark + rest[at...]
  }

  private static func isSecret(name: String) -> Bool {
    let name = name.lowercased()
    return names.contains { name.contains($0) }
  }
}
