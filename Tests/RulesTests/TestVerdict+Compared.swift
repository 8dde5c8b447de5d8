import Records
import Rules

@testable import Evidence

extension TestVerdict {
  /// A test by its id in pytest's manner, with a verdict; the number ties it to its traffic.
  static func compared(
    _ id: String, _ verdict: Verdict = .real, milliseconds: Double? = 100, outcome: Outcome? = nil,
    number: Int64 = 1, className: String? = nil, failure: TestFacts.FailureKind? = nil
  ) -> TestVerdict {
    let address = id.prefix { $0 != "[" }
    let parts = address.split(separator: ":").map(String.init)
    var facts = TestFacts.fixture(
      number, outcome: outcome ?? (verdict == .exempt ? .failed : .passed), failure: failure)
    facts.id = id
    facts.name = (parts.last ?? "") + id.dropFirst(address.count)
    facts.className =
      className
      ?? parts.dropLast().joined(separator: ".").replacing("/", with: ".").replacing(".py", with: "")
    facts.durationMicroseconds = milliseconds.map { Int64($0 * 1000) }
    return TestVerdict(facts: facts, verdict: verdict, scoreBits: 0, probabilityReal: 0.5, findings: [])
  }
}

extension Comparison {
  /// Two runs of tests without traffic.
  init(_ before: [TestVerdict], _ after: [TestVerdict]) {
    func run(_ tests: [TestVerdict]) -> ComparedRun {
      ComparedRun(
        Judgement(run: .fixture(), tests: tests, rules: []), contacts: RunContacts())
    }
    self.init(before: run(before), after: run(after))
  }

  /// The tests in words: `same a -> a`, `new b`, `gone c`.
  var matches: [String] {
    tests.map { test in
      guard let before = test.before?.verdict.facts.id, let after = test.after?.verdict.facts.id,
        let match = test.match
      else { return "\(test.change.rawValue) \(test.id)" }
      return match.kind == .same && before == after
        ? "same \(after)" : "\(match.kind.rawValue) \(before) -> \(after)"
    }
  }
}
