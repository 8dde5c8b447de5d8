import Records

/// What the names of header fields mean, looked up once for each spelling: a file names the same few over and over.
struct HeaderTable {
  /// What a header says that is drawn out of it.
  enum Meaning {
    case server, date, setCookie, cookie, credentials, upgrade, other
  }

  /// What is known of a header by its name.
  struct Kind {
    /// The name in lower case.
    var name: String
    var meaning: Meaning
    /// The place among the headers that front ends and servers add to a response.
    var front: Int?
    /// The place among the headers whose value is new for every response, the most telling first.
    var identifierRank: Int?
    /// Whether its value is a secret.
    var isSecret: Bool
  }

  /// Which of the front ends' headers were seen.
  struct Fronts {
    private var bits: UInt64 = 0

    /// Notes a header by its place; false where it was noted before.
    mutating func insert(_ place: Int) -> Bool {
      let bit: UInt64 = 1 << UInt64(place)
      defer { bits |= bit }
      return bits & bit == 0
    }
  }

  /// More spellings than this are no file that a server's answers are in.
  private static let mostSpellings = 4096

  /// Headers that front ends and servers add to a response; each counts once.
  static let fronts = [
    "server", "date", "via", "alt-svc", "strict-transport-security", "x-cloud-trace-context", "x-served-by",
    "x-cache", "cf-ray", "cf-cache-status", "x-amz-cf-id", "x-amz-cf-pop", "x-amzn-requestid",
    "x-amzn-trace-id", "x-amz-apigw-id", "x-azure-ref", "x-envoy-upstream-service-time", "x-request-id",
    "x-vercel-id", "x-nf-request-id", "fly-request-id", "x-fastly-request-id", "x-akamai-request-id",
    "traceparent", "x-correlation-id", "x-trace-id", "server-timing",
  ]
  /// Headers whose value is new for every response, the most telling first.
  private static let identifiers = [
    "cf-ray", "x-amz-cf-id", "x-amzn-requestid", "x-amz-apigw-id", "x-amzn-trace-id", "x-azure-ref",
    "x-cloud-trace-context", "x-vercel-id", "x-nf-request-id", "fly-request-id", "x-fastly-request-id",
    "x-akamai-request-id", "x-request-id", "x-correlation-id", "x-trace-id", "traceparent",
  ]
  private static let meanings: [String: Meaning] = [
    "server": .server, "date": .date, "set-cookie": .setCookie, "cookie": .cookie, "upgrade": .upgrade,
    "authorization": .credentials, "x-api-key": .credentials, "api-key": .credentials,
    "x-auth-token": .credentials, "x-access-token": .credentials,
  ]

  private var kinds: [String: Kind] = [:]
  /// The Date that was read last: answers of one second have the same.
  private var lastDate: (text: String, time: Timestamp?) = ("", nil)

  /// What is known of a header, whatever the case of its name.
  mutating func kind(of spelling: String) -> Kind {
    if let known = kinds[spelling] { return known }
    let name = spelling.lowercased()
    let kind = Kind(
      name: name, meaning: Self.meanings[name] ?? .other, front: Self.fronts.firstIndex(of: name),
      identifierRank: Self.identifiers.firstIndex(of: name), isSecret: SecretHash.isSecretHeader(name))
    if kinds.count >= Self.mostSpellings { kinds.removeAll(keepingCapacity: true) }
    kinds[spelling] = kind
    return kind
  }

  /// The moment that a Date header names; nil where it has another form.
  mutating func date(_ text: String) -> Timestamp? {
    if text != lastDate.text { lastDate = (text, HTTPDate.parse(text)) }
    return lastDate.time
  }
}
