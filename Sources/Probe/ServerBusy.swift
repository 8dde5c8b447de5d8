import Transfers

/// A server that asks to be left alone for longer than a probe waits.
struct ServerBusy: Error, CustomStringConvertible {
  /// What it answered.
  var answer: Transfer

  var description: String {
    let wish = answer.retryAfter.map { " and asked to wait \($0) s" } ?? ""
    return "the server answered \(answer.status)\(wish); no more requests were made"
  }
}
