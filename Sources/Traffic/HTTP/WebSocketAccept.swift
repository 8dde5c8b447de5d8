import Crypto
import FoundationEssentials
import Records

/// The answer of a server to the key of a WebSocket client (RFC 6455, 4.2.2).
public enum WebSocketAccept {
  private static let suffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

  /// The value of Sec-WebSocket-Accept that answers a value of Sec-WebSocket-Key.
  public static func value(for key: String) -> String {
    Data(Insecure.SHA1.hash(data: Data((key + suffix).utf8))).base64EncodedString()
  }

  /// Whether the response of an exchange answers its request's key; nil where the request's fields were not captured.
  static func isRight(_ exchange: Exchange) -> Bool? {
    guard let key = exchange.requestHeaders.first(where: { $0.name.lowercased() == "sec-websocket-key" })
    else { return exchange.requestBodyBytes == nil ? nil : false }
    return exchange.responseHeader("sec-websocket-accept") == value(for: key.value)
  }
}
