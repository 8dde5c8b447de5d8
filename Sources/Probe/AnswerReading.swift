public import Records

/// How the parts of an answer are read that captures hold too. The readers are given: a probe knows no captures.
public struct AnswerReading: Sendable {
  /// The certificate in the bytes of its DER (X.690); nil where they are none.
  public var certificate: @Sendable (UnsafeRawBufferPointer) -> Certificate?
  /// The value of Sec-WebSocket-Accept that answers a value of Sec-WebSocket-Key (RFC 6455, 4.2.2).
  public var webSocketAccept: @Sendable (String) -> String

  /// Readers of these parts.
  public init(
    certificate: @escaping @Sendable (UnsafeRawBufferPointer) -> Certificate?,
    webSocketAccept: @escaping @Sendable (String) -> String
  ) {
    self.certificate = certificate
    self.webSocketAccept = webSocketAccept
  }
}
