import Records
import Reports

@testable import Evidence
@testable import Rules

/// Two small runs made by hand, with a test of most changes.
enum SampleComparison {
  static func test(
    _ number: Int64, _ verdict: Verdict, _ name: String, milliseconds: Double? = 0.142,
    outcome: Outcome = .passed, cause: String? = nil, message: String? = nil,
    failure: TestFacts.FailureKind? = nil
  ) -> TestVerdict {
    var test =
      verdict == .fake
      ? SampleRun.fake(name, milliseconds: milliseconds ?? 0)
      : SampleRun.test(verdict, name, milliseconds: milliseconds, outcome: outcome, cause: cause)
    test.facts.testID = number
    test.facts.message = message
    test.facts.failure = failure
    return test
  }

  static func contact(lookups: Int = 0, connections: Int, exchanges: Int, server: String? = nil)
    -> ContactFacts
  {
    var contact = ContactFacts()
    contact.target.lookups = .init(lookups)
    contact.target.connections = .init(connections)
    contact.target.handshakes = .init(connections)
    contact.target.exchanges = .init(exchanges)
    contact.target.sentBytes = .init(exchanges * 256)
    contact.target.receivedBytes = .init(exchanges * 2048)
    contact.servers = server.map { [$0] } ?? []
    return contact
  }

  /// Without a capture, as it began.
  static let before = ComparedRun(
    SampleRun.judgement(
      [
        test(1, .fake, "test_login"), test(2, .fake, "test_logout", milliseconds: 1.5),
        test(3, .inconclusive, "test_health", milliseconds: 300),
        test(4, .fake, "test_jwt"), test(5, .fake, "test_session"),
        test(6, .real, "test_search", milliseconds: 400),
        test(7, .fake, "test_old", milliseconds: 0.5),
      ], hasPackets: false), contacts: RunContacts())

  static let after = ComparedRun(
    SampleRun.judgement([
      test(1, .real, "test_login_real", milliseconds: 355.6),
      test(2, .fake, "test_logout", milliseconds: 1.4),
      test(3, .real, "test_health", milliseconds: 310),
      test(
        4, .exempt, "test_jwt", milliseconds: 478, outcome: .failed, message: "assert 0.478 > 0.5",
        failure: .afterRealTraffic),
      test(
        5, .exempt, "test_session", milliseconds: 2, outcome: .failed,
        message: "TypeError: connect() got 'x'",
        failure: .beforeNetwork),
      test(6, .fake, "test_search", milliseconds: 0.3), test(8, .fake, "test_new", milliseconds: 0.2),
      test(9, .real, "test_more", milliseconds: 500),
    ]),
    contacts: RunContacts(
      tests: [
        1: contact(lookups: 1, connections: 1, exchanges: 2, server: "Google Frontend"),
        3: contact(connections: 1, exchanges: 1), 4: contact(connections: 1, exchanges: 1),
        9: contact(connections: 2, exchanges: 3),
      ],
      total: contact(lookups: 1, connections: 4, exchanges: 7, server: "Google Frontend"),
      frontHeaders: [
        .init(name: "server", value: "Google Frontend", values: 1, responses: 6, isOnTheWire: true),
        .init(
          name: "x-cloud-trace-context", value: "0af7651916cd43dd", values: 6, responses: 6,
          isOnTheWire: false),
      ]))

  static func reported(_ before: ComparedRun = before, _ after: ComparedRun = after) -> ReportedComparison {
    ReportedComparison(Comparison(before: before, after: after), leftOutAfter: SampleRun.leftOut)
  }

  static func render(_ report: any ComparisonReport, _ reported: ReportedComparison = reported()) -> String {
    var text = ""
    report.render(reported, into: &text)
    return text
  }

  /// Two runs with one test in each, whose words are all `text`.
  static func hostile(_ text: String) -> ReportedComparison {
    var test = test(1, .suspect, text, cause: text, message: text)
    test.facts.id = text
    test.facts.file = text
    var failed = SampleComparison.test(2, .exempt, text, outcome: .failed, message: text)
    failed.facts.id = "f" + text
    var contact = ContactFacts()
    contact.servers = [text]
    var judgement = SampleRun.judgement([test, failed])
    judgement.run.name = text
    let run = ComparedRun(
      judgement,
      contacts: RunContacts(
        tests: [1: contact], total: contact,
        frontHeaders: [.init(name: "server", value: text, values: 1, responses: 1, isOnTheWire: true)]))
    var moved = run
    moved.judgement.tests[0].facts.id = "moved/" + text
    return ReportedComparison(
      Comparison(before: run, after: moved), leftOutAfter: [LeftOutFile(path: text, reason: text)])
  }
}
