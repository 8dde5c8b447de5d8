import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// Does the same with each of many things, as many at a time as the machine has cores.
final class Workers<Item: Sendable, Value: Sendable>: Sendable {
  private struct State {
    var next = 0
    var done = 0
    var values: [Result<Value, any Error>?]
  }

  private let items: [Item]
  private let state: Mutex<State>
  private let isDone: @Sendable (Int) -> Void
  private let work: @Sendable (Item) throws -> Value

  private init(
    _ items: [Item], _ isDone: @escaping @Sendable (Int) -> Void,
    _ work: @escaping @Sendable (Item) throws -> Value
  ) {
    self.items = items
    self.isDone = isDone
    self.work = work
    state = Mutex(State(values: Array(repeating: nil, count: items.count)))
  }

  /// What came of each thing, in the order of the things.
  ///
  /// - Parameters:
  ///   - items: the things.
  ///   - isDone: called after each, one call at a time, with how many are done.
  ///   - work: what is done; it may wait for other threads.
  /// - Throws: the first error in the order of the things, when all are done.
  static func map(
    _ items: [Item], isDone: @escaping @Sendable (Int) -> Void = { _ in },
    _ work: @escaping @Sendable (Item) throws -> Value
  ) throws -> [Value] {
    let workers = Workers(items, isDone, work)
    let group = DispatchGroup()
    for number in 0..<min(items.count, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) {
      // A queue of its own has a thread of its own, which may wait without holding up those of the readers.
      DispatchQueue(label: "worker \(number)").async(group: group) { workers.run() }
    }
    group.wait()
    return try workers.state.withLock { state in try state.values.compactMap { try $0?.get() } }
  }

  private func run() {
    while let place = take() {
      let value = Result { try work(items[place]) }
      state.withLock { state in
        state.values[place] = value
        state.done += 1
        isDone(state.done)
      }
    }
  }

  private func take() -> Int? {
    state.withLock { state in
      guard state.next < items.count else { return nil }
      state.next += 1
      return state.next - 1
    }
  }
}
