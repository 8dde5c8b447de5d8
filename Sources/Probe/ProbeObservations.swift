import Records
import Transfers

#if canImport(Glibc)
  import Glibc
#endif

/// Gathers what the answers of a target show.
struct ProbeObservations {
  private let reading: AnswerReading
  private var probedTarget: ProbedTarget
  private var cold: [TransferTimes] = []
  private var warm: [TransferTimes] = []
  private var upgrades: [Int64] = []
  private var fields = ProbeHeaders()
  private var dates: [(date: Timestamp, seen: Timestamp)] = []
  /// Whether the target answered at all.
  private(set) var hasAnswer = false
  /// Why requests were left out.
  var interruption: String?

  /// What a Date may be off and still be of now: the two clocks differ.
  private static let liveWithin: Int64 = 300_000_000

  init(
    url: WebAddress, time: Timestamp, isVerified: Bool, isProxied: Bool, reading: AnswerReading
  ) {
    self.reading = reading
    let shown = url.origin + url.path
    probedTarget = ProbedTarget(url: shown, host: url.host, port: url.port, time: time)
    probedTarget.isProxied = isProxied
    if url.isSecure { probedTarget.isVerified = isVerified }
  }

  /// Takes an answer, and the key that the request carried if it asked for a WebSocket.
  mutating func add(_ answer: Transfer, key: String?) {
    hasAnswer = true
    if answer.isConnectionReused { warm.append(answer.times) } else { cold.append(answer.times) }
    probedTarget.status = answer.status
    probedTarget.httpVersion = answer.version
    probedTarget.isProxied = probedTarget.isProxied || answer.isTunnelled
    if let remote = answer.remote {
      let address = "\(remote.address)"
      if !probedTarget.isProxied, !probedTarget.addresses.contains(address) {
        probedTarget.addresses.append(address)
      }
    }
    if probedTarget.certificates.isEmpty {
      probedTarget.certificates = answer.certificates.compactMap { bytes in
        bytes.withUnsafeBytes(reading.certificate)
      }
    }
    probedTarget.redirect = answer.redirect.map {
      ServerText.plain(String($0.prefix { $0 != "?" && $0 != "#" }))
    }
    // Another layer may answer errors; its fields are not those of the target.
    if answer.status < 500, answer.status != 429 { fields.add(answer.headers) }
    if let date = answer.date { dates.append((date, Self.now)) }
    if let key {
      if let wait = answer.times.wait { upgrades.append(wait) }
      let isAccepted =
        answer.status == 101
        ? answer.value(of: "sec-websocket-accept") == reading.webSocketAccept(key) : nil
      probedTarget.upgrade = ProbedTarget.Upgrade(status: answer.status, time: nil, isAccepted: isAccepted)
    }
  }

  /// What is true of the target.
  func probedTarget(requests: Int) -> ProbedTarget {
    var probedTarget = probedTarget
    probedTarget.requests = requests
    probedTarget.cold = Self.stages(cold, isAddress: IPAddress(probedTarget.host) != nil)
    probedTarget.warm = Self.stages(warm, isAddress: true)
    probedTarget.warm.connect = nil
    probedTarget.warm.handshake = nil
    probedTarget.headers = fields.constant
    probedTarget.varyingHeaders = fields.varying
    probedTarget.fronts = FrontTable.fronts(in: fields.first)
    probedTarget.upgrade?.time = ProbedTarget.Spread(upgrades)
    probedTarget.interruption = interruption
    if let first = dates.first, let last = dates.last {
      let offset = last.date.microseconds - last.seen.microseconds
      let hasTimePassed = last.seen.nanoseconds(since: first.seen) > 1_000_000_000
      probedTarget.dateOffset = offset
      probedTarget.isDateLive =
        offset.magnitude <= UInt64(Self.liveWithin) && (!hasTimePassed || last.date > first.date)
    }
    return probedTarget
  }

  private static func stages(_ times: [TransferTimes], isAddress: Bool) -> ProbedTarget.Stages {
    func spread(_ span: (TransferTimes) -> Int64?) -> ProbedTarget.Spread? {
      ProbedTarget.Spread(times.compactMap(span).map { max(0, $0) })
    }
    var stages = ProbedTarget.Stages(count: times.count)
    stages.lookup = isAddress ? nil : spread(\.lookup)
    stages.connect = spread { time in time.connect.map { $0 - (time.lookup ?? 0) } }
    stages.handshake = spread { time in
      time.handshake.flatMap { handshake in time.connect.map { handshake - $0 } }
    }
    stages.firstByte = spread(\.wait)
    stages.total = spread(\.total)
    return stages
  }

  /// The moment by this machine's clock.
  static var now: Timestamp {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Timestamp(nanoseconds: Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec))
  }
}
