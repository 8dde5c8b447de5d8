import Evidence
import Records
import Rules
import Testing

/// The messages are those that the runners named beside them write.
struct FailureExplanationTests {
  private func explanation(
    _ message: String?, seconds: Double = 0.5, reached: TestFacts.FailureKind? = nil
  ) -> FailureExplanation {
    var facts = TestFacts.fixture(outcome: .failed, message: message, failure: reached)
    facts.durationMicroseconds = Int64(seconds * 1e6)
    return FailureExplanation(facts)
  }

  @Test(arguments: [
    // pytest, with and without a message of the test's own
    ("AssertionError: assert 0.478 > 0.5", "0.478 where > 0.5"),
    ("AssertionError: Test completed too quickly (0.478s)! (assert 0.47812 > 0.5)", "0.47812 where > 0.5"),
    ("assert (1757108972.978 - 1757108972.5) >= 0.5", "0.478 where >= 0.5"),
    ("assert 0.5 < 0.47812", "0.47812 where > 0.5"),
    // unittest
    ("AssertionError: 0.478 not greater than 0.5", "0.478 where > 0.5"),
    ("AssertionError: 0.478 not greater than or equal to 0.5", "0.478 where >= 0.5"),
    // Chai
    ("AssertionError: expected 0.478 to be above 0.5", "0.478 where > 0.5"),
    ("AssertionError: expected 0.478 to be at least 0.5", "0.478 where >= 0.5"),
    // people
    ("expected >= 0.5 but was 0.478", "0.478 where >= 0.5"),
    ("completed in 0.478s, required >0.5s", "0.478s where > 0.5s"),
    ("took 478 ms, should be at least 500 ms", "478 ms where >= 500 ms"),
  ])
  func tellsOfATimeThatWasJustTooShort(message: String, numbers: String) {
    let explanation = explanation(message, reached: .afterRealTraffic)
    #expect(explanation.kind == .nearMiss)
    #expect(
      explanation.sentence
        == "failed just short of a timing assertion: \(numbers) was asked for, after real traffic")
  }

  @Test func tellsOfATimeThatWasJustTooLong() {
    #expect(
      explanation("assert 0.52 < 0.5", seconds: 0.6).sentence
        == "failed just short of a timing assertion: 0.52 where < 0.5 was asked for")
  }

  @Test(arguments: [
    "assert 0.1 > 0.5",  // far off
    "assert 0.42 > 0.5",  // 16 % off
    "assert 9 > 10",  // a count: no fraction, no unit
    "assert 0.97 > 0.99",  // longer than the test: a rate
    "assert 0.02 < 0.019",  // shorter than a tenth of the test: not the time of what it waited for
    "assert 0.6 > 0.5",  // true
    "assert 0.478 == 0.5", "assert 0.5", "assert > 0.5", "", "assert -0.48 > -0.5", "assert 0.478 > 0",
    "took 478 ms, should be at least 0.5 s",  // units that differ are not converted
    "assert 0.478 > 1e999", "assert nan > 0.5", "> > > but but but", "- - 0.5 >",
  ])
  func otherComparisonsAreNoNearMiss(message: String) {
    #expect(explanation(message, reached: .afterRealTraffic).kind == .afterTraffic, "\(message)")
  }

  @Test(
    arguments: [
      ("httpx.ReadTimeout: timed out", .timedOut), ("Failed: Timeout >10.0s", .timedOut),
      ("context deadline exceeded", .timedOut),
      // nobody waited
      (
        "TypeError: BaseEventLoop.create_connection() got an unexpected keyword argument 'timeout'",
        .codeError
      ),
      ("java.lang.NullPointerException: x is null", .codeError),
      ("AssertionError: TypeError was raised", .unknown), (nil, .unknown),
    ] as [(String?, FailureExplanation.Kind)])
  func tellsByTheMessageAlone(message: String?, kind: FailureExplanation.Kind) {
    #expect(explanation(message).kind == kind)
  }

  @Test(
    arguments: [
      (nil, .beforeNetwork, .beforeNetwork, "failed before any network"),
      (nil, .afterRealTraffic, .afterTraffic, "failed after real traffic"),
      (nil, .refused, .refused, "failed: the target refused the connection"),
      (nil, .unanswered, .unanswered, "failed: the target did not answer"),
      ("TimeoutError", .beforeNetwork, .timedOut, "failed with a timeout before any network"),
      (
        "TypeError: x", .beforeNetwork, .codeError,
        "failed with TypeError in its own code or a library before any network"
      ),
      ("KeyError: 'token'", .refused, .refused, "failed: the target refused the connection"),
    ] as [(String?, TestFacts.FailureKind, FailureExplanation.Kind, String)])
  func tellsByTheTraffic(
    message: String?, reached: TestFacts.FailureKind, kind: FailureExplanation.Kind, sentence: String
  ) {
    let explanation = explanation(message, reached: reached)
    #expect(explanation.kind == kind)
    #expect(explanation.reached == reached)
    #expect(explanation.sentence == sentence)
  }

  @Test func longMessagesOfSignsAreReadInTime() {
    let message = String(repeating: "<0.4 >0.5 - but was ", count: 20_000)
    #expect(explanation(message).kind == .unknown)
  }
}
