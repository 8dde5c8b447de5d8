import Crypto
import Dispatch
import Records
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// The SHA-256 of a file, computed beside the reading of it.
public final class FileDigest: Sendable {
  private let result = Mutex<[UInt8]?>(nil)
  private let isDone = DispatchSemaphore(value: 0)

  /// Begins to hash the file at `path` in the background.
  public init(path: String) {
    DispatchQueue.global(qos: .userInitiated).async { [self] in
      let digest = Self.digest(path)
      result.withLock { $0 = digest }
      isDone.signal()
    }
  }

  /// Waits for the digest: lower-case hexadecimal, or nil where the file could not be read.
  public func wait() -> String? {
    isDone.wait()
    isDone.signal()
    return result.withLock { $0 }.map { Hexadecimal.text($0) }
  }

  private static func digest(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var hash = SHA256()
    let capacity = 512 << 10
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 16)
    defer { buffer.deallocate() }
    while true {
      let count = read(descriptor, buffer.baseAddress, capacity)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return Array(hash.finalize()) }
      hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}
