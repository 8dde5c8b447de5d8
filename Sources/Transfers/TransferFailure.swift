/// Why a transfer came to no answer.
public struct TransferFailure: Error, Hashable, Sendable, CustomStringConvertible {
  /// What went wrong, so far as a caller can act on it.
  public enum Kind: Hashable, Sendable {
    /// The request or a setting is not one that can be carried out.
    case unusable
    /// The host's name has no address.
    case nameNotResolved
    /// The proxy's name has no address, or the proxy refused to connect.
    case proxyFailed
    /// Nothing listens at the address and port.
    case refused
    /// No connection came about for another reason, such as no route.
    case unreachable
    /// A time limit passed during this stage.
    case timedOut(Stage)
    /// The certificate is not trusted, not of the host's name, or not valid now.
    case certificateRefused
    /// The TLS handshake failed otherwise.
    case handshakeFailed
    /// The connection broke before the answer was whole, or without any.
    case connectionLost
    /// What came is not HTTP, or its header is too long.
    case malformedAnswer
    /// Anything else that libcurl reports.
    case other
  }

  /// The part of a transfer that took too long.
  public enum Stage: String, Hashable, Sendable {
    case lookup = "looking up the name"
    case connect = "connecting"
    case handshake = "shaking hands for TLS"
    case firstByte = "waiting for the answer"
    case body = "reading the answer"
  }

  /// What went wrong.
  public var kind: Kind
  /// libcurl's words; printable ASCII, without anything of the request but the host.
  public var detail: String

  /// A failure.
  public init(_ kind: Kind, _ detail: String) {
    self.kind = kind
    self.detail = detail
  }

  /// What went wrong, in lower case and with libcurl's words in parentheses.
  public var description: String {
    let words: String
    switch kind {
    case .unusable: words = "the request cannot be made"
    case .nameNotResolved: words = "the host's name has no address"
    case .proxyFailed: words = "the proxy does not help"
    case .refused: words = "the connection was refused: nothing listens there"
    case .unreachable: words = "the host cannot be reached"
    case .timedOut(let stage): words = "the time limit passed while \(stage.rawValue)"
    case .certificateRefused: words = "the server's certificate is not trusted"
    case .handshakeFailed: words = "the TLS handshake failed"
    case .connectionLost: words = "the connection broke before the answer was whole"
    case .malformedAnswer: words = "the answer is not HTTP that can be read"
    case .other: words = "the transfer failed"
    }
    return detail.isEmpty ? words : "\(words) (\(detail))"
  }
}
