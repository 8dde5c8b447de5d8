/// Moments as text, in UTC.
public enum UTCText {
  /// `2026-11-22T10:47:31.017999Z`: ISO 8601's extended format with microseconds, rounded down.
  public static func iso8601(_ time: Timestamp) -> String {
    "\(date(time))T\(clock(time, decimals: 6))Z"
  }

  /// `2026-11-22 10:47:31`: for people.
  public static func readable(_ time: Timestamp) -> String {
    "\(date(time)) \(clock(time, decimals: 0))"
  }

  /// `10:47:31.018`: the time of day with so many decimals (0 to 6), rounded down.
  public static func clock(_ time: Timestamp, decimals: Int) -> String {
    let (_, ofDay) = split(time)
    let second = ofDay / 1_000_000
    let clock = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    return decimals == 0 ? clock : "\(clock).\(padded(ofDay % 1_000_000, 6).prefix(decimals))"
  }

  private static func date(_ time: Timestamp) -> String {
    // Days since 0000-03-01, so that the leap day is the last of its year; 146,097 days make 400 years.
    let days = split(time).day + 719_468
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// Days since 1970-01-01 and microseconds of the day, both rounded down.
  private static func split(_ time: Timestamp) -> (day: Int64, microsecond: Int64) {
    let perDay: Int64 = 86_400_000_000_000
    let (day, rest) = time.nanoseconds.quotientAndRemainder(dividingBy: perDay)
    return rest < 0 ? (day - 1, (rest + perDay) / 1000) : (day, rest / 1000)
  }

  private static func padded(_ number: Int64, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
