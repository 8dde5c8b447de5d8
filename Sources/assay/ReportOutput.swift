#if canImport(Glibc)
  import Glibc
#endif

/// Where a report goes: the standard output, or a file that appears whole or not at all.
struct ReportOutput: TextOutputStream {
  private var descriptor: Int32
  private var buffer: [UInt8] = []

  /// Writes to an open descriptor.
  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Takes text.
  mutating func write(_ string: String) {
    buffer.append(contentsOf: string.utf8)
    if buffer.count >= 1 << 16 { flush() }
  }

  /// Writes out what is held back; false where it could not be written.
  @discardableResult
  mutating func flush() -> Bool {
    var rest = buffer[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      rest = rest.dropFirst(count)
    }
    buffer.removeAll(keepingCapacity: true)
    return true
  }
}
