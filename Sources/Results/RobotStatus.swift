import Records

/// What a `status` element says of a test: how it ended, and when it ran.
struct RobotStatus {
  /// What stands for PASS, FAIL, SKIP or NOT RUN; nil for another word.
  let outcome: Outcome?
  /// When it began, with the resolution that is written.
  let start: TimestampText?
  let stop: Timestamp?
  let duration: RecordedDuration?

  init(_ attributes: XMLAttributes) {
    outcome = attributes.value("status").flatMap(Self.outcome)
    if let start = attributes.value("start").flatMap({ TimestampText($0) }) {
      var elapsed: RecordedDuration?
      if let bytes = attributes.value("elapsed"), case .duration(let figure) = DurationText(bytes) {
        elapsed = figure
      }
      self.start = start
      duration = elapsed
      stop = elapsed.map { start.timestamp.advanced(byNanoseconds: $0.nanoseconds) }
    } else {
      let start = attributes.value("starttime").flatMap(Self.earlyTime)
      let end = attributes.value("endtime").flatMap(Self.earlyTime)
      self.start = start
      if let start, let end, end.timestamp >= start.timestamp {
        stop = end.timestamp
        duration = RecordedDuration(
          nanoseconds: end.timestamp.nanoseconds(since: start.timestamp), resolution: start.resolution)
      } else {
        stop = nil
        duration = nil
      }
    }
  }

  private static func outcome(_ word: UnsafeRawBufferPointer) -> Outcome? {
    switch String(decoding: word.prefix(16), as: UTF8.self) {
    case "PASS": .passed
    case "FAIL": .failed
    case "SKIP", "NOT RUN", "NOT_RUN": .skipped
    default: nil
    }
  }

  /// Reads `20240101 12:00:00.000`; nil for other text, `N/A` above all.
  private static func earlyTime(_ bytes: UnsafeRawBufferPointer) -> TimestampText? {
    guard bytes.count == 21 else { return nil }
    let hyphen = [UInt8(ascii: "-")]
    let text = bytes[..<4] + hyphen + bytes[4..<6] + hyphen + bytes[6...]
    return text.withUnsafeBytes { TimestampText($0) }
  }
}
