/// An HTTP request and its response, from packets, from a HAR entry, or from a client's log line (RFC 9110).
public struct Exchange: Sendable {
  /// The phases of one exchange as HAR 1.2 names them, in nanoseconds; nil where not known.
  public struct Timings: Hashable, Sendable {
    /// Waiting for a free connection.
    public var blocked: Int64?
    /// Resolving the name.
    public var dns: Int64?
    /// Connecting, TLS included.
    public var connect: Int64?
    /// The TLS handshake.
    public var ssl: Int64?
    /// Sending the request.
    public var send: Int64?
    /// Waiting for the first byte of the response.
    public var wait: Int64?
    /// Reading the response.
    public var receive: Int64?

    /// Timings of which nothing is known yet.
    public init() {}
  }

  /// What a recording says of itself that rules out, or puts in doubt, that a server answered.
  public struct Admissions: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: Int
    /// From the bits.
    public init(rawValue: Int) { self.rawValue = rawValue }
    /// Playwright's `_wasFulfilled`: the test answered the request itself.
    public static let fulfilledByTest = Admissions(rawValue: 1)
    /// Answered by a cache.
    public static let fromCache = Admissions(rawValue: 2)
    /// Answered by a service worker.
    public static let fromServiceWorker = Admissions(rawValue: 4)
    /// The log says that a cassette answered.
    public static let fromCassette = Admissions(rawValue: 8)
  }

  /// Where the exchange was seen.
  public var witness: Witness
  /// The ordinal of the connection in the same source; nil where it did not come from packets.
  public var connection: Int?
  /// The client's port, where a HAR names it as its connection id.
  public var clientPort: UInt16?
  /// The server's address, where known.
  public var serverAddress: IPAddress?
  /// The test to which the source itself ties the exchange.
  public var testID: String?
  /// The worker that made it, where the source says.
  public var worker: String?
  /// When the request began; nil where the source only says when the response came.
  public var start: Timestamp?
  /// When the response began.
  public var firstByte: Timestamp?
  /// When the exchange ended, or was logged.
  public var end: Timestamp?
  /// The request method.
  public var method: String
  /// The URL: absolute where the host is known.
  public var url: String
  /// The host asked for, in lower case, without port.
  public var host: String?
  /// The port asked for.
  public var port: UInt16?
  /// The version, as `HTTP/1.1`.
  public var httpVersion: String?
  /// The status code; nil where no response was seen.
  public var status: Int?
  /// The request's header fields, in order.
  public var requestHeaders: [Header]
  /// The response's header fields, in order.
  public var responseHeaders: [Header]
  /// The request body's size in bytes as sent.
  public var requestBodyBytes: Int?
  /// The response body's size in bytes as sent.
  public var responseBodyBytes: Int?
  /// A hash of the response body (first 16 hexadecimal digits of its SHA-256), where it was seen whole.
  public var responseBodyHash: String?
  /// The phases, where the source has them.
  public var timings: Timings
  /// What the source admits about the exchange.
  public var admissions: Admissions
  /// Whether `Sec-WebSocket-Accept` answers the request's key (RFC 6455, 4.2.2); nil where there was no upgrade.
  public var isWebSocketAccepted: Bool?

  /// An exchange with the facts that every source has.
  public init(witness: Witness, method: String, url: String) {
    self.witness = witness
    self.method = method
    self.url = url
    self.requestHeaders = []
    self.responseHeaders = []
    self.timings = Timings()
    self.admissions = []
  }

  /// The value of the first response header of this name, whatever its case.
  public func responseHeader(_ name: String) -> String? {
    responseHeaders.first { $0.name.lowercased() == name }?.value
  }
}
