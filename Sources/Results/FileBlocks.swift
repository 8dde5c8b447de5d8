import Glibc
import Records

/// A file read from its beginning to its end in blocks of 1 MiB.
enum FileBlocks {
  static let size = 1 << 20

  /// Hands `body` the blocks of the file at `path`, one after the other, in a buffer that it may write to.
  ///
  /// - Throws: a ``Problem`` where the file cannot be opened or read or is empty, or what `body` throws.
  static func read(path: String, _ body: (UnsafeMutableRawBufferPointer) throws -> Void) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Problem(path, "cannot be opened: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 16)
    defer { buffer.deallocate() }
    var isEmpty = true
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, size)
      if count == 0 { break }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw Problem(path, "cannot be read: \(String(cString: strerror(errno)))")
      }
      isEmpty = false
      try body(UnsafeMutableRawBufferPointer(rebasing: buffer[..<count]))
    }
    if isEmpty { throw Problem(path, "the file is empty") }
  }
}
