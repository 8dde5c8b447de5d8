/// A duration as a format wrote it: the figure, and how finely the format writes figures.
///
/// A rule compares the bounds and not the digits: `0.00` from a format that writes hundredths of
/// a second means "less than five milliseconds", not "none".
public struct RecordedDuration: Hashable, Sendable {
  /// The figure as written, in nanoseconds; never negative.
  public var nanoseconds: Int64
  /// The step between two figures that the format can tell apart, in nanoseconds; 0 where it writes all it knows.
  public var resolution: Int64

  /// A figure of `nanoseconds`, written in steps of `resolution` nanoseconds.
  public init(nanoseconds: Int64, resolution: Int64) {
    self.nanoseconds = nanoseconds
    self.resolution = resolution
  }

  /// A figure in seconds, or nil where it is negative, not a number, or beyond a century.
  public init?(seconds: Double, resolution: Int64) {
    guard seconds >= 0, seconds < 3.2e9 else { return nil }
    self.init(nanoseconds: Int64((seconds * 1e9).rounded()), resolution: resolution)
  }

  /// The least that the true duration can have been, in nanoseconds.
  public var least: Int64 { max(0, nanoseconds - resolution / 2) }

  /// The most that the true duration can have been, in nanoseconds.
  public var most: Int64 { nanoseconds + resolution / 2 }
}
