import Glibc
import Records

/// Reads a file from its beginning to its end in blocks of at most 1 MiB.
enum FileBlocks {
  /// Hands over the blocks of the file at `path`, in order. A block is valid only until `receive` returns.
  ///
  /// - Throws: a ``Problem`` where the file cannot be read, or what `receive` throws.
  static func read(path: String, _ receive: (UnsafeRawBufferPointer) throws -> Void) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { close(descriptor) }
    let block = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { block.deallocate() }
    while true {
      let count = Glibc.read(descriptor, block.baseAddress, block.count)
      if count == 0 { return }
      if count > 0 {
        try receive(UnsafeRawBufferPointer(rebasing: block[..<count]))
      } else if errno != EINTR {
        throw unreadable(path)
      }
    }
  }

  private static func unreadable(_ path: String) -> Problem {
    Problem(path, "cannot be read: \(String(cString: strerror(errno)).lowercased())")
  }
}
