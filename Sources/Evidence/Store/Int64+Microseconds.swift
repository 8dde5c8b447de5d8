extension Int64 {
  /// Nanoseconds as microseconds, rounded half up.
  var microsecondsRounded: Int64 {
    self / 1000 + (self % 1000 >= 500 ? 1 : self % 1000 < -500 ? -1 : 0)
  }

  /// Nanoseconds as microseconds, rounded up.
  var microsecondsRoundedUp: Int64 { self / 1000 + (self % 1000 > 0 ? 1 : 0) }
}
