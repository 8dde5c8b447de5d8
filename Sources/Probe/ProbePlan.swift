import Records
public import Transfers

/// What is sent to one target, and no more than that.
public struct ProbePlan: Sendable {
  /// The environment variable of which the value is sent in the Authorization field.
  public static let credentialsVariable = "ASSAY_PROBE_AUTHORIZATION"
  /// The most requests to one target.
  public static let mostRequests = 100
  /// What is waited between two connections: the Date field has whole seconds, and is seen to move on.
  static let pause = Duration.milliseconds(550)
  /// The longest wait that a busy server may ask for.
  static let longestWait = Duration.seconds(10)
  /// The most redirects within the host that are followed.
  static let mostRedirects = 5

  /// The target.
  public let url: WebAddress
  /// The most requests.
  public let requests: Int
  /// The value of the Authorization field; nil for none.
  let credentials: String?

  /// A plan for a target.
  ///
  /// - Throws: a `Problem` where credentials would go over a network in the clear.
  public init(url: WebAddress, requests: Int, credentials: String?) throws {
    guard credentials == nil || url.isSecure || url.isLoopback else {
      throw Problem(
        "\(url)",
        "credentials are sent only over TLS, except to this machine; unset '\(Self.credentialsVariable)'")
    }
    self.url = url
    self.requests = min(max(requests, 1), Self.mostRequests)
    self.credentials = credentials
  }

  /// Whether it asks for a WebSocket.
  var isWebSocket: Bool { url.scheme == "ws" || url.scheme == "wss" }

  /// The fields of a request beside Host; a value that is secret or new each time is described instead.
  private var shownFields: [(name: String, value: String)] {
    var fields = [("User-Agent", "assay"), ("Accept", "*/*")]
    if credentials != nil { fields.append(("Authorization", "[\(Self.credentialsVariable)]")) }
    if isWebSocket {
      fields += [
        ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "[16 random bytes]"),
      ]
    }
    return fields
  }

  /// A request; those of a WebSocket carry a key.
  func request(key: String?) -> TransferRequest {
    var request = TransferRequest("GET", url)
    request.isUpgrade = isWebSocket
    request.headers = shownFields.map { name, value in
      switch name {
      case "Authorization": Header(name: name, value: credentials ?? "")
      case "Sec-WebSocket-Key": Header(name: name, value: key ?? "")
      default: Header(name: name, value: value)
      }
    }
    return request
  }

  /// Everything that would be sent, for a person to read before.
  public var description: String {
    var lines = ["\(url.origin): at most \(requests) request\(requests == 1 ? "" : "s"), one after the other"]
    let query = url.query.map { "?" + $0 } ?? ""
    lines.append("  GET \(url.path)\(query)")
    let hasPort = url.origin.hasSuffix(":\(url.port)")
    let name = url.host.contains(":") ? "[\(url.host)]" : url.host
    lines.append("  Host: \(name)\(hasPort ? ":\(url.port)" : "")")
    lines += shownFields.map { "  \($0.name): \($0.value)" }
    if isWebSocket {
      lines.append("  each on a connection of its own, closed after the answer")
    } else {
      lines.append(
        "  two on each connection; redirects within the host are followed once, with the same fields,")
      lines.append("  at most \(Self.mostRedirects), and count")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
