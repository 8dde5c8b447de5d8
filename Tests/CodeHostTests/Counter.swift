import Synchronization

/// Counts from 0, across threads.
final class Counter: Sendable {
  private let value = Mutex(0)

  func next() -> Int {
    value.withLock { count in
      defer { count += 1 }
      return count
    }
  }
}
