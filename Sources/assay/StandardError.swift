#if canImport(Glibc)
  import Glibc
#endif

/// The standard error: problems, and progress where a person looks on.
enum StandardError {
  /// Whether a terminal shows it.
  static let isTerminal = isatty(STDERR_FILENO) == 1

  /// Writes text as it is.
  static func write(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }
}
