/// What somebody may have meant who wrote a name that is not known.
enum Suggestion {
  /// `did you mean 'maturity'?`, or the list of what is known where nothing is near.
  static func among(_ known: [String], for written: String) -> String {
    let limit = max(1, written.count / 3)
    let nearest =
      known.map { (name: $0, steps: distance(Array(written.utf8), Array($0.utf8))) }
      .filter { $0.steps <= limit }.min { ($0.steps, $0.name) < ($1.steps, $1.name) }
    if let nearest { return "did you mean '\(nearest.name)'?" }
    return "known: \(known.joined(separator: ", "))"
  }

  /// Levenshtein's distance: how many letters must be added, taken away or changed.
  private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
    guard one.count <= 100, other.count <= 100 else { return .max }
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
