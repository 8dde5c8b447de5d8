import Records

/// A request that must not simply be sent again may have been carried out, or not.
struct UncertainOutcome: Error {
  /// What was wrong with the answer.
  var problem: Problem
}
