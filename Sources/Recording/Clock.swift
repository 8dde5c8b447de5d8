#if canImport(Glibc)
  import Glibc
#endif

/// One of the system's clocks.
enum Clock {
  /// Time since 1970, by which results and captures are written; it may be set.
  case wall
  /// Time that only goes on.
  case monotonic

  /// The clock's time in nanoseconds.
  var now: Int64 {
    var time = timespec()
    clock_gettime(self == .wall ? CLOCK_REALTIME : CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
