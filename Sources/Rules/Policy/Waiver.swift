public import Evidence

/// A policy's word that some tests may fail the gate until a day.
public struct Waiver: Hashable, Sendable {
  /// The tests that it is for.
  public var tests: TestPattern
  /// Why; never empty.
  public var reason: String
  /// The last day on which it holds, in UTC.
  public var until: CalendarDay

  /// A waiver.
  public init(tests: TestPattern, reason: String, until: CalendarDay) {
    self.tests = tests
    self.reason = reason
    self.until = until
  }
}
