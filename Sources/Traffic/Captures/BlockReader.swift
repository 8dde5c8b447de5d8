#if canImport(Glibc)
  import Glibc
#endif
import Records

/// Reads a file front to back through one buffer, so that a capture larger than memory costs a few megabytes.
final class BlockReader {
  /// The longest piece that ``peek(_:)`` can give.
  static let longestPiece = 16 << 20

  private let path: String
  private let descriptor: Int32
  private var buffer: UnsafeMutableRawPointer
  private var capacity = 1 << 20
  private var start = 0
  private var end = 0
  private var isAtEnd = false
  /// The offset in the file of the next byte.
  private(set) var position = 0

  /// Opens a file.
  ///
  /// - Throws: a `Problem` where it cannot be opened.
  init(path: String) throws {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Problem(path, "cannot be opened: \(String(cString: strerror(errno)))")
    }
    _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    buffer = .allocate(byteCount: capacity, alignment: 16)
  }

  deinit {
    close(descriptor)
    buffer.deallocate()
  }

  /// The next `count` bytes, valid until the next call; nil where the file ends before.
  @inline(__always)
  func peek(_ count: Int) throws -> UnsafeRawPointer? {
    if end - start >= count { return UnsafeRawPointer(buffer + start) }
    return try fill(count)
  }

  /// Moves on by `count` bytes that were peeked at.
  @inline(__always)
  func advance(_ count: Int) {
    start += count
    position += count
  }

  /// Moves on by up to `count` bytes, peeked at or not; false where the file ends before.
  func skip(_ count: Int) throws -> Bool {
    var left = count
    while left > 0 {
      let step = min(left, capacity / 2)
      guard try peek(step) != nil else { return false }
      advance(step)
      left -= step
    }
    return true
  }

  /// How many bytes are left in the buffer where ``peek(_:)`` gave nil: the cut end of the file.
  var remainder: Int { end - start }

  private func fill(_ count: Int) throws -> UnsafeRawPointer? {
    guard count <= Self.longestPiece else { return nil }
    if count > capacity { grow(to: count) }
    buffer.copyMemory(from: buffer + start, byteCount: end - start)
    end -= start
    start = 0
    while end < count, !isAtEnd {
      let got = read(descriptor, buffer + end, capacity - end)
      if got < 0 {
        if errno == EINTR { continue }
        throw Problem(path, "cannot be read: \(String(cString: strerror(errno)))")
      }
      isAtEnd = got == 0
      end += got
    }
    return end >= count ? UnsafeRawPointer(buffer) : nil
  }

  private func grow(to count: Int) {
    let larger = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 16)
    larger.copyMemory(from: buffer + start, byteCount: end - start)
    buffer.deallocate()
    buffer = larger
    capacity = count
    end -= start
    start = 0
  }
}
