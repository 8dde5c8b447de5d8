import FoundationEssentials
public import Transfers

/// A request to a code host, without the token.
public struct HostRequest: Hashable, Sendable, CustomStringConvertible {
  /// The method of HTTP.
  public var method: String
  /// Where it goes.
  public var url: WebAddress
  /// The members of the JSON object that it carries; none for no body.
  public var members: [String: String]
  /// Whether doing it twice is doing it once. What is not is repeated only where the host says that it did nothing.
  public var isRepeatable: Bool

  /// A request.
  public init(
    _ method: String, _ url: WebAddress, members: [String: String] = [:], isRepeatable: Bool = true
  ) {
    self.method = method
    self.url = url
    self.members = members
    self.isRepeatable = isRepeatable
  }

  /// The body as it is sent: JSON, the members in the order of their names.
  public var body: String? {
    guard !members.isEmpty else { return nil }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(members)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// `POST https://api.example.com/...`.
  public var description: String { "\(method) \(url)" }
}
