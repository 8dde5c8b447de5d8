public import Records

/// One HTTP request (RFC 9110).
public struct TransferRequest: Hashable, Sendable {
  /// The method, such as `GET`.
  public var method: String
  /// Where it goes.
  public var url: WebAddress
  /// The header fields beside those that curl sends by itself (Host, Content-Length).
  public var headers: [Header]
  /// The body; nil for none.
  public var body: [UInt8]?
  /// Whether it asks to switch to another protocol (RFC 9110, 7.8): the transfer then is HTTP/1.1, and ends with the
  /// header of the answer 101.
  public var isUpgrade = false

  /// A request.
  public init(_ method: String, _ url: WebAddress, headers: [Header] = [], body: [UInt8]? = nil) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}
