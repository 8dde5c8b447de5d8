import FoundationEssentials
import Records

/// What the headers of an exchange say, drawn out once when it is stored.
struct ExchangeFacts {
  /// Headers that front ends and servers add to a response; each counts once.
  private static let frontHeaders: Set<String> = [
    "server", "date", "via", "alt-svc", "strict-transport-security", "x-cloud-trace-context", "x-served-by",
    "x-cache", "cf-ray", "cf-cache-status", "x-amz-cf-id", "x-amz-cf-pop", "x-amzn-requestid",
    "x-amzn-trace-id",
    "x-amz-apigw-id", "x-azure-ref", "x-envoy-upstream-service-time", "x-request-id", "x-vercel-id",
    "x-nf-request-id", "fly-request-id", "x-fastly-request-id", "x-akamai-request-id", "traceparent",
    "x-correlation-id", "x-trace-id", "server-timing",
  ]
  /// Headers whose value is new for every response, the most telling first.
  private static let requestIdentifiers = [
    "cf-ray", "x-amz-cf-id", "x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id", "x-azure-ref",
    "x-cloud-trace-context", "x-vercel-id", "x-nf-request-id", "fly-request-id", "x-fastly-request-id",
    "x-akamai-request-id", "x-request-id", "x-correlation-id", "x-trace-id", "traceparent",
  ]

  var server: String?
  var date: Timestamp?
  var requestID: String?
  var frontHeaders = 0
  var hasCredentials = false
  /// The cookies that the response set, as `name=value`.
  var setCookies: [String] = []
  /// The cookies that the request carried, as `name=value`.
  var cookies: [String] = []
  var isWebSocket = false

  init(_ exchange: Exchange) {
    var identifiers: [String: String] = [:]
    var seen: Set<String> = []
    for header in exchange.responseHeaders {
      let name = header.name.lowercased()
      if Self.frontHeaders.contains(name), seen.insert(name).inserted { frontHeaders += 1 }
      switch name {
      case "server": server = server ?? header.value
      case "date": date = date ?? HTTPDate.parse(header.value)
      case "set-cookie":
        setCookies.append(String(header.value.prefix { $0 != ";" }))
      default:
        if Self.requestIdentifiers.contains(name) { identifiers[name] = header.value }
      }
    }
    requestID =
      Self.requestIdentifiers.lazy.compactMap { name in identifiers[name].map { "\(name): \($0)" } }.first
    for header in exchange.requestHeaders {
      switch header.name.lowercased() {
      case "authorization", "x-api-key", "api-key", "x-auth-token", "x-access-token": hasCredentials = true
      case "cookie":
        hasCredentials = true
        cookies += header.value.split(separator: ";").map { pair in String(pair.drop { $0 == " " }) }
      case "upgrade": isWebSocket = isWebSocket || header.value.lowercased() == "websocket"
      default: break
      }
    }
    let scheme = exchange.url.prefix { $0 != ":" }.lowercased()
    isWebSocket = isWebSocket || scheme == "ws" || scheme == "wss"
  }

  /// The path of a URL, without query and fragment; nil for what has no path, such as an authority.
  static func path(of url: String) -> String? {
    let slash = UInt8(ascii: "/")
    var rest = url.utf8[...]
    if let colon = rest.firstIndex(of: UInt8(ascii: ":")), rest[colon...].starts(with: "://".utf8) {
      rest = rest[colon...].dropFirst(1)
    }
    if rest.starts(with: "//".utf8) {
      rest = rest.dropFirst(2)
      guard let start = rest.firstIndex(of: slash) else { return "/" }
      rest = rest[start...]
    }
    guard rest.first == slash else { return nil }
    return String(Substring(rest.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }))
  }
}
