import FoundationEssentials
public import Records
public import Transfers

#if canImport(Glibc)
  import Glibc
#endif

/// Makes the requests of a plan, one after the other, and tells what they showed.
public struct Prober {
  private let plan: ProbePlan
  private let settings: TransferSettings
  private var observations: ProbeObservations
  private var sent = 0

  private init(
    _ plan: ProbePlan, _ settings: TransferSettings, isProxied: Bool, reading: AnswerReading
  ) {
    self.plan = plan
    self.settings = settings
    observations = ProbeObservations(
      url: plan.url, time: ProbeObservations.now, isVerified: settings.verifiesServer, isProxied: isProxied,
      reading: reading)
  }

  /// The most bytes of an answer that are read: what comes later tells nothing of the way to the server.
  private static let bodyLimit = 256 << 10

  /// Makes the requests of a plan.
  ///
  /// - Parameters:
  ///   - isProxied: whether a proxy is declared for the target.
  ///   - reading: how certificates and the answer to a WebSocket are read.
  /// - Throws: a `Problem` where the target gave no answer that could be measured.
  public static func probe(
    _ plan: ProbePlan, settings: TransferSettings, isProxied: Bool, reading: AnswerReading
  ) throws -> ProbedTarget {
    var settings = settings
    settings.bodyLimit = bodyLimit
    var prober = Prober(plan, settings, isProxied: isProxied, reading: reading)
    try prober.run()
    return prober.observations.probedTarget(requests: prober.sent)
  }

  private mutating func run() throws {
    while sent < plan.requests {
      let isFirst = sent == 0
      do {
        if !isFirst { Self.sleep(ProbePlan.pause) }
        let session = try TransferSession(settings: settings)
        let answer = try ask(session)
        if isFirst { try examine(answer, session) }
        // A WebSocket's connection is not one for requests any more.
        if !plan.isWebSocket, sent < plan.requests { _ = try ask(session) }
      } catch let failure as TransferFailure {
        // What was measured stays true when the server has had enough.
        guard observations.hasAnswer else { throw Problem("\(plan.url.origin)", Self.advice(failure)) }
        return observations.interruption = "\(failure)"
      } catch let busy as ServerBusy {
        return observations.interruption = busy.description
      }
    }
  }

  /// Asks once, again where the server asks to wait.
  private mutating func ask(_ session: TransferSession) throws -> Transfer {
    while true {
      let key = Data((0..<16).map { _ in UInt8.random(in: 0...255) }).base64EncodedString()
      let answer = try session.run(plan.request(key: key))
      sent += 1
      observations.add(answer, key: plan.isWebSocket ? key : nil)
      guard answer.status == 429 || (answer.status == 503 && answer.retryAfter != nil) else { return answer }
      let wait = Duration.seconds(answer.retryAfter ?? 1)
      guard wait <= ProbePlan.longestWait, sent < plan.requests else { throw ServerBusy(answer: answer) }
      Self.sleep(wait)
    }
  }

  /// Looks for what answers instead of the target.
  private mutating func examine(_ first: Transfer, _ session: TransferSession) throws {
    let place = plan.url.origin
    if first.status == 511 {
      throw Problem(place, "a captive portal answered (status 511): log in to the network first")
    }
    var seen: Set<String> = ["\(plan.url)"]
    var target = first.redirect
    var steps = 0
    while let text = target {
      // What is no URL of the web is not followed.
      guard let next = try? WebAddress(text, place: place) else { return }
      guard next.host == plan.url.host else {
        if !plan.url.isSecure, !Self.areRelated(next.host, plan.url.host) {
          throw Problem(
            place,
            "redirects to '\(ServerText.plain(next.host))', as captive portals do: log in to the network, or probe that host or https"
          )
        }
        return
      }
      steps += 1
      guard seen.insert("\(next)").inserted, steps <= ProbePlan.mostRedirects else {
        throw Problem(
          place,
          "redirects in a circle, or more than \(ProbePlan.mostRedirects) times; the last to '\(ServerText.plain(next.path))'"
        )
      }
      guard sent < plan.requests else { return }
      // Credentials are for the origin that was named.
      var request = plan.request(key: nil)
      request.url = next
      if next.origin != place { request.headers.removeAll { $0.name == "Authorization" } }
      sent += 1
      // What lies behind a redirect is not measured; that it fails says nothing of the target.
      guard let answer = try? session.run(request) else { return }
      target = answer.redirect
    }
  }

  /// Whether two hosts are of one domain, as `example.com` and `www.example.com` are.
  private static func areRelated(_ one: String, _ other: String) -> Bool {
    one.hasSuffix(".\(other)") || other.hasSuffix(".\(one)")
      || one.split(separator: ".").suffix(2) == other.split(separator: ".").suffix(2)
  }

  private static func advice(_ failure: TransferFailure) -> String {
    switch failure.kind {
    case .certificateRefused:
      "\(failure); a captive portal or a proxy may have answered. '--cacert' names an authority to trust, and "
        + "'--insecure' measures without looking, of which the report tells"
    case .nameNotResolved: "\(failure); is the name right, and is there a network?"
    case .refused: "\(failure); is the port right, and does the server run?"
    default: "\(failure)"
    }
  }

  private static func sleep(_ duration: Duration) {
    usleep(
      UInt32(
        clamping: duration.components.seconds * 1_000_000 + duration.components.attoseconds
          / 1_000_000_000_000))
  }
}
