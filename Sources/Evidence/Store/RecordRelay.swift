import Dispatch
import Records
import Synchronization

/// Carries records from the thread that reads a file to the one that writes the store, in their order.
///
/// Reading and writing take about as long as one another; side by side they take as long as the slower of them.
/// A bounded number of batches is under way at a time.
final class RecordRelay: Sendable {
  /// Ends a reading whose records are no longer wanted.
  struct Abandoned: Error {}

  private enum Record: Sendable {
    case suite(TestSuite)
    case result(TestResult)
    case capture(Capture)
    case connection(Connection)
    case lookup(Lookup)
    case handshake(Handshake)
    case exchange(Exchange)
    case line(LogLine)
    case sample(Sample)
    case oddity(Oddity)
  }

  private struct State {
    var batches: [[Record]] = []
    var isAbandoned = false
    var outcome: Result<Void, any Error>?
  }

  private static let batchSize = 512
  private static let mostBatches = 8

  private let state = Mutex(State())
  private let vacancies = DispatchSemaphore(value: mostBatches)
  private let deliveries = DispatchSemaphore(value: 0)

  /// Reads a file on another thread, and writes its records on this one.
  ///
  /// - Throws: what the reader throws, or what the writer does.
  static func relay(
    _ reader: any RecordReader.Type, path: String, context: ReadingContext, into sink: any RecordSink
  ) throws {
    let relay = RecordRelay()
    let isFinished = DispatchSemaphore(value: 0)
    DispatchQueue.global(qos: .userInitiated).async {
      let intake = Intake(relay)
      relay.end(Result { try reader.read(path: path, context: context, into: intake) }, last: intake.batch)
      isFinished.signal()
    }
    defer { isFinished.wait() }
    do {
      try relay.deliver(to: sink)
    } catch {
      relay.abandon()
      throw error
    }
  }

  // MARK: - The reading thread

  /// The reader's end: gathers records into batches, without a lock for each.
  private final class Intake: RecordSink {
    private let relay: RecordRelay
    private(set) var batch: [Record] = []

    init(_ relay: RecordRelay) {
      self.relay = relay
    }

    func receive(_ suite: TestSuite) throws { try add(.suite(suite)) }
    func receive(_ result: TestResult) throws { try add(.result(result)) }
    func receive(_ capture: Capture) throws { try add(.capture(capture)) }
    func receive(_ connection: Connection) throws { try add(.connection(connection)) }
    func receive(_ lookup: Lookup) throws { try add(.lookup(lookup)) }
    func receive(_ handshake: Handshake) throws { try add(.handshake(handshake)) }
    func receive(_ exchange: Exchange) throws { try add(.exchange(exchange)) }
    func receive(_ line: LogLine) throws { try add(.line(line)) }
    func receive(_ sample: Sample) throws { try add(.sample(sample)) }
    func receive(_ oddity: Oddity) throws { try add(.oddity(oddity)) }

    private func add(_ record: Record) throws {
      batch.append(record)
      guard batch.count >= RecordRelay.batchSize else { return }
      try relay.send(batch)
      batch = []
      batch.reserveCapacity(RecordRelay.batchSize)
    }
  }

  private func send(_ batch: [Record]) throws {
    vacancies.wait()
    let isAbandoned = state.withLock { state in
      if !state.isAbandoned { state.batches.append(batch) }
      return state.isAbandoned
    }
    if isAbandoned { throw Abandoned() }
    deliveries.signal()
  }

  private func end(_ outcome: Result<Void, any Error>, last batch: [Record]) {
    state.withLock { state in
      state.batches.append(batch)
      state.outcome = outcome
    }
    deliveries.signal()
  }

  // MARK: - The writing thread

  private func deliver(to sink: any RecordSink) throws {
    while true {
      deliveries.wait()
      let (batch, outcome) = state.withLock { state -> ([Record], Result<Void, any Error>?) in
        let batch = state.batches.isEmpty ? [] : state.batches.removeFirst()
        return (batch, state.batches.isEmpty ? state.outcome : nil)
      }
      vacancies.signal()
      for record in batch { try Self.hand(record, to: sink) }
      if let outcome { return try outcome.get() }
    }
  }

  private func abandon() {
    state.withLock { state in
      state.isAbandoned = true
      state.batches = []
    }
    // The reader may be waiting for room.
    for _ in 0...Self.mostBatches { vacancies.signal() }
  }

  private static func hand(_ record: Record, to sink: any RecordSink) throws {
    switch record {
    case .suite(let suite): try sink.receive(suite)
    case .result(let result): try sink.receive(result)
    case .capture(let capture): try sink.receive(capture)
    case .connection(let connection): try sink.receive(connection)
    case .lookup(let lookup): try sink.receive(lookup)
    case .handshake(let handshake): try sink.receive(handshake)
    case .exchange(let exchange): try sink.receive(exchange)
    case .line(let line): try sink.receive(line)
    case .sample(let sample): try sink.receive(sample)
    case .oddity(let oddity): try sink.receive(oddity)
    }
  }
}
