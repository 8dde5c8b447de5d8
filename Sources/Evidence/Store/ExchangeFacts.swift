import FoundationEssentials
import Records

/// What the headers of an exchange say, drawn out once when it is stored.
struct ExchangeFacts {
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

  /// - Parameter headers: knows the headers of the file that the exchange comes from.
  init(_ exchange: Exchange, _ headers: inout HeaderTable) {
    var seen = HeaderTable.Fronts()
    var bestRank = Int.max
    for header in exchange.responseHeaders {
      let kind = headers.kind(of: header.name)
      if let front = kind.front, seen.insert(front) { frontHeaders += 1 }
      switch kind.meaning {
      case .server: server = server ?? header.value
      case .date: date = date ?? headers.date(header.value)
      case .setCookie: setCookies.append(String(header.value.prefix { $0 != ";" }))
      default:
        guard let rank = kind.identifierRank, rank <= bestRank else { continue }
        bestRank = rank
        requestID = "\(kind.name): \(header.value)"
      }
    }
    for header in exchange.requestHeaders {
      switch headers.kind(of: header.name).meaning {
      case .credentials: hasCredentials = true
      case .cookie:
        hasCredentials = true
        cookies += header.value.split(separator: ";").map { pair in String(pair.drop { $0 == " " }) }
      case .upgrade: isWebSocket = isWebSocket || header.value.lowercased() == "websocket"
      default: break
      }
    }
    isWebSocket = isWebSocket || exchange.url.hasPrefix("ws://") || exchange.url.hasPrefix("wss://")
  }

  /// The path of a URL, without query and fragment; nil for what has no path, such as an authority.
  static func path(of url: String) -> String? {
    let slash = UInt8(ascii: "/")
    var url = url
    return url.withUTF8 { bytes in
      var rest = bytes[...]
      if let colon = rest.firstIndex(of: UInt8(ascii: ":")), rest[colon...].starts(with: "://".utf8) {
        rest = rest[colon...].dropFirst(1)
      }
      if rest.starts(with: "//".utf8) {
        rest = rest.dropFirst(2)
        guard let start = rest.firstIndex(of: slash) else { return "/" }
        rest = rest[start...]
      }
      guard rest.first == slash else { return nil }
      let end = rest.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? rest.endIndex
      return String(decoding: UnsafeBufferPointer(rebasing: rest[..<end]), as: UTF8.self)
    }
  }
}
