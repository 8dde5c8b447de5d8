import FoundationEssentials
import Records
public import Transfers

#if canImport(Glibc)
  import Glibc
#endif

/// Sends requests to a code host, and repeats those that it was too busy for. The token goes to the host's own
/// scheme, name and port, and nowhere else.
public final class HostClient {
  /// The code host.
  public let host: any CodeHost
  private let token: AccessToken
  private let session: TransferSession
  private let retries: RetryPolicy
  private let note: (String) -> Void

  /// The most bytes of an answer: a page of 100 comments of the longest kind takes less.
  public static let answerLimit = 64 << 20
  private static let mostRedirects = 3

  /// A client.
  ///
  /// - Parameter note: takes a line about every request, and about every wait.
  /// - Throws: a `Problem` where the interface is neither https nor on this machine, or libcurl cannot be started.
  public init(
    host: any CodeHost, token: AccessToken, settings: TransferSettings, retries: RetryPolicy = RetryPolicy(),
    note: @escaping (String) -> Void = { _ in }
  ) throws {
    guard host.api.scheme == "https" || (host.api.scheme == "http" && host.api.isLoopback) else {
      throw Problem(
        host.api.origin, "a token is sent only over https, except to this machine; give an https URL")
    }
    var settings = settings
    settings.bodyLimit = Self.answerLimit
    do {
      session = try TransferSession(settings: settings)
    } catch {
      throw Problem(host.api.origin, "\(error)")
    }
    self.host = host
    self.token = token
    self.retries = retries
    self.note = note
  }

  /// Sets the status of a commit.
  ///
  /// - Throws: a `Problem`, or a ``NotPermitted``.
  public func set(_ status: CommitStatus, of commit: String) throws {
    _ = try send(host.set(status, of: commit))
  }

  /// Sends a request until there is an answer that is not about the host being busy.
  ///
  /// - Throws: a `Problem` where none came, a ``NotPermitted`` where the token has no right to it, an
  ///   ``UncertainOutcome`` where it is not known whether a request that is not repeatable was carried out.
  func send(_ request: HostRequest) throws -> Transfer {
    var attempt = 1
    while true {
      let reason: String
      var asked: Int64?
      var isUncertain = false
      do {
        let answer = try exchange(request)
        note("\(request): \(answer.status), \(answer.times.total / 1000) ms")
        guard Self.isBusy(answer) else { return try checked(answer, request) }
        asked = Self.askedDelay(answer)
        isUncertain = answer.status >= 500 && asked == nil
        reason = "\(host.api.host) answered \(answer.status)"
      } catch let failure as TransferFailure {
        note("\(request): \(failure)")
        guard Self.isPassing(failure) else { throw problem(request, "\(failure)") }
        isUncertain = true
        reason = "\(failure)"
      }
      if isUncertain, !request.isRepeatable { throw UncertainOutcome(problem: problem(request, reason)) }
      guard wait(after: attempt, asked: asked) else {
        let wanted = asked.map { ", and asked to wait \($0) s" } ?? ""
        throw problem(
          request, "\(reason)\(wanted); given up after \(attempt) of \(retries.attempts) attempts")
      }
      attempt += 1
    }
  }

  /// Waits before the next attempt; false where there is to be none.
  ///
  /// - Parameter asked: the seconds that the host asked for.
  func wait(after attempt: Int, asked: Int64?) -> Bool {
    guard let delay = retries.delay(after: attempt, asked: asked) else { return false }
    note("again in \(delay)")
    Self.sleep(delay)
    return true
  }

  /// One exchange; redirects within the host are followed with the same method, as GitHub asks for.
  private func exchange(_ request: HostRequest) throws -> Transfer {
    var url = request.url
    for _ in 0...Self.mostRedirects {
      var sent = TransferRequest(request.method, url, headers: host.headers)
      sent.headers += [Header(name: "User-Agent", value: "assay"), host.authorization(token)]
      if let body = request.body {
        sent.headers.append(Header(name: "Content-Type", value: "application/json"))
        sent.body = Array(body.utf8)
      }
      let answer = try session.run(sent)
      guard [301, 302, 307, 308].contains(answer.status), let target = answer.redirect else { return answer }
      let next = try WebAddress(target, place: host.api.origin)
      guard next.origin == host.api.origin else {
        throw problem(
          request, "redirected to '\(shown(next.origin))', to which the token is not sent")
      }
      url = next
    }
    throw problem(request, "redirected more than \(Self.mostRedirects) times")
  }

  private static func isBusy(_ answer: Transfer) -> Bool {
    switch answer.status {
    case 429, 500...599: true
    // GitHub limits rates with 403 too.
    case 403: answer.retryAfter != nil || answer.value(of: "x-ratelimit-remaining") == "0"
    default: false
    }
  }

  private func checked(_ answer: Transfer, _ request: HostRequest) throws -> Transfer {
    if answer.isBodyCut {
      throw problem(request, "the answer has more than \(Self.answerLimit) bytes")
    }
    switch answer.status {
    case 200...299: return answer
    case 401, 403, 404:
      throw NotPermitted(request: request, status: answer.status, message: message(answer))
    default:
      if host.isAlreadySet(answer) { return answer }
      let message = message(answer)
      throw problem(
        request, "\(host.api.host) answered \(answer.status)" + (message.isEmpty ? "" : ": \(message)"))
    }
  }

  private func problem(_ request: HostRequest, _ message: String) -> Problem {
    Problem("\(request)", message)
  }

  /// Whether the same request may do better later.
  private static func isPassing(_ failure: TransferFailure) -> Bool {
    switch failure.kind {
    case .timedOut, .connectionLost, .unreachable, .refused, .nameNotResolved, .malformedAnswer: true
    case .unusable, .proxyFailed, .certificateRefused, .handshakeFailed, .other: false
    }
  }

  /// How many seconds the host asks to wait: Retry-After, or until GitHub's limit begins anew.
  private static func askedDelay(_ answer: Transfer) -> Int64? {
    if let seconds = answer.retryAfter { return seconds }
    guard answer.value(of: "x-ratelimit-remaining") == "0",
      let reset = answer.value(of: "x-ratelimit-reset").flatMap({ Int64($0) })
    else { return nil }
    let (wait, overflow) = reset.subtractingReportingOverflow(Int64(time(nil)))
    return overflow ? .max : max(0, wait)
  }

  /// What the host says about an error, where it says it in JSON.
  private func message(_ answer: Transfer) -> String {
    struct Refusal: Decodable {
      var message: String?
      var error: String?
    }
    let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(answer.body.prefix(65_536)))
    return shown(refusal?.message ?? refusal?.error ?? "")
  }

  /// Text of the host as it may be shown: a host might repeat the token that it was sent.
  private func shown(_ text: String) -> String {
    ServerText.plain(text.replacing(token.secret, with: "\(token)"))
  }

  private static func sleep(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    var rest = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
    var remaining = timespec()
    while nanosleep(&rest, &remaining) != 0, errno == EINTR { rest = remaining }
  }
}
