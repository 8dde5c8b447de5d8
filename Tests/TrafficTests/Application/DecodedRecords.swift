import Records

/// A sink that keeps what a decoder hands over.
final class DecodedRecords: RecordSink {
  var handshakes: [Handshake] = []
  var exchanges: [Exchange] = []
  var lookups: [Lookup] = []
  var oddities: [Oddity] = []

  func receive(_ handshake: Handshake) { handshakes.append(handshake) }
  func receive(_ exchange: Exchange) { exchanges.append(exchange) }
  func receive(_ lookup: Lookup) { lookups.append(lookup) }
  func receive(_ oddity: Oddity) { oddities.append(oddity) }
  func receive(_ suite: TestSuite) {}
  func receive(_ result: TestResult) {}
  func receive(_ capture: Capture) {}
  func receive(_ connection: Connection) {}
  func receive(_ line: LogLine) {}
  func receive(_ sample: Sample) {}

  /// Everything, as text to compare.
  var text: String {
    (handshakes.map { "\($0)" } + exchanges.map { "\($0)" } + lookups.map { "\($0)" }
      + oddities.map { "\($0)" }).joined(separator: "\n")
  }
}
