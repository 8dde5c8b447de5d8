import Dispatch

/// Says on a terminal what the program is busy with, once it has taken more than a second.
final class Progress {
  private let start = DispatchTime.now()
  private var isShown = false

  /// Shows what is being done now.
  func show(_ text: String) {
    guard StandardError.isTerminal, DispatchTime.now() > start + 1 else { return }
    isShown = true
    StandardError.write("\r\u{1b}[K" + text)
  }

  /// Takes the line away.
  func clear() {
    if isShown { StandardError.write("\r\u{1b}[K") }
    isShown = false
  }
}
