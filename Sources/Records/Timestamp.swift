/// A moment on the UTC time line, counted in nanoseconds since 1970-01-01T00:00:00Z.
///
/// Signed 64 bits reach from the year 1677 to 2262. Readers that meet a moment outside of that
/// range report an oddity instead of a timestamp.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Nanoseconds since 1970-01-01T00:00:00Z; negative before it.
  public var nanoseconds: Int64

  /// A moment so many nanoseconds after 1970-01-01T00:00:00Z.
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// A moment so many seconds after 1970-01-01T00:00:00Z, or nil where it is not a number or out of range.
  public init?(seconds: Double) {
    guard seconds > -9.2e9, seconds < 9.2e9 else { return nil }
    // The whole seconds apart, so that the fraction keeps all the digits that a double has left for it.
    let whole = seconds.rounded(.down)
    nanoseconds = Int64(whole) * 1_000_000_000 + Int64(((seconds - whole) * 1e9).rounded())
  }

  /// Microseconds since 1970-01-01T00:00:00Z, rounded down.
  public var microseconds: Int64 {
    nanoseconds / 1000 - (nanoseconds % 1000 < 0 ? 1 : 0)
  }

  /// Orders by time.
  public static func < (one: Timestamp, other: Timestamp) -> Bool {
    one.nanoseconds < other.nanoseconds
  }

  /// Nanoseconds from `earlier` to this moment; saturates where 64 bits do not suffice.
  public func nanoseconds(since earlier: Timestamp) -> Int64 {
    let (difference, overflow) = nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
    guard overflow else { return difference }
    return nanoseconds > earlier.nanoseconds ? .max : .min
  }

  /// The moment `nanoseconds` later (earlier, where negative); saturates where 64 bits do not suffice.
  public func advanced(byNanoseconds step: Int64) -> Timestamp {
    let (sum, overflow) = nanoseconds.addingReportingOverflow(step)
    return Timestamp(nanoseconds: overflow ? (step > 0 ? .max : .min) : sum)
  }
}
