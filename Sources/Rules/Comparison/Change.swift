import Evidence
import Records

/// What became of a test from one run to another; the raw values are the words of the JSON report.
public enum Change: String, Sendable, CaseIterable {
  /// It was real or suspect, failed or was skipped, and is fake now.
  case turnedFake = "turned_fake"
  /// It was not settled before, and is shown to be fake now.
  case foundFake = "found_fake"
  /// It was fake, and still is.
  case stillFake = "still_fake"
  /// It was fake or suspect, and is proven real now.
  case turnedReal = "turned_real"
  /// Nothing was said against it before, and it is proven real now.
  case nowProven = "now_proven"
  /// It was proven real, and still is.
  case stillReal = "still_real"
  /// It was fake, and failed this time: not fake any more, only failing.
  case nowFailing = "now_failing"
  /// It was fake, and is neither fake nor proven real now.
  case noLongerFake = "no_longer_fake"
  /// It was proven real, and is not proven now; nor is it fake.
  case noLongerProven = "no_longer_proven"
  /// Neither proven real nor fake, before and after.
  case undecided
  /// It is in the later run only.
  case new
  /// It was in the earlier run only.
  case gone

  /// What became of a test that is in both runs.
  init(from before: TestVerdict, to after: TestVerdict) {
    self =
      switch (before.verdict, after.verdict) {
      case (.fake, .fake): .stillFake
      case (.inconclusive, .fake): .foundFake
      case (_, .fake): .turnedFake
      case (.fake, .real), (.suspect, .real): .turnedReal
      case (.real, .real): .stillReal
      case (_, .real): .nowProven
      case (.fake, _): [.failed, .error].contains(after.facts.outcome) ? .nowFailing : .noLongerFake
      case (.real, _): .noLongerProven
      default: .undecided
      }
  }
}
