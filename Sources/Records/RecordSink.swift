/// Where readers hand the records that they read, one by one, in the order of the file.
///
/// A sink copies what it keeps; a reader keeps no record after handing it over. An error that a
/// sink throws ends the reading.
public protocol RecordSink: AnyObject {
  /// Takes a suite. A suite comes before its results.
  func receive(_ suite: TestSuite) throws
  /// Takes a result.
  func receive(_ result: TestResult) throws
  /// Takes what a capture covered; comes after the capture's packets were read.
  func receive(_ capture: Capture) throws
  /// Takes a connection, when it has ended or the capture has.
  func receive(_ connection: Connection) throws
  /// Takes a DNS lookup.
  func receive(_ lookup: Lookup) throws
  /// Takes a TLS handshake.
  func receive(_ handshake: Handshake) throws
  /// Takes an HTTP exchange.
  func receive(_ exchange: Exchange) throws
  /// Takes a log line.
  func receive(_ line: LogLine) throws
  /// Takes a resource sample.
  func receive(_ sample: Sample) throws
  /// Takes what a probe showed of a target.
  func receive(_ probedTarget: ProbedTarget) throws
  /// Takes an oddity.
  func receive(_ oddity: Oddity) throws
}

extension RecordSink {
  /// Drops it: only a store has a use for what is not of a run.
  public func receive(_ probedTarget: ProbedTarget) throws {}
}
