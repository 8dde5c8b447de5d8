/// Levenshtein's distance between two names.
enum EditDistance {
  /// How many bytes must be added, taken away or changed; nil where one of the names is longer than 100 bytes.
  static func between(_ one: String, _ other: String) -> Int? {
    let (one, other) = (Array(one.utf8), Array(other.utf8))
    guard one.count <= 100, other.count <= 100 else { return nil }
    var row = Array(0...other.count)
    for (i, letter) in one.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, candidate) in other.enumerated() {
        let substituted = diagonal + (letter == candidate ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, row[j] + 1, diagonal + 1)
      }
    }
    return row[other.count]
  }
}
