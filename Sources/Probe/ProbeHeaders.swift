import Records
import Transfers

/// Which header fields of a target's answers stay the same, and which don't.
struct ProbeHeaders {
  /// The fields of the first answer as they may be kept.
  private(set) var first: [Header] = []
  private var names: [String] = []
  private var values: [String: [String]] = [:]
  private var differing: Set<String> = []
  private var answers = 0

  /// Fields that carry secrets of a session besides cookies.
  private static let secret: Set<String> = [
    "authorization", "proxy-authorization", "x-auth-token", "x-access-token", "x-api-key", "x-csrf-token",
    "x-xsrf-token", "www-authenticate", "authentication-info",
  ]
  private static let longestValue = 500
  private static let mostFields = 200

  /// Takes the fields of an answer.
  mutating func add(_ headers: [Header]) {
    answers += 1
    var found: [String: [String]] = [:]
    var kept: [Header] = []
    // The Date is looked at by itself.
    for header in headers.prefix(Self.mostFields) where header.name.lowercased() != "date" {
      let name = ServerText.plain(header.name.lowercased(), limit: 100)
      found[name, default: []].append(header.value)
      kept.append(Header(name: name, value: Self.shown(header.value, of: name)))
      if values[name] == nil, !names.contains(name) { names.append(name) }
    }
    if answers == 1 {
      first = kept
      values = found
    } else {
      for name in names where values[name] != found[name] { differing.insert(name) }
    }
  }

  /// The fields that every answer had with the same value.
  var constant: [Header] { first.filter { !differing.contains($0.name) } }

  /// The names of the others, in order.
  var varying: [String] { differing.sorted() }

  private static func shown(_ value: String, of name: String) -> String {
    if name == "set-cookie" { return ServerText.plain(String(value.prefix { $0 != "=" }), limit: 100) }
    // What follows '?' in a URL may be a secret.
    if name == "location" { return ServerText.plain(String(value.prefix { $0 != "?" && $0 != "#" })) }
    return secret.contains(name) ? "[left out]" : ServerText.plain(value, limit: longestValue)
  }
}
