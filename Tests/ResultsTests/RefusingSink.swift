import Records

/// A sink that throws at the first result.
final class RefusingSink: RecordSink {
  func receive(_ suite: TestSuite) {}
  func receive(_ result: TestResult) throws { throw CancellationError() }
  func receive(_ capture: Capture) {}
  func receive(_ connection: Connection) {}
  func receive(_ lookup: Lookup) {}
  func receive(_ handshake: Handshake) {}
  func receive(_ exchange: Exchange) {}
  func receive(_ line: LogLine) {}
  func receive(_ sample: Sample) {}
  func receive(_ oddity: Oddity) {}
}
