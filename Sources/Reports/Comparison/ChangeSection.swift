import Evidence
import Records
import Rules

/// The part of a comparison that lists the tests of one change.
struct ChangeSection {
  let change: Change
  /// In capitals.
  let title: String
  let meaning: String
  let ink: Ink
  /// Whether it is shown only where everything is listed.
  var isQuiet = false

  /// Every part, the worst first.
  static let all = [
    ChangeSection(
      change: .turnedFake, title: "TURNED FAKE",
      meaning: "not fake before; without exercising the target now",
      ink: .red),
    ChangeSection(
      change: .foundFake, title: "FOUND FAKE",
      meaning: "not settled before, without exercising the target now",
      ink: .red),
    ChangeSection(
      change: .stillFake, title: "STILL FAKE", meaning: "without exercising the target, then and now",
      ink: .red),
    ChangeSection(
      change: .noLongerProven, title: "NO LONGER PROVEN",
      meaning: "proven real before; now neither real nor fake",
      ink: .yellow),
    ChangeSection(
      change: .nowFailing, title: "NOW FAILING", meaning: "fake before; not fake any more, only failing",
      ink: .yellow),
    ChangeSection(
      change: .noLongerFake, title: "NO LONGER FAKE",
      meaning: "fake before; neither fake nor proven real now", ink: .cyan),
    ChangeSection(
      change: .turnedReal, title: "TURNED REAL", meaning: "fake or suspect before, proven real now",
      ink: .green),
    ChangeSection(
      change: .nowProven, title: "NOW PROVEN", meaning: "not settled before, proven real now", ink: .green),
    ChangeSection(change: .new, title: "NEW", meaning: "only in the later run", ink: .bold),
    ChangeSection(change: .gone, title: "GONE", meaning: "only in the earlier run", ink: .bold),
    ChangeSection(
      change: .undecided, title: "UNDECIDED", meaning: "neither real nor fake, then and now", ink: .faint,
      isQuiet: true),
    ChangeSection(
      change: .stillReal, title: "STILL REAL", meaning: "proven real, then and now", ink: .green,
      isQuiet: true),
  ]

  /// Whether the part is shown.
  func isShown(_ listsAll: Bool) -> Bool { listsAll || !isQuiet }

  /// The tests in the order in which they are shown: of the new ones the fakes first.
  func tests(of comparison: Comparison) -> [ComparedTest] {
    places(in: comparison).map { comparison.tests[$0] }
  }

  /// The places of these tests in the comparison, in the same order.
  func places(in comparison: Comparison) -> [Int] {
    let places = comparison.tests.indices.filter { comparison.tests[$0].change == change }
    guard change == .new else { return places }
    let isFake = { (place: Int) in comparison.tests[place].after?.verdict.verdict == .fake }
    return places.filter(isFake) + places.filter { !isFake($0) }
  }

  /// Why a test has its verdict now, where that is not plain from its evidence.
  func reason(for test: ComparedTest) -> String? {
    guard let after = test.after else { return nil }
    if let failure = after.failure { return failure.sentence }
    return switch after.verdict.verdict {
    case .fake: FakeSection.against(after.verdict).first?.reason
    case .suspect, .exempt: after.verdict.cause
    // What would settle it is the same for many, and said once at the end.
    case .inconclusive, .real: nil
    }
  }

  /// `2 turned fake, 41 now proven`: every change that there is, the worst first.
  static func counts(of comparison: Comparison) -> String {
    let counts = comparison.counts
    return all.compactMap { section in
      let count = counts[section.change] ?? 0
      return count == 0 ? nil : "\(count) \(section.title.lowercased())"
    }.joined(separator: ", ")
  }

  /// `0.14 ms`, or that there is none.
  static func duration(_ side: ComparedTest.Side) -> String {
    side.verdict.facts.durationMicroseconds.map(DecimalText.span) ?? "no time"
  }

  /// The verdict, or that the test failed or was skipped.
  static func verdict(_ side: ComparedTest.Side) -> String {
    if side.failure != nil { return "failed" }
    return side.verdict.facts.outcome == .skipped ? "skipped" : side.verdict.verdict.rawValue
  }
}
