/// What a few requests to a target showed to be true of it, made by `assay probe`.
public struct ProbedTarget: Hashable, Sendable {
  /// A span of time that was measured several times, in microseconds.
  public struct Spread: Hashable, Sendable {
    /// The least.
    public var minimum: Int64
    /// The one in the middle; of an even number the lower of the two.
    public var median: Int64
    /// The most.
    public var maximum: Int64

    /// Three figures of a measurement.
    public init(minimum: Int64, median: Int64, maximum: Int64) {
      self.minimum = minimum
      self.median = median
      self.maximum = maximum
    }

    /// The spread of these figures; nil where there are none.
    public init?(_ values: [Int64]) {
      let sorted = values.sorted()
      guard let minimum = sorted.first, let maximum = sorted.last else { return nil }
      self.init(minimum: minimum, median: sorted[(sorted.count - 1) / 2], maximum: maximum)
    }
  }

  /// The stages of requests; each is counted from the end of the one before. Nil is a stage that was not needed.
  public struct Stages: Hashable, Sendable {
    /// How many requests were measured.
    public var count: Int
    /// The name lookup.
    public var lookup: Spread?
    /// The TCP connection: one round trip to the target, or to the proxy.
    public var connect: Spread?
    /// The TLS handshake.
    public var handshake: Spread?
    /// From the request to the first byte of the answer.
    public var firstByte: Spread?
    /// The whole transfer, all stages together.
    public var total: Spread?

    /// Stages of no request.
    public init(count: Int = 0) {
      self.count = count
    }
  }

  /// How sure it is that a front answers.
  public enum Confidence: String, Hashable, Sendable, Comparable {
    /// Many servers of other makers say the same.
    case low
    /// Few others do, but anybody can.
    case medium
    /// A form that nobody gives by accident. A stub can still be told to copy it.
    case high

    /// Orders by how sure it is.
    public static func < (one: Confidence, other: Confidence) -> Bool { one.rank < other.rank }

    private var rank: Int {
      switch self {
      case .low: 0
      case .medium: 1
      case .high: 2
      }
    }
  }

  /// A front that the answers show.
  public struct Front: Hashable, Sendable {
    /// Its name, such as `Cloudflare`.
    public var name: String
    /// How sure it is.
    public var confidence: Confidence
    /// The header field that shows it.
    public var basis: String

    /// A front.
    public init(name: String, confidence: Confidence, basis: String) {
      self.name = name
      self.confidence = confidence
      self.basis = basis
    }
  }

  /// How a WebSocket's upgrade was answered.
  public struct Upgrade: Hashable, Sendable {
    /// The status; 101 where it was granted.
    public var status: Int
    /// From the request to the answer.
    public var time: Spread?
    /// Whether the accept key answers the request's key (RFC 6455, 4.2.2); nil where it was not granted.
    public var isAccepted: Bool?

    /// An answer to an upgrade.
    public init(status: Int, time: Spread?, isAccepted: Bool?) {
      self.status = status
      self.time = time
      self.isAccepted = isAccepted
    }
  }

  /// The URL that was asked, without its query.
  public var url: String
  /// Its host in lower case.
  public var host: String
  /// Its port.
  public var port: Int
  /// When the first request was made.
  public var time: Timestamp
  /// How many requests were made.
  public var requests = 0
  /// Whether the server's certificate was verified; nil without TLS.
  public var isVerified: Bool?
  /// Whether the requests went through a proxy, so that connecting says nothing of the way to the target.
  public var isProxied = false
  /// The addresses that answered.
  public var addresses: [String] = []
  /// `HTTP/1.1`, `HTTP/2`.
  public var httpVersion: String?
  /// The status of the last answer.
  public var status: Int?
  /// Where a 3xx answer points, without its query.
  public var redirect: String?
  /// Requests on new connections.
  public var cold = Stages()
  /// Requests on a connection that an earlier one had made.
  public var warm = Stages()
  /// The certificates that the server showed, leaf first.
  public var certificates: [Certificate] = []
  /// The fronts that the answers show, the surest first.
  public var fronts: [Front] = []
  /// The header fields that every answer had with the same value, names in lower case; of cookies only the name.
  public var headers: [Header] = []
  /// The names of the header fields that differed, in lower case.
  public var varyingHeaders: [String] = []
  /// Whether the Date field is of now and moves on; nil where there was none.
  public var isDateLive: Bool?
  /// What the server's Date was ahead of this machine's clock, in microseconds.
  public var dateOffset: Int64?
  /// The answer to an upgrade, for a WebSocket's URL.
  public var upgrade: Upgrade?

  /// Why requests were left out in the end; nil where none was.
  public var interruption: String?

  /// What is known of a URL before it was asked.
  public init(url: String, host: String, port: Int, time: Timestamp) {
    self.url = url
    self.host = host
    self.port = port
    self.time = time
  }
}
