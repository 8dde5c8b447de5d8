/// How often a request is repeated that the host was too busy for, and how long is waited.
public struct RetryPolicy: Hashable, Sendable {
  /// The most times that a request is sent.
  public var attempts = 4
  /// What is waited before the second time; each wait after is twice as long.
  public var firstDelay = Duration.seconds(1)
  /// The longest wait that a host may ask for; what asks for more is given up.
  public var longestDelay = Duration.seconds(60)

  /// Four times, a second between the first two, and at most a minute where the host asks for it.
  public init() {}

  /// What is waited after so many attempts.
  ///
  /// - Parameter asked: the seconds that the host asked for.
  /// - Returns: nil where there is no further attempt.
  func delay(after attempt: Int, asked: Int64?) -> Duration? {
    guard attempt < attempts else { return nil }
    let ours = firstDelay * (1 << (attempt - 1))
    guard let asked else { return min(ours, longestDelay) }
    let theirs = Duration.seconds(asked)
    return theirs > longestDelay ? nil : max(ours, theirs)
  }
}
