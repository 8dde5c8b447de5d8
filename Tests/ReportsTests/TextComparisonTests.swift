import Records
import Reports
import Testing

@testable import Evidence
@testable import Rules

struct TextComparisonTests {
  @Test func reportReadsAsItDid() {
    #expect(
      SampleComparison.render(TextComparison(screen: Screen(width: 80))) == #"""
        FAKE  3 of 8 tests are fake (1 turned fake, 1 still fake, 1 new), before 5 of 7;
              100.0 % -> 75.0 % reported passed, 14.3 % -> 37.5 % proven real

          before  nightly, started 2026-11-22 10:47:31 UTC, no packet capture;
                  https://api.example.com
          after   nightly, started 2026-11-22 10:47:31 UTC; https://api.example.com

                              before     after
          tests                    7         8
          passed                   7         6
          failed                   0         2
          pass rate          100.0 %    75.0 %
          proven real              1         3
          fake                     5         3
          suspect                  0         0
          inconclusive             1         0
          exempt                   0         2
          total time        702.4 ms    1.65 s
          of tests in both  701.9 ms    1.15 s
          fastest            0.14 ms   0.20 ms
          median             0.50 ms   2.00 ms
          slowest           400.0 ms  500.0 ms
          captured                 -         8
          lookups                  -         1
          connections              -         4
          handshakes               -         4
          exchanges                -         7
          sent                     -    1.8 kB
          received                 -   14.3 kB
          told by client           0         0
          captured: tests in whose windows a packet capture saw everything; lookups to
          received: with the targets, as packets show (- without a capture, + where
          there was more that too many tests may have caused); told by client: exchanges
          in HAR files and logs, which is the client's word

        Tests  1 turned fake, 1 still fake, 2 now failing, 1 turned real, 1 now proven,
               2 new, 1 gone

        Server headers after
          server: Google Frontend, in 6 responses
          x-cloud-trace-context: 0af7651916cd43dd and 5 more, in 6 responses, by the
                                 client's word

        TURNED FAKE: 1 test  not fake before; without exercising the target now
          tests/test_api.py::test_search
            before   400.0 ms  real          no capture
            after     0.30 ms  fake          nothing went to the target
            why     0 packets went to the target while the test ran; at least 1 is
                    needed

        STILL FAKE: 1 test  without exercising the target, then and now
          tests/test_api.py::test_logout
            before    1.50 ms  fake          no capture
            after     1.40 ms  fake          nothing went to the target
            why     0 packets went to the target while the test ran; at least 1 is
                    needed

        FAILED: 2 tests  not fake, only failing
          1 test: failed just short of a timing assertion: 0.478 where > 0.5 was asked
                  for, after real traffic
            tests/test_api.py::test_jwt
              assert 0.478 > 0.5
          1 test: failed with TypeError in its own code or a library before any network
            tests/test_api.py::test_session
              TypeError: connect() got 'x'

        NOW FAILING: 2 tests  fake before; not fake any more, only failing
          tests/test_api.py::test_jwt
            before    0.14 ms  fake          no capture
            after    478.0 ms  failed        1 connection, 1 handshake, 1 exchange, 256
                                             B sent, 2.0 kB received
            why     failed just short of a timing assertion: 0.478 where > 0.5 was asked
                    for, after real traffic
          tests/test_api.py::test_session
            before    0.14 ms  fake          no capture
            after     2.00 ms  failed        nothing went to the target
            why     failed with TypeError in its own code or a library before any
                    network

        TURNED REAL: 1 test  fake or suspect before, proven real now
          tests/test_api.py::test_login_real
            before    0.14 ms  fake          no capture
            after    355.6 ms  real          1 lookup, 1 connection, 1 handshake, 2
                                             exchanges, 512 B sent, 4.1 kB received,
                                             Server: Google Frontend

        NOW PROVEN: 1 test  not settled before, proven real now
          tests/test_api.py::test_health
            before   300.0 ms  inconclusive  no capture
            after    310.0 ms  real          1 connection, 1 handshake, 1 exchange, 256
                                             B sent, 2.0 kB received

        NEW: 2 tests  only in the later run
          tests/test_api.py::test_new
            after     0.20 ms  fake          nothing went to the target
            why     0 packets went to the target while the test ran; at least 1 is
                    needed
          tests/test_api.py::test_more
            after    500.0 ms  real          2 connections, 2 handshakes, 3 exchanges,
                                             768 B sent, 6.1 kB received

        GONE: 1 test  only in the earlier run
            0.50 ms  fake          tests/test_api.py::test_old

        FOUND AGAIN: 1 test  under another name or in another place
          1 test: renamed, by the same file and class, and the name most like it
            before  tests/test_api.py::test_login
            after   tests/test_api.py::test_login_real

        Left out: 1 file
          run/notes.md: no format that is read

        Next: 'assay explain' shows all that is known about one test, such as
              'test_logout'

        """#)
  }

  @Test(arguments: [40, 57, 80, 120]) func noLineIsWiderThanTheScreen(width: Int) {
    for reported in [
      SampleComparison.reported(), SampleComparison.hostile(String(repeating: "日本 long", count: 40)),
    ] {
      let text = SampleComparison.render(
        TextComparison(screen: Screen(width: width), listsAll: true), reported)
      for line in text.split(separator: "\n") {
        let columns = line.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2e80 ? 2 : 1) }
        #expect(columns <= width, "\(line)")
      }
    }
  }

  @Test func listsAreCutAndSaySo() {
    let tests = (0..<30).map { SampleComparison.test(Int64($0), .fake, "test_\($0)_of_many") }
    let run = ComparedRun(SampleRun.judgement(tests), contacts: RunContacts())
    let text = SampleComparison.render(TextComparison(limit: 5), SampleComparison.reported(run, run))
    #expect(text.contains("STILL FAKE: 30 tests"))
    #expect(text.contains("test_4_of_many"))
    #expect(!text.contains("test_5_of_many"))
    #expect(text.contains("... and 25 more (all in --format json)"))
    let all = SampleComparison.render(
      TextComparison(limit: 5, listsAll: true), SampleComparison.reported(run, run))
    #expect(all.contains("test_29_of_many"))
  }

  @Test func whatStayedAsItWasIsListedOnDemand() {
    let run = ComparedRun(
      SampleRun.judgement([SampleComparison.test(1, .real, "test_a")]), contacts: RunContacts())
    let reported = SampleComparison.reported(run, run)
    #expect(!SampleComparison.render(TextComparison(), reported).contains("STILL REAL: 1 test"))
    #expect(SampleComparison.render(TextComparison(listsAll: true), reported).contains("STILL REAL: 1 test"))
  }

  @Test(
    arguments: [
      ([.fake], [.real], "TURNED REAL  of 1 fake before: 1 proven real now; no fakes found now;"),
      (
        [.fake, .inconclusive], [.real, .real],
        "TURNED REAL  of 1 fake before: 1 proven real now; 1 test more"
      ),
      ([.fake], [], "NO FAKES LEFT  of 1 fake before: 1 gone; no fakes found now;"),
      ([.fake], [.inconclusive], "NO FAKES LEFT  of 1 fake before: 1 no longer fake;"),
      ([.fake], [.exempt], "NO FAKES LEFT  of 1 fake before: 1 only failing now;"),
      ([.inconclusive], [.real], "TURNED REAL  1 test more proven real now; no fakes found now;"),
      ([.real], [.real], "NO FAKES  no fakes found, before or now;"),
      ([.inconclusive], [.inconclusive], "NOT PROVEN  no fakes found, before or now, and nothing is proven"),
      ([], [.fake], "FAKE  1 of 1 test is fake (1 new), before 0 of 0;"),
      ([.inconclusive], [.fake], "FAKE  1 of 1 test is fake (1 found fake), before 0 of 1;"),
      ([], [], "NOT PROVEN"),
    ] as [([Verdict], [Verdict], String)])
  func headlineSaysWhatBecameOfTheFakes(before: [Verdict], after: [Verdict], start: String) {
    func run(_ verdicts: [Verdict]) -> ComparedRun {
      let tests = verdicts.enumerated().map { number, verdict in
        SampleComparison.test(
          Int64(number), verdict, "test_\(number)", outcome: verdict == .exempt ? .failed : .passed)
      }
      return ComparedRun(SampleRun.judgement(tests), contacts: RunContacts())
    }
    let text = SampleComparison.render(
      TextComparison(screen: Screen(width: 120)), SampleComparison.reported(run(before), run(after)))
    #expect(text.hasPrefix(start), "\(text.prefix(100))")
  }

  @Test func whatOthersMayHaveCausedIsShownAsARange() {
    var contact = ContactFacts()
    contact.target.connections = .init(1, most: 3)
    contact.target.sentBytes = .init(0, most: 1500)
    contact.target.toldExchanges = .init(1)
    contact.elsewhere.connections = .init(2)
    let run = ComparedRun(
      SampleRun.judgement([SampleComparison.test(1, .real, "test_a")]),
      contacts: RunContacts(tests: [1: contact], total: contact))
    let text = SampleComparison.render(
      TextComparison(screen: Screen(width: 120), listsAll: true), SampleComparison.reported(run, run))
    #expect(text.contains("1 to 3 connections, 0 B to 1.5 kB sent, 1 exchange by the client's word, 2\n"))
    #expect(text.contains("connections            3+       3+\n"))
  }

  @Test func hostileWordsAreShownAndNotObeyed() {
    let text = SampleComparison.render(TextComparison(), SampleComparison.hostile("a\u{1b}[2Jb\nc\u{202e}d"))
    #expect(
      !text.unicodeScalars.contains {
        $0 != "\n" && [.control, .format].contains($0.properties.generalCategory)
      })
    #expect(text.contains(#"a\x1b[2Jb\nc\u{202e}d"#))
  }
}
