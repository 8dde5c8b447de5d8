import Records

extension Outcome {
  /// What pytest's word for an outcome means, with `failure` for a failure; nil where it is no word of pytest's.
  ///
  /// An expected failure (xfail) did not pass; one that passed nevertheless did, unless it is strict, which pytest calls failed.
  init?(pytest word: String, failure: Outcome) {
    switch word {
    case "passed", "xpassed": self = .passed
    case "failed": self = failure
    case "rerun": self = failure
    case "error": self = .error
    case "skipped", "xfailed": self = .skipped
    default: return nil
    }
  }
}
