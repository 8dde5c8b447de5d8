/// A code host refused a request for want of rights: 401, 403, or 404, which also says that something must not be seen.
public struct NotPermitted: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was asked.
  public var request: HostRequest
  /// The status of the answer.
  public var status: Int
  /// The host's words, as they may be shown; empty where it had none.
  public var message: String

  /// `POST https://... was answered with 403: Resource not accessible by integration`.
  public var description: String {
    "\(request) was answered with \(status)" + (message.isEmpty ? "" : ": \(message)")
  }
}
