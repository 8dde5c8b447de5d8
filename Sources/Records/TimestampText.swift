/// A date and time as text: ISO 8601's extended format and what RFC 3339 makes of it.
///
/// Accepts `2026-11-22T10:47:31.017999+00:00`, with a space instead of the `T`, with `Z`, `+02:00`, `+0200`, `+02` or no
/// zone at all, with any number of fractional digits (those after the ninth are dropped), with `,` for the
/// decimal point, and without seconds. A leap second counts as the first second of the next minute.
public struct TimestampText: Hashable, Sendable {
  /// The moment; where the text names no zone, the reading as UTC.
  public var timestamp: Timestamp
  /// How finely the text is written, in nanoseconds: 1,000 for six fractional digits.
  public var resolution: Int64
  /// Whether the text names a zone.
  public var hasZone: Bool

  /// Reads `text`; nil where it is no date and time, or one outside of ``Timestamp``'s range.
  public init?(_ text: String) {
    var text = text
    guard let value = text.withUTF8({ Self(UnsafeRawBufferPointer($0)) }) else { return nil }
    self = value
  }

  /// Reads the bytes of a text; nil where it is no date and time, or one outside of ``Timestamp``'s range.
  public init?(_ bytes: UnsafeRawBufferPointer) {
    var cursor = Cursor(bytes: bytes)
    guard let year = cursor.number(digits: 4), cursor.skip("-"),
      let month = cursor.number(digits: 2), (1...12).contains(month), cursor.skip("-"),
      let day = cursor.number(digits: 2), day >= 1, day <= Self.days(inMonth: month, of: year),
      cursor.skip("T") || cursor.skip("t") || cursor.skip(" "),
      let hour = cursor.number(digits: 2), hour < 24, cursor.skip(":"),
      let minute = cursor.number(digits: 2), minute < 60
    else { return nil }
    var second: Int64 = 0
    var fraction: Int64 = 0
    var resolution: Int64 = 60_000_000_000
    if cursor.skip(":") {
      guard let written = cursor.number(digits: 2), written <= 60 else { return nil }
      second = written
      resolution = 1_000_000_000
      if cursor.skip(".") || cursor.skip(",") {
        guard let digit = cursor.digit() else { return nil }
        resolution /= 10
        fraction = digit * resolution
        while let digit = cursor.digit() {
          // Past nanoseconds the resolution is 0, and so is what the digit adds.
          resolution /= 10
          fraction += digit * resolution
        }
        resolution = max(1, resolution)
      }
    }
    guard let zone = Self.zone(&cursor), cursor.isAtEnd else { return nil }
    let days = Self.daysSinceEpoch(year: year, month: month, day: day)
    let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - (zone.offset ?? 0)
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (nanoseconds, carry) = whole.addingReportingOverflow(fraction)
    guard !overflow, !carry else { return nil }
    self.timestamp = Timestamp(nanoseconds: nanoseconds)
    self.resolution = resolution
    self.hasZone = zone.offset != nil
  }

  /// The offset in seconds east of Greenwich, with nil inside where none is written; nil where it is malformed.
  private static func zone(_ cursor: inout Cursor) -> (offset: Int64?, Void)? {
    if cursor.isAtEnd { return (nil, ()) }
    _ = cursor.skip(" ")
    if cursor.skip("Z") || cursor.skip("z") { return (0, ()) }
    let isEast = cursor.skip("+")
    guard isEast || cursor.skip("-"), let hours = cursor.number(digits: 2), hours < 24 else { return nil }
    var minutes: Int64 = 0
    if !cursor.isAtEnd {
      _ = cursor.skip(":")
      guard let written = cursor.number(digits: 2), written < 60 else { return nil }
      minutes = written
    }
    let offset = hours * 3600 + minutes * 60
    return (isEast ? offset : -offset, ())
  }

  private static func days(inMonth month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1970-01-01 in the Gregorian calendar, counted in years that begin in March, so that the leap day is
  /// the last of its year.
  private static func daysSinceEpoch(year: Int64, month: Int64, day: Int64) -> Int64 {
    let marchYear = month > 2 ? year : year - 1
    let monthOfMarchYear = (month + 9) % 12
    let dayOfYear = (153 * monthOfMarchYear + 2) / 5 + day - 1
    // Counted from the year -400, a multiple of the calendar's cycle, so that divisions round down.
    let years = marchYear + 400
    let days = years * 365 + years / 4 - years / 100 + years / 400 + dayOfYear
    return days - 719_468 - 146_097
  }

  private struct Cursor {
    let bytes: UnsafeRawBufferPointer
    var index = 0

    var isAtEnd: Bool { index == bytes.count }

    mutating func digit() -> Int64? {
      guard index < bytes.count else { return nil }
      let value = bytes[index] &- 0x30
      guard value < 10 else { return nil }
      index += 1
      return Int64(value)
    }

    mutating func number(digits: Int) -> Int64? {
      var value: Int64 = 0
      for _ in 0..<digits {
        guard let digit = digit() else { return nil }
        value = value * 10 + digit
      }
      return value
    }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard index < bytes.count, UInt32(bytes[index]) == character.value else { return false }
      index += 1
      return true
    }
  }
}
