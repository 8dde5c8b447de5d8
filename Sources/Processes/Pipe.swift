#if canImport(Glibc)
  import Glibc
#endif

/// A pipe of which neither end is inherited by the programs that are started.
public struct Pipe {
  /// The end from which bytes are read.
  public let reading: Int32
  /// The end into which bytes are written.
  public let writing: Int32

  /// `F_SETPIPE_SZ` of Linux, which Glibc shows only to GNU's own.
  private static let setSize: Int32 = 1031

  /// Opens a pipe that holds 1 MiB where the system allows it; nil where there are no more descriptors.
  ///
  /// - Parameter waits: whether reading waits for bytes.
  public init?(waits: Bool) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return nil }
    (reading, writing) = (ends[0], ends[1])
    // Nothing is started between these two lines: no other thread starts programs.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    if !waits { _ = fcntl(reading, F_SETFL, O_NONBLOCK) }
    _ = fcntl(reading, Self.setSize, 1 << 20)
  }

  /// What an attempt to read came to.
  public enum Reading {
    /// Bytes, as many as there were up to 256 KiB.
    case bytes([UInt8])
    /// Nothing yet.
    case nothing
    /// The other end is closed.
    case end
  }

  /// Reads what there is from a descriptor that does not wait.
  public static func read(_ descriptor: Int32) -> Reading {
    let capacity = 1 << 18
    var count = 0
    var error: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, filled in
      count = Glibc.read(descriptor, buffer.baseAddress, capacity)
      error = errno
      filled = max(0, count)
    }
    if count > 0 { return .bytes(bytes) }
    return count < 0 && (error == EAGAIN || error == EINTR) ? .nothing : .end
  }
}
