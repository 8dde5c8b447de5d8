import Evidence
import Records

@testable import Rules

/// A judged run made by hand, and what a gate says of it.
enum GateRun {
  /// A test with a verdict, called `t.py::NAME`.
  static func test(_ name: String, _ verdict: Verdict, bodyMost: Int64? = 90_000) -> TestVerdict {
    var facts = TestFacts.fixture(outcome: verdict == .exempt ? .skipped : .passed)
    facts.id = "t.py::" + name
    facts.name = name
    facts.bodyMostMicroseconds = bodyMost
    return TestVerdict(facts: facts, verdict: verdict, scoreBits: 0, probabilityReal: 0.5, findings: [])
  }

  static func judgement(_ tests: [TestVerdict], hasPackets: Bool = true) -> Judgement {
    Judgement(run: .fixture(hasPackets: hasPackets), tests: tests, rules: [])
  }

  static func policy(_ text: String) throws -> Policy {
    try Policy(Array(text.utf8), place: "assay.yaml")
  }

  static func decision(
    _ tests: [TestVerdict], policy: String = "fail-on: { fake: true }", baseline: Baseline? = nil,
    today: String = "2026-11-23", hasPackets: Bool = true
  ) throws -> GateDecision {
    let day = CalendarDay(today) ?? CalendarDay("1970-01-01")
    guard let day else { throw Problem("today", "no day") }
    return try Gate(policy: try Self.policy(policy), baseline: baseline, today: day)
      .decision(on: judgement(tests, hasPackets: hasPackets))
  }
}

extension GateDecision {
  /// The breaches, a line each: the condition, the places of the tests, the sentence.
  var lines: [String] {
    breaches.map { breach in
      "\(breach.condition.rawValue) \(breach.tests): \(breach.sentence)"
    }
  }
}
