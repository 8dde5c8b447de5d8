import Records

/// Reads the times of certificates (RFC 5280, 4.1.2.5).
enum X509Time {
  /// The moment of a UTCTime or GeneralizedTime; nil where it is neither, or later than a ``Timestamp`` can say.
  static func timestamp(_ element: DERReader.Element) -> Timestamp? {
    var digits = element.contents[...]
    let year: Int
    switch element.tag {
    case 0x17:
      guard let short = number(2, of: &digits) else { return nil }
      year = short < 50 ? 2000 + short : 1900 + short
    case 0x18:
      guard let long = number(4, of: &digits) else { return nil }
      year = long
    default: return nil
    }
    guard let month = number(2, of: &digits), (1...12).contains(month),
      let day = number(2, of: &digits), (1...31).contains(day),
      let hour = number(2, of: &digits), hour < 24, let minute = number(2, of: &digits), minute < 60
    else { return nil }
    let second = number(2, of: &digits) ?? 0
    guard second <= 60, digits.elementsEqual([UInt8(ascii: "Z")]) else { return nil }
    let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
    let (nanoseconds, overflow) = Int64(seconds).multipliedReportingOverflow(by: 1_000_000_000)
    return overflow ? nil : Timestamp(nanoseconds: nanoseconds)
  }

  private static func number(_ count: Int, of digits: inout Slice<UnsafeRawBufferPointer>) -> Int? {
    guard digits.count >= count else { return nil }
    var value = 0
    for byte in digits.prefix(count) {
      guard (0x30...0x39).contains(byte) else { return nil }
      value = value * 10 + Int(byte - 0x30)
    }
    digits = digits.dropFirst(count)
    return value
  }

  /// Days from 1970-01-01 to a date of the Gregorian calendar, whose year is counted from March.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400 + dayOfYear - 719_468
  }
}
