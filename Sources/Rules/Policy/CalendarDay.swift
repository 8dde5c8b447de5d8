import Records

/// A day of the Gregorian calendar, from 1970-01-01 to 2261-12-31.
public struct CalendarDay: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// `2026-12-31`: the extended format of ISO 8601.
  public let description: String
  /// Days since 1970-01-01.
  private let number: Int64

  /// Reads `YYYY-MM-DD`; nil where it is no such day.
  public init?(_ text: String) {
    guard text.utf8.count == 10, text < "2262", let midnight = TimestampText(text + "T00:00Z")?.timestamp,
      midnight.nanoseconds >= 0
    else { return nil }
    description = text
    number = midnight.nanoseconds / 86_400_000_000_000
  }

  /// How many days lie between another day and this one; negative where the other is later.
  public func days(since other: CalendarDay) -> Int { Int(number - other.number) }

  /// Orders by time.
  public static func < (one: CalendarDay, other: CalendarDay) -> Bool { one.number < other.number }
}
