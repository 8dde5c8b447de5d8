/// Numbers as decimal text, the same on every machine and in every locale.
enum DecimalText {
  /// A number rounded to a count of decimals; nil where it is not finite.
  ///
  /// - Parameters:
  ///   - decimals: how many, from 0 to 9.
  ///   - isPadded: whether zeros at the end stay.
  static func fixed(_ value: Double, decimals: Int, isPadded: Bool = true) -> String? {
    let scale = (0..<decimals).reduce(1.0) { scale, _ in scale * 10 }
    let scaled = (value * scale).rounded()
    guard value.isFinite else { return nil }
    // Past 2^53 a Double has no decimals to show.
    guard scaled.magnitude < 9e15 else { return value.description }
    return fixed(Int64(scaled), decimals: decimals, isPadded: isPadded)
  }

  /// A whole number of units, so many of which decimals count: 142 with 6 decimals is `0.000142`.
  static func fixed(_ units: Int64, decimals: Int, isPadded: Bool = true) -> String {
    var digits = String(units.magnitude)
    let sign = units < 0 ? "-" : ""
    if decimals == 0 { return sign + digits }
    if digits.utf8.count <= decimals {
      digits = String(repeating: "0", count: decimals + 1 - digits.utf8.count) + digits
    }
    let whole = digits.dropLast(decimals)
    var fraction = digits.suffix(decimals)
    while !isPadded, fraction.last == "0" { fraction.removeLast() }
    return fraction.isEmpty ? "\(sign)\(whole)" : "\(sign)\(whole).\(fraction)"
  }

  /// A number from 0 to 1 rounded to four significant digits; nil where it is not such a number.
  static func fourDigits(_ value: Double) -> String? {
    guard (0...1).contains(value) else { return nil }
    if value == 0 { return "0" }
    var mantissa = value
    var decimals = 0
    while mantissa < 1000 {
      mantissa *= 10
      decimals += 1
    }
    let units = Int64(mantissa.rounded())
    if decimals <= 12 { return fixed(units, decimals: decimals, isPadded: false) }
    return "\(fixed(units, decimals: 3, isPadded: false))e-\(decimals - 3)"
  }

  /// `97.5 %`: a share of a whole with one decimal; `0.0 %` of nothing.
  static func percent(_ part: Int, of whole: Int) -> String {
    let share = whole == 0 ? 0 : Double(part) / Double(whole)
    // Rounding must not say that all, or none, did.
    let rounded = (share * 1000).rounded()
    let tenths = part > 0 && part < whole ? min(max(rounded, 1), 999) : rounded
    return fixed(Int64(tenths), decimals: 1) + " %"
  }

  /// `0.14 ms`, `355.6 ms`, `36.65 s`: a time span for people.
  static func span(microseconds: Int64) -> String {
    let magnitude = microseconds.magnitude
    if magnitude < 10_000 { return fixed(rounded(microseconds, to: 10), decimals: 2) + " ms" }
    if magnitude < 999_950 { return fixed(rounded(microseconds, to: 100), decimals: 1) + " ms" }
    return fixed(rounded(microseconds, to: 10_000), decimals: 2) + " s"
  }

  private static func rounded(_ number: Int64, to step: Int64) -> Int64 {
    let (quotient, rest) = number.quotientAndRemainder(dividingBy: step)
    return quotient + (rest.magnitude * 2 >= step.magnitude ? rest.signum() : 0)
  }
}
