import Records
import Reports
import Testing

@testable import Evidence
@testable import Rules

struct ExplanationTests {
  private static func text(_ test: TestVerdict, _ events: [ExplanationEvent] = [], limit: Int = 500) -> String
  {
    var text = ""
    Explanation(of: test, events: events).render(on: Screen(width: 80), limit: limit, into: &text)
    return text
  }

  private static func event(_ nanoseconds: Int64?, _ text: String) -> ExplanationEvent {
    ExplanationEvent(
      time: nanoseconds.map { SampleRun.start.advanced(byNanoseconds: $0) }, text: text, source: "run.pcap")
  }

  @Test func explanationReadsAsItDid() {
    var test = SampleRun.fake("test_login")
    test.findings.append(
      Finding(
        rule: "identity/front-end-headers", group: "identity", says: .skip, bits: 0,
        reason: "0 responses were seen; 1 is needed", proof: []))
    let text = Self.text(
      test,
      [
        Self.event(50_000, "log line: signed in"), Self.event(-12_345_000, "lookup of api.example.com"),
        Self.event(nil, "a sample without a time"), Self.event(200_000, "the next test's SYN"),
      ])
    #expect(
      text == #"""
        FAKE  tests/test_api.py::test_login
          outcome  passed in 0.14 ms
          file     tests/test_api.py
          promise  real
          score    -21.00 bits, probability of being real 0.0000004768
          window   2026-11-22T10:47:31.017999Z to 2026-11-22T10:47:31.018141Z, exact,
                   covered by a capture
          witness  packets at best

        Timeline  in ms from the window's start
             -12.345  lookup of api.example.com [run.pcap]
               0.000  -- window begins --
               0.050  log line: signed in [run.pcap]
               0.142  -- window ends --
               0.200  the next test's SYN [run.pcap]
             no time  a sample without a time [run.pcap]

        Findings  in bits, the weightiest first
         -12.00  fake  transport/no-contact-with-target
                       0 packets went to the target while the test ran; at least 1 is
                       needed
                       proof: test:1 connection:7
          -9.00  fake  timing/faster-than-any-io
                       the body lasted at most 0.142 ms; no network call fits into less
                       than 2.0 ms
                       proof: test:1
           0.00  skip  identity/front-end-headers
                       0 responses were seen; 1 is needed

        """#)
  }

  @Test func timesCountFromTheFirstEventWhereThereIsNoWindow() {
    let test = SampleRun.test(
      .inconclusive, "t", milliseconds: nil, settle: "result files with start and stop times would")
    let text = Self.text(test, [Self.event(2_500_000, "second"), Self.event(1_000_000, "first")])
    #expect(
      text.contains(
        "Timeline  in ms from the first event\n       0.000  first [run.pcap]\n       1.500  second"))
    #expect(text.contains("\n  window   not known\n"))
    #expect(text.hasSuffix("\nWould settle it: result files with start and stop times would\n"))
  }

  @Test func nothingKnownIsSaid() {
    let test = SampleRun.test(.exempt, "t", milliseconds: nil, outcome: .skipped, cause: "skipped: later")
    let text = Self.text(test)
    #expect(text.hasPrefix("EXEMPT  tests/test_api.py::t\n  cause    skipped: later\n  outcome  skipped\n"))
    #expect(text.contains("Timeline  nothing is known\n"))
    #expect(text.contains("Findings  no rule said anything\n"))
    #expect(!text.contains("score"))
  }

  @Test func eventsPastTheLimitAreCounted() {
    let events = (0..<10).map { Self.event(Int64($0) * 1000, "event \($0)") }
    let text = Self.text(SampleRun.fake("t"), events, limit: 4)
    #expect(text.contains("event 3 [run.pcap]\n"))
    #expect(!text.contains("event 4"))
    #expect(text.contains("... and 6 more\n"))
    #expect(text.contains("-- window ends --"))
  }
}
