/// What somebody may have meant who wrote a name that is not known.
enum Suggestion {
  /// `did you mean 'maturity'?`, or the list of what is known where nothing is near.
  static func among(_ known: [String], for written: String) -> String {
    let limit = max(1, written.count / 3)
    let nearest =
      known.map { (name: $0, steps: EditDistance.between(written, $0) ?? .max) }
      .filter { $0.steps <= limit }.min { ($0.steps, $0.name) < ($1.steps, $1.name) }
    if let nearest { return "did you mean '\(nearest.name)'?" }
    return "known: \(known.joined(separator: ", "))"
  }
}
