import Dispatch
import Synchronization

/// Hands batches of events from the thread that parses to the one that reads, and empty ones back.
final class XMLEventQueue: Sendable {
  private struct State {
    var full: [XMLEventBatch] = []
    var empty: [XMLEventBatch] = []
    var isCancelled = false
    var failure: (any Error)?
  }

  /// How many batches there are: one that is filled, one that waits, one that is read.
  private static let batchCount = 3

  private let state: Mutex<State>
  private let fullBatches = DispatchSemaphore(value: 0)
  private let emptyBatches = DispatchSemaphore(value: 0)

  init() {
    state = Mutex(State())
    // Not as the semaphore's first value, to which it would have to return: batches that nobody reads are not given back.
    for _ in 0..<Self.batchCount { emptyBatches.signal() }
  }

  /// An empty batch, when there is one; nil where nobody reads any more.
  func takeEmpty() -> XMLEventBatch? {
    emptyBatches.wait()
    return state.withLock { state in
      state.isCancelled ? nil : state.empty.popLast() ?? XMLEventBatch()
    }
  }

  /// Takes a batch to be read.
  func submit(_ batch: XMLEventBatch) {
    state.withLock { $0.full.append(batch) }
    fullBatches.signal()
  }

  /// Says that no batch follows, and why, if the document could not be read to its end.
  func close(_ failure: (any Error)?) {
    state.withLock { $0.failure = failure }
    fullBatches.signal()
  }

  /// The next batch to be read, when there is one; nil after the last.
  func takeFull() throws -> XMLEventBatch? {
    fullBatches.wait()
    return try state.withLock { state in
      if !state.full.isEmpty { return state.full.removeFirst() }
      if let failure = state.failure { throw failure }
      return nil
    }
  }

  /// Takes back a batch that was read.
  func giveBack(_ batch: XMLEventBatch) {
    state.withLock { $0.empty.append(batch) }
    emptyBatches.signal()
  }

  /// Says that no batch will be read any more.
  func cancel() {
    state.withLock { $0.isCancelled = true }
    emptyBatches.signal()
  }
}
