/// Lends the buffers that a file is read into, one after the other, so that who lends them sees the blocks too, and
/// the file is read once for both.
///
/// One thread borrows. It gives each buffer back by borrowing the next but one.
public protocol BlockLender: AnyObject, Sendable {
  /// A buffer of ``BlockBuffer/size`` bytes, with ``BlockBuffer/margin`` writable bytes before it. What the buffer
  /// before it holds stays until the next one is borrowed.
  func borrow() -> UnsafeMutableRawPointer

  /// Says that the buffer borrowed last holds the `count` bytes of the file from `offset` on. Its bytes must not be
  /// changed any more; the margin's may.
  func filled(_ count: Int, at offset: Int)
}

/// The sizes of the buffers that files are read into, in bytes.
public enum BlockBuffer {
  /// The most that a block of a file holds.
  public static let size = 256 << 10
  /// Room before a block, for what is left of the block before it.
  public static let margin = 128 << 10

  /// Room for so many blocks and their margins, in a row; the caller deallocates it.
  public static func allocate(_ count: Int) -> UnsafeMutableRawPointer {
    .allocate(byteCount: count * (margin + size), alignment: 1 << 12)
  }

  /// The beginning of the block of a number, in what ``allocate(_:)`` gave.
  public static func block(_ number: Int, of memory: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer {
    memory + number * (margin + size) + margin
  }
}
