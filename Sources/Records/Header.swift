/// A header field of an HTTP message (RFC 9110, 5).
public struct Header: Hashable, Sendable {
  /// The field name as written.
  public var name: String
  /// The field value as written.
  public var value: String

  /// A header field.
  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}
