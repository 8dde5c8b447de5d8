/// What a ``LoopbackServer`` does about a request.
public enum Reply: Sendable {
  /// Answers with these bytes, and keeps the connection.
  case bytes([UInt8])
  /// Says nothing more until the server is stopped.
  case silence
  /// Closes the connection after these bytes.
  case end(after: [UInt8])

  /// An answer of HTTP/1.1.
  public static func status(
    _ status: Int, _ headers: [(String, String)] = [], body: String = ""
  ) -> Reply {
    let fields = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
    let head = "HTTP/1.1 \(status) Status\r\nContent-Length: \(body.utf8.count)\r\n\(fields)\r\n"
    return .bytes(Array((head + body).utf8))
  }
}
