import Crypto
import Records

/// An exchange of HTTP/2 while its frames come in: a stream of the connection (RFC 9113, 8.1).
struct HTTP2Exchange {
  /// The exchange, as far as it came.
  var exchange: Exchange
  private var isRequestDone = false
  private var isResponseDone = false
  private var requestBytes = 0
  private var responseBytes = 0
  private var hash: SHA256? = SHA256()

  /// An exchange whose request began.
  init(_ exchange: Exchange) {
    self.exchange = exchange
  }

  /// Whether both sides said all.
  var isDone: Bool { isRequestDone && isResponseDone }

  /// Takes a part of the body that a side sends.
  mutating func take(_ body: UnsafeRawBufferPointer, from side: Side, at time: Timestamp) {
    guard side == .server else { return requestBytes += body.count }
    responseBytes += body.count
    exchange.end = time
    if responseBytes > HTTPMessageReader.longestHashed { hash = nil }
    hash?.update(bufferPointer: body)
  }

  /// Takes the end of what a side sends.
  mutating func end(_ side: Side, at time: Timestamp) {
    if side == .client {
      isRequestDone = true
      exchange.requestBodyBytes = requestBytes
    } else {
      isResponseDone = true
      exchange.end = time
      guard exchange.status != nil else { return }
      exchange.responseBodyBytes = responseBytes
      exchange.responseBodyHash =
        responseBytes > 0 ? hash.map { Hexadecimal.text($0.finalize().prefix(8)) } : nil
    }
  }
}
