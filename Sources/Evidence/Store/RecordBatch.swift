import Records

/// Records on their way from a reader to a sink: each kind by itself, so that none is copied, and the order they
/// came in.
struct RecordBatch: Sendable {
  private enum Kind: UInt8 {
    case suite, result, capture, connection, lookup, handshake, exchange, line, sample, probedTarget, oddity
  }

  private var order: [Kind] = []
  private var suites: [TestSuite] = []
  private var results: [TestResult] = []
  private var captures: [Capture] = []
  private var connections: [Connection] = []
  private var lookups: [Lookup] = []
  private var handshakes: [Handshake] = []
  private var exchanges: [Exchange] = []
  private var lines: [LogLine] = []
  private var samples: [Sample] = []
  private var probedTargets: [ProbedTarget] = []
  private var oddities: [Oddity] = []

  /// How many records there are.
  var count: Int { order.count }

  mutating func append(_ suite: TestSuite) {
    suites.append(suite)
    order.append(.suite)
  }

  mutating func append(_ result: TestResult) {
    results.append(result)
    order.append(.result)
  }

  mutating func append(_ capture: Capture) {
    captures.append(capture)
    order.append(.capture)
  }

  mutating func append(_ connection: Connection) {
    connections.append(connection)
    order.append(.connection)
  }

  mutating func append(_ lookup: Lookup) {
    lookups.append(lookup)
    order.append(.lookup)
  }

  mutating func append(_ handshake: Handshake) {
    handshakes.append(handshake)
    order.append(.handshake)
  }

  mutating func append(_ exchange: Exchange) {
    exchanges.append(exchange)
    order.append(.exchange)
  }

  mutating func append(_ line: LogLine) {
    lines.append(line)
    order.append(.line)
  }

  mutating func append(_ sample: Sample) {
    samples.append(sample)
    order.append(.sample)
  }

  mutating func append(_ probedTarget: ProbedTarget) {
    probedTargets.append(probedTarget)
    order.append(.probedTarget)
  }

  mutating func append(_ oddity: Oddity) {
    oddities.append(oddity)
    order.append(.oddity)
  }

  /// Hands the records to a sink, in their order.
  func deliver(to sink: any RecordSink) throws {
    var next = Array(repeating: 0, count: Int(Kind.oddity.rawValue) + 1)
    for kind in order {
      let place = next[Int(kind.rawValue)]
      next[Int(kind.rawValue)] += 1
      switch kind {
      case .suite: try sink.receive(suites[place])
      case .result: try sink.receive(results[place])
      case .capture: try sink.receive(captures[place])
      case .connection: try sink.receive(connections[place])
      case .lookup: try sink.receive(lookups[place])
      case .handshake: try sink.receive(handshakes[place])
      case .exchange: try sink.receive(exchanges[place])
      case .line: try sink.receive(lines[place])
      case .sample: try sink.receive(samples[place])
      case .probedTarget: try sink.receive(probedTargets[place])
      case .oddity: try sink.receive(oddities[place])
      }
    }
  }
}
