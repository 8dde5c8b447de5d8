#if canImport(Glibc)
  import Glibc
#endif
import Records

/// Reads a file front to back through borrowed buffers, so that a capture larger than memory costs a few megabytes.
final class BlockReader {
  /// The longest piece that ``peek(_:)`` can give.
  static let longestPiece = 16 << 20

  private let path: String
  private let descriptor: Int32
  private let lender: any BlockLender
  /// The bytes that were read and not moved past; in a borrowed buffer, or in `gathered`.
  private var next: UnsafeRawPointer
  private var available = 0
  /// A piece that is longer than a buffer's margin, in one; nil where there was none yet.
  private var gathered: UnsafeMutableRawPointer?
  /// What the last block holds beyond the gathered piece: so many bytes from here on.
  private var rest: UnsafeRawPointer
  private var restCount = 0
  private var bytesRead = 0
  private var isAtEnd = false
  /// The offset in the file of the next byte.
  private(set) var position = 0

  /// Opens a file.
  ///
  /// - Throws: a `Problem` where it cannot be opened.
  init(path: String, lender: (any BlockLender)?) throws {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Problem(path, "cannot be opened: \(String(cString: strerror(errno)))")
    }
    _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
    self.lender = lender ?? BlockPair()
    // Nothing is read yet: both only have to point somewhere.
    next = UnsafeRawPointer(self.lender.borrow())
    rest = next
  }

  deinit {
    close(descriptor)
    gathered?.deallocate()
  }

  /// The next `count` bytes, valid until the next call; nil where the file ends before.
  @inline(__always)
  func peek(_ count: Int) throws -> UnsafeRawPointer? {
    if available >= count { return next }
    return try fill(count)
  }

  /// Moves on by `count` bytes that were peeked at.
  @inline(__always)
  func advance(_ count: Int) {
    next += count
    available -= count
    position += count
  }

  /// Moves on by up to `count` bytes, peeked at or not; false where the file ends before.
  func skip(_ count: Int) throws -> Bool {
    var left = count
    while left > 0 {
      guard try peek(1) != nil else { return false }
      let step = min(left, available)
      advance(step)
      left -= step
    }
    return true
  }

  /// How many bytes are left where ``peek(_:)`` gave nil: the cut end of the file.
  var remainder: Int { available + restCount }

  private func fill(_ count: Int) throws -> UnsafeRawPointer? {
    guard count <= Self.longestPiece else { return nil }
    if available == 0 {
      next = rest
      swap(&available, &restCount)
    }
    while available < count, restCount > 0 || !isAtEnd {
      if restCount > 0 || available > BlockBuffer.margin { return try gather(count) }
      let block = lender.borrow()
      let start = block - available
      start.copyMemory(from: next, byteCount: available)
      next = UnsafeRawPointer(start)
      available += try read(into: block)
    }
    return available >= count ? next : nil
  }

  /// The next `count` bytes, put together of what is left and of the blocks after it.
  private func gather(_ count: Int) throws -> UnsafeRawPointer? {
    let piece = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 16)
    piece.copyMemory(from: next, byteCount: available)
    gathered?.deallocate()
    gathered = piece
    next = UnsafeRawPointer(piece)
    while available < count {
      if restCount == 0 {
        let block = lender.borrow()
        rest = UnsafeRawPointer(block)
        restCount = try read(into: block)
        if restCount == 0 { return nil }
      }
      let step = min(restCount, count - available)
      (piece + available).copyMemory(from: rest, byteCount: step)
      available += step
      rest += step
      restCount -= step
    }
    return next
  }

  /// Reads the next block of the file; nothing at its end.
  private func read(into block: UnsafeMutableRawPointer) throws -> Int {
    while true {
      let count = Glibc.read(descriptor, block, BlockBuffer.size)
      if count < 0 {
        if errno == EINTR { continue }
        throw Problem(path, "cannot be read: \(String(cString: strerror(errno)))")
      }
      if count == 0 { isAtEnd = true } else { lender.filled(count, at: bytesRead) }
      bytesRead += count
      return count
    }
  }
}
