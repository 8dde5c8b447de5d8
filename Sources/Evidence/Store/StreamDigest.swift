import Crypto
import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#endif

/// The SHA-256 of bytes that another thread hands over as it reads them: hashed beside the reading, without a copy.
final class StreamDigest: Sendable {
  private struct State {
    var hash = SHA256()
    var count = 0
    var isUsed = false
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "digest", qos: .userInitiated)
  private let isIdle = DispatchSemaphore(value: 1)

  /// Takes the next bytes; they must stay until the next call returns.
  func add(_ bytes: UnsafeRawBufferPointer) {
    isIdle.wait()
    state.withLock { $0.isUsed = true }
    nonisolated(unsafe) let bytes = bytes
    queue.async { [self] in
      state.withLock { state in
        if !bytes.isEmpty { state.hash.update(bufferPointer: bytes) }
        state.count += bytes.count
      }
      isIdle.signal()
    }
  }

  /// Whether no bytes were handed over yet.
  var isUnused: Bool { state.withLock { !$0.isUsed } }

  /// Whether so many bytes were handed over as the file at `path` has.
  func isOfWholeFile(_ path: String) -> Bool {
    isIdle.wait()
    isIdle.signal()
    var status = stat()
    return stat(path, &status) == 0 && state.withLock { $0.count == Int(status.st_size) }
  }

  /// The digest of all bytes, in lower-case hexadecimal.
  func finish() -> String {
    isIdle.wait()
    isIdle.signal()
    let digest = state.withLock { $0.hash.finalize() }
    return digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}
