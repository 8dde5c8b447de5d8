import Records

/// Numbers the results of one file: each gets its place in the file, and which attempt at its test it is.
struct ResultNumbering {
  private var attempts = AttemptCounter()
  /// How many results were numbered so far, which is the place of the next.
  private(set) var count = 0

  /// Sets the place and the attempt of the next result; the attempt may be later where the file says so itself.
  mutating func number(_ result: inout TestResult) {
    result.ordinal = count
    result.attempt = max(result.attempt, attempts.attempt(at: result.id))
    count += 1
  }
}
