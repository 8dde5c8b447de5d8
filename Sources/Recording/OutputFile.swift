#if canImport(Glibc)
  import Glibc
#endif

/// A file of the run folder that grows while the command runs. It holds whole pieces only: one that a full disk cut is
/// taken back, and nothing is written after it.
final class OutputFile {
  /// The path.
  let path: String
  /// How many bytes it holds.
  private(set) var length = 0
  /// Why nothing more is written, where that is so.
  private(set) var problem: String?
  private var descriptor: Int32

  /// Makes the file, for its owner alone.
  init(path: String) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    if descriptor < 0 { problem = "cannot be written: \(String(cString: strerror(errno)))" }
  }

  deinit { close() }

  /// Adds a piece; false where it could not be written, or an earlier one could not.
  @discardableResult
  func append(_ bytes: some Collection<UInt8>) -> Bool {
    guard problem == nil else { return false }
    let isWritten =
      bytes.withContiguousStorageIfAvailable { write($0) }
      ?? Array(bytes).withUnsafeBufferPointer { write($0) }
    if !isWritten { ftruncate(descriptor, off_t(length)) }
    return isWritten
  }

  /// Ends the file.
  func close() {
    guard descriptor >= 0 else { return }
    Glibc.close(descriptor)
    descriptor = -1
  }

  private func write(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var done = 0
    while done < bytes.count {
      let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        problem = "cannot be written: \(String(cString: strerror(errno)))"
        return false
      }
      done += count
    }
    length += done
    return true
  }
}
