import Dispatch
import Synchronization

/// A bar on a terminal that says how much of a long piece of work is done, once it has taken more than a second.
final class ProgressBar: Sendable {
  private struct State {
    var next = DispatchTime.now() + 1
    var isShown = false
  }

  /// Drawn anew this often.
  private static let interval = 0.1
  private static let width = 24

  private let what: String
  private let total: Int
  private let state = Mutex(State())

  /// A bar for so many pieces of work: `judging` 1,000 runs.
  init(_ what: String, total: Int) {
    self.what = what
    self.total = total
  }

  /// Shows that so many pieces are done.
  func show(_ done: Int) {
    guard StandardError.isTerminal, total > 0 else { return }
    state.withLock { state in
      guard DispatchTime.now() >= state.next else { return }
      state.next = .now() + Self.interval
      state.isShown = true
      let filled = min(Self.width, done * Self.width / total)
      let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: Self.width - filled)
      StandardError.write("\r\u{1b}[K\(what) [\(bar)] \(done) of \(total)")
    }
  }

  /// Takes the bar away.
  func clear() {
    state.withLock { state in
      if state.isShown { StandardError.write("\r\u{1b}[K") }
      state.isShown = false
    }
  }
}
