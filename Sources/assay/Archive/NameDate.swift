import Records

/// The date in a name such as `nightly-2026-01-03` or `20260103T0405.xml`.
enum NameDate {
  /// The last date that a name holds, with the time of day where one follows it, read as UTC; nil without one.
  static func date(in name: String) -> Timestamp? {
    let bytes = Array(name.utf8)
    var found: Timestamp?
    var place = 0
    while place + 8 <= bytes.count {
      if place == 0 || !isDigit(bytes[place - 1]), let (date, end) = date(bytes, at: place) {
        found = date
        place = end
      } else {
        place += 1
      }
    }
    return found
  }

  private static func date(_ bytes: [UInt8], at start: Int) -> (Timestamp, Int)? {
    var place = start
    guard let year = digits(bytes, &place, 4), (1990...2200).contains(year) else { return nil }
    skip(bytes, &place, "-_.")
    guard let month = digits(bytes, &place, 2) else { return nil }
    skip(bytes, &place, "-_.")
    guard let day = digits(bytes, &place, 2) else { return nil }
    var end = place
    var clock = "00:00:00"
    skip(bytes, &place, "T-_ ")
    if place > end || place < bytes.count, let hour = digits(bytes, &place, 2), hour < 24 {
      skip(bytes, &place, ":-_h")
      if let minute = digits(bytes, &place, 2), minute < 60 {
        clock = "\(two(hour)):\(two(minute)):00"
        end = place
      }
    }
    // What goes on with a digit is a number, and no date.
    guard end >= bytes.count || !isDigit(bytes[end]) || clock != "00:00:00" else { return nil }
    let text = Array("\(year)-\(two(month))-\(two(day))T\(clock)Z".utf8)
    guard let date = text.withUnsafeBytes({ TimestampText($0)?.timestamp }) else { return nil }
    return (date, end)
  }

  private static func digits(_ bytes: [UInt8], _ place: inout Int, _ count: Int) -> Int? {
    guard place + count <= bytes.count else { return nil }
    var value = 0
    for byte in bytes[place..<place + count] {
      guard isDigit(byte) else { return nil }
      value = value * 10 + Int(byte - 48)
    }
    place += count
    return value
  }

  private static func skip(_ bytes: [UInt8], _ place: inout Int, _ marks: String) {
    if place < bytes.count, marks.utf8.contains(bytes[place]) { place += 1 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
