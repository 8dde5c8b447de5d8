#if canImport(Glibc)
  import Glibc
#endif

/// A moment on both clocks: the one that results and captures are written by, and the one that nobody sets.
public struct Moment: Codable, Hashable, Sendable {
  /// UTC, as `2026-11-23T07:50:12.345678Z`.
  public var wall: String
  /// Seconds since some moment in the past that does not change while the machine is up (`CLOCK_MONOTONIC`).
  public var monotonicSeconds: Double

  enum CodingKeys: String, CodingKey {
    case wall
    case monotonicSeconds = "monotonic_s"
  }

  /// Now.
  public static var now: Moment {
    Moment(
      wall: text(Clock.wall.now), monotonicSeconds: Double(Clock.monotonic.now / 1000) / 1e6)
  }

  /// The date and time of nanoseconds since 1970, to the microsecond.
  static func text(_ nanoseconds: Int64) -> String {
    var seconds = time_t(nanoseconds / 1_000_000_000)
    var fields = tm()
    gmtime_r(&seconds, &fields)
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let date = [Int(fields.tm_year) + 1900, Int(fields.tm_mon) + 1, Int(fields.tm_mday)]
    let time = [fields.tm_hour, fields.tm_min, fields.tm_sec].map { padded(Int($0), 2) }
    return padded(date[0], 4) + "-" + padded(date[1], 2) + "-" + padded(date[2], 2) + "T"
      + time.joined(separator: ":") + "." + padded(Int(nanoseconds / 1000 % 1_000_000), 6) + "Z"
  }
}
