import Records

/// Counts results and keeps nothing: what reading costs by itself.
final class CountingSink: RecordSink {
  private(set) var results = 0

  func receive(_ suite: TestSuite) {}
  func receive(_ result: TestResult) { results += 1 }
  func receive(_ capture: Capture) {}
  func receive(_ connection: Connection) {}
  func receive(_ lookup: Lookup) {}
  func receive(_ handshake: Handshake) {}
  func receive(_ exchange: Exchange) {}
  func receive(_ line: LogLine) {}
  func receive(_ sample: Sample) {}
  func receive(_ oddity: Oddity) {}
}
