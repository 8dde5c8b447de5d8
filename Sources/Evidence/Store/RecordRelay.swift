import Dispatch
import Records
import Synchronization

/// Carries records from the thread that reads a file to the one that writes the store, in their order.
///
/// Reading and writing take about as long as one another; side by side they take as long as the slower of them.
/// A bounded number of batches is under way at a time. Where none is, the writing thread hashes the file.
final class RecordRelay: Sendable {
  /// Ends a reading whose records are no longer wanted.
  struct Abandoned: Error {}

  private struct State {
    var batches: [RecordBatch] = []
    var isAbandoned = false
    var outcome: Result<Void, any Error>?
  }

  private static let batchSize = 512
  private static let mostBatches = 8

  private let state = Mutex(State())
  private let vacancies = DispatchSemaphore(value: mostBatches)
  private let digest: FileDigest

  private init(_ digest: FileDigest) {
    self.digest = digest
  }

  /// Reads a file on another thread, and writes its records on this one, which also takes steps of the file's digest.
  ///
  /// - Throws: what the reader throws, or what the writer does.
  static func relay(
    _ reader: any RecordReader.Type, path: String, context: ReadingContext, digest: FileDigest,
    into sink: any RecordSink
  ) throws {
    let relay = RecordRelay(digest)
    let context = ReadingContext(
      keyLogs: context.keyLogs, lender: reader.borrowsBuffers ? digest : nil)
    let isFinished = DispatchSemaphore(value: 0)
    DispatchQueue.global(qos: .userInitiated).async {
      let intake = Intake(relay)
      relay.end(Result { try reader.read(path: path, context: context, into: intake) }, last: intake.batch)
      isFinished.signal()
    }
    defer { isFinished.wait() }
    do {
      try relay.deliver(to: sink, readingApart: !reader.borrowsBuffers)
    } catch {
      relay.abandon()
      throw error
    }
  }

  // MARK: - The reading thread

  /// The reader's end: gathers records into batches, without a lock for each.
  private final class Intake: RecordSink {
    private let relay: RecordRelay
    private(set) var batch = RecordBatch()

    init(_ relay: RecordRelay) {
      self.relay = relay
    }

    func receive(_ suite: TestSuite) throws { try add { $0.append(suite) } }
    func receive(_ result: TestResult) throws { try add { $0.append(result) } }
    func receive(_ capture: Capture) throws { try add { $0.append(capture) } }
    func receive(_ connection: Connection) throws { try add { $0.append(connection) } }
    func receive(_ lookup: Lookup) throws { try add { $0.append(lookup) } }
    func receive(_ handshake: Handshake) throws { try add { $0.append(handshake) } }
    func receive(_ exchange: Exchange) throws { try add { $0.append(exchange) } }
    func receive(_ line: LogLine) throws { try add { $0.append(line) } }
    func receive(_ sample: Sample) throws { try add { $0.append(sample) } }
    func receive(_ probedTarget: ProbedTarget) throws { try add { $0.append(probedTarget) } }
    func receive(_ oddity: Oddity) throws { try add { $0.append(oddity) } }

    @inline(__always)
    private func add(_ append: (inout RecordBatch) -> Void) throws {
      append(&batch)
      guard batch.count >= RecordRelay.batchSize else { return }
      try relay.send(batch)
      batch = RecordBatch()
    }
  }

  private func send(_ batch: RecordBatch) throws {
    vacancies.wait()
    let isAbandoned = state.withLock { state in
      if !state.isAbandoned { state.batches.append(batch) }
      return state.isAbandoned
    }
    if isAbandoned { throw Abandoned() }
    digest.wake()
  }

  private func end(_ outcome: Result<Void, any Error>, last batch: RecordBatch) {
    state.withLock { state in
      state.batches.append(batch)
      state.outcome = outcome
    }
    digest.wake()
  }

  // MARK: - The writing thread

  /// - Parameter readingApart: whether the digest has to read the file for itself.
  private func deliver(to sink: any RecordSink, readingApart: Bool) throws {
    var hasMoreToRead = readingApart
    while true {
      let (batch, outcome) = state.withLock { state -> (RecordBatch?, Result<Void, any Error>?) in
        let batch = state.batches.isEmpty ? nil : state.batches.removeFirst()
        return (batch, state.batches.isEmpty ? state.outcome : nil)
      }
      if let batch {
        vacancies.signal()
        try batch.deliver(to: sink)
      }
      if let outcome { return try outcome.get() }
      if batch != nil || digest.takeStep() { continue }
      if hasMoreToRead {
        hasMoreToRead = digest.readStep() ?? 0 > 0
      } else {
        digest.rest()
      }
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
}
