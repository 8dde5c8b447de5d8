/// A request as a ``LoopbackServer`` received it.
public struct ReceivedRequest: Sendable {
  /// The method.
  public var method: String
  /// The path and query, as sent.
  public var target: String
  /// The header fields in their order.
  public var headers: [(name: String, value: String)]
  /// The body.
  public var body: [UInt8]
  /// Which connection it came over, counted from 1.
  public var connection: Int

  /// The first value of a header field; names are compared without regard to case.
  public func value(of name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  /// The body as text.
  public var text: String { String(decoding: body, as: UTF8.self) }
}
