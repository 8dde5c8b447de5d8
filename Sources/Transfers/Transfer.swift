import CCurl
public import Records

/// An HTTP exchange that came to an answer, with what libcurl measured of it.
public struct Transfer: Hashable, Sendable {
  /// The status code (RFC 9110, 15).
  public var status: Int
  /// `HTTP/1.0`, `HTTP/1.1`, `HTTP/2` or `HTTP/3`.
  public var version: String
  /// The header fields of the answer in their order; interim answers and trailers left out.
  public var headers: [Header]
  /// The body, encoded as it came.
  public var body: [UInt8]
  /// Whether the body has more bytes than the limit, so that only the first were read.
  public var isBodyCut: Bool
  /// The absolute URL to which a 3xx answer points; it is not followed.
  public var redirect: String?
  /// How many seconds the answer asks to wait (Retry-After, given as seconds or a date); nil where it asks for none.
  public var retryAfter: Int64?
  /// When the stages of the transfer ended.
  public var times: TransferTimes
  /// The server's end of the connection, or that of the proxy; nil where it is not known.
  public var remote: Endpoint?
  /// Whether a connection was used that an earlier transfer had made.
  public var isConnectionReused: Bool
  /// Whether a proxy made the connection to the server (CONNECT, RFC 9110, 9.3.6).
  public var isTunnelled: Bool
  /// The certificates that the server showed, leaf first, each as the bytes of its DER (X.690).
  public var certificates: [[UInt8]]

  /// The values of a header field in their order; names are compared without regard to case.
  public func values(of name: String) -> [String] {
    let wanted = name.lowercased()
    return headers.filter { $0.name.lowercased() == wanted }.map(\.value)
  }

  /// The moment in the Date field (RFC 9110, 6.6.1), to the second; nil where there is none.
  public var date: Timestamp? {
    guard let text = value(of: "date") else { return nil }
    let seconds = curl_getdate(text, nil)
    return seconds < 0 ? nil : Timestamp(seconds: Double(seconds))
  }

  /// The first value of a header field.
  public func value(of name: String) -> String? { values(of: name).first }
}
