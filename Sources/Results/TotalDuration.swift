import Records

/// The duration of a test of which the parts are known.
enum TotalDuration {
  /// The sum of `parts`, as coarse as all of them together; nil where there is none.
  static func of(_ parts: [RecordedDuration]) -> RecordedDuration? {
    guard var total = parts.first else { return nil }
    for part in parts.dropFirst() {
      let (nanoseconds, overflow) = total.nanoseconds.addingReportingOverflow(part.nanoseconds)
      let (resolution, coarse) = total.resolution.addingReportingOverflow(part.resolution)
      if overflow || coarse { return nil }
      total = RecordedDuration(nanoseconds: nanoseconds, resolution: resolution)
    }
    return total
  }
}
