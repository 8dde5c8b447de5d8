import Records

/// The Date header's preferred form, such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
enum HTTPDate {
  private static let months = [
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10,
    "nov": 11,
    "dec": 12,
  ]

  /// The moment, or nil where the text is of another form.
  static func parse(_ text: String) -> Timestamp? {
    let words = text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == ":" })
    guard words.count == 8, words[7] == "GMT", let day = Int64(words[1]), (1...31).contains(day),
      let month = months[words[2].lowercased()], let year = Int64(words[3]), (1970...2261).contains(year),
      let hour = Int64(words[4]), (0...23).contains(hour), let minute = Int64(words[5]),
      (0...59).contains(minute),
      let second = Int64(words[6]), (0...60).contains(second)
    else { return nil }
    let seconds = days(year, Int64(month), day) * 86_400 + hour * 3600 + minute * 60 + second
    return Timestamp(nanoseconds: seconds * 1_000_000_000)
  }

  /// Days since 1970-01-01 in the Gregorian calendar, years counted from March.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month > 2 ? year : year - 1
    let era = shifted / 400
    let yearOfEra = shifted % 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
