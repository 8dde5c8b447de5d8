import Records

/// An entry of a probe file, as JSON.
struct ProbeEntry: Decodable {
  private struct Spread: Decodable {
    var minimum: Int64
    var median: Int64
    var maximum: Int64

    var spread: ProbedTarget.Spread {
      ProbedTarget.Spread(minimum: minimum, median: median, maximum: maximum)
    }
  }

  private struct Stages: Decodable {
    var count: Int
    var lookupUs: Spread?
    var connectUs: Spread?
    var tlsUs: Spread?
    var firstByteUs: Spread?
    var totalUs: Spread?

    var stages: ProbedTarget.Stages {
      var stages = ProbedTarget.Stages(count: count)
      stages.lookup = lookupUs?.spread
      stages.connect = connectUs?.spread
      stages.handshake = tlsUs?.spread
      stages.firstByte = firstByteUs?.spread
      stages.total = totalUs?.spread
      return stages
    }
  }

  private struct CertificateEntry: Decodable {
    var subject: String
    var issuer: String
    var alternativeNames: [String]
    var notBefore: String?
    var notAfter: String?
    var sha256: String

    var certificate: Certificate {
      Certificate(
        subject: subject, issuer: issuer, subjectAlternativeNames: alternativeNames,
        notBefore: notBefore.flatMap { TimestampText($0)?.timestamp },
        notAfter: notAfter.flatMap { TimestampText($0)?.timestamp }, fingerprint: sha256)
    }
  }

  private struct Front: Decodable {
    var name: String
    var confidence: String
    var basis: String
  }

  private struct Field: Decodable {
    var name: String
    var value: String
  }

  private struct DateEntry: Decodable {
    var isLive: Bool
    var offsetUs: Int64
  }

  private struct WebSocket: Decodable {
    var status: Int
    var upgradeUs: Spread?
    var isAccepted: Bool?
  }

  private var url: String
  private var host: String
  private var port: Int
  private var time: String
  private var requests: Int
  private var isVerified: Bool?
  private var isProxied: Bool
  private var addresses: [String]
  private var httpVersion: String?
  private var status: Int?
  private var redirect: String?
  private var cold: Stages
  private var warm: Stages
  private var certificates: [CertificateEntry]
  private var fronts: [Front]
  private var headers: [Field]
  private var varyingHeaders: [String]
  private var date: DateEntry?
  private var websocket: WebSocket?
  private var interruption: String?

  /// The record; nil where the time or the port is none.
  var probedTarget: ProbedTarget? {
    guard let time = TimestampText(time)?.timestamp, (1...65_535).contains(port), !host.isEmpty else {
      return nil
    }
    var probedTarget = ProbedTarget(url: url, host: host.lowercased(), port: port, time: time)
    probedTarget.requests = requests
    probedTarget.isVerified = isVerified
    probedTarget.isProxied = isProxied
    probedTarget.addresses = addresses
    probedTarget.httpVersion = httpVersion
    probedTarget.status = status
    probedTarget.redirect = redirect
    probedTarget.cold = cold.stages
    probedTarget.warm = warm.stages
    probedTarget.certificates = certificates.map(\.certificate)
    probedTarget.fronts = fronts.map { front in
      ProbedTarget.Front(
        name: front.name, confidence: ProbedTarget.Confidence(rawValue: front.confidence) ?? .low,
        basis: front.basis)
    }
    probedTarget.headers = headers.map { Header(name: $0.name, value: $0.value) }
    probedTarget.varyingHeaders = varyingHeaders
    probedTarget.isDateLive = date?.isLive
    probedTarget.dateOffset = date?.offsetUs
    probedTarget.upgrade = websocket.map {
      ProbedTarget.Upgrade(status: $0.status, time: $0.upgradeUs?.spread, isAccepted: $0.isAccepted)
    }
    probedTarget.interruption = interruption
    return probedTarget
  }
}
