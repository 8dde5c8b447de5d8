import Records

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
      wall: UTCText.iso8601(Timestamp(nanoseconds: Clock.wall.now)),
      monotonicSeconds: Double(Clock.monotonic.now / 1000) / 1e6)
  }
}
