#if canImport(Glibc)
  import Glibc
#endif

/// Writes a report's text to an open file, in pieces of 64 KiB.
struct ReportOutput: TextOutputStream {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var hasFailed = false

  /// Writes to an open descriptor.
  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Takes text.
  mutating func write(_ string: String) {
    buffer.append(contentsOf: string.utf8)
    if buffer.count >= 1 << 16 { flush() }
  }

  /// Writes out what is held back; false where anything could not be written.
  @discardableResult
  mutating func flush() -> Bool {
    var rest = buffer[...]
    while !rest.isEmpty, !hasFailed {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      hasFailed = count <= 0
      if count > 0 { rest = rest.dropFirst(count) }
    }
    buffer.removeAll(keepingCapacity: true)
    return !hasFailed
  }
}
