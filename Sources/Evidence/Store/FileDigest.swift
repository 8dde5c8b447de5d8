import Crypto
import Dispatch
import Glibc
public import Records
import Synchronization

/// The SHA-256 of a file that is read at the same time, computed step by step by the thread that has nothing better
/// to do.
///
/// A SHA-256 takes longer than anything else that is done with a capture, and cannot be divided. So it has no thread
/// of its own, which would be the last to end: the thread that writes records takes a step where none have arrived,
/// and the one that reads takes one where it is ahead. What a reader reads into borrowed buffers is not read again.
public final class FileDigest: @unchecked Sendable {
  private static let buffers = 16
  /// From so many blocks on, the thread that reads them hashes one, where nobody else does.
  private static let worthHelping = 8
  /// From so many blocks on, a thread that rests is woken.
  private static let worthWaking = 4

  private struct State {
    /// The place in the file and the length of the block in each buffer.
    var blocks = Array(repeating: (offset: 0, count: 0), count: FileDigest.buffers)
    /// How many blocks were read, and how many of these are hashed or passed over.
    var filled = 0
    var hashed = 0
    var isHashing = false
    /// Whether the reading thread waits for a buffer, and the writing one for work.
    var isReaderWaiting = false
    var isWriterResting = false
  }

  private let path: String
  private let memory = BlockBuffer.allocate(buffers)
  private let state = Mutex(State())
  private let vacancy = DispatchSemaphore(value: 0)
  private let work = DispatchSemaphore(value: 0)

  // These belong to the thread that set `isHashing`; to the writing one, where nobody borrows.
  private var hash = SHA256()
  private var position = 0
  private var descriptor: Int32 = -1

  /// A digest of the file at `path`, of which nothing is hashed yet.
  public init(path: String) {
    self.path = path
  }

  deinit {
    memory.deallocate()
    if descriptor >= 0 { close(descriptor) }
  }

  /// Hashes what is left, when nobody reads the file any more.
  ///
  /// - Returns: the digest in lower-case hexadecimal, or nil where the file could not be read.
  public func finish() -> String? {
    while takeStep() {}
    while true {
      guard let count = readStep() else { return nil }
      if count == 0 { return Hexadecimal.text(hash.finalize()) }
    }
  }

  /// Hashes the oldest block in a buffer; false where there is none, or where the other thread is at it.
  func takeStep() -> Bool {
    let block = state.withLock { state -> (number: Int, offset: Int, count: Int)? in
      guard !state.isHashing, state.hashed < state.filled else { return nil }
      state.isHashing = true
      let number = state.hashed % Self.buffers
      return (number, state.blocks[number].offset, state.blocks[number].count)
    }
    guard let block else { return false }
    // What a reader passes over, or reads again, is left to ``readStep()``.
    if block.offset == position {
      hash.update(
        bufferPointer: UnsafeRawBufferPointer(
          start: BlockBuffer.block(block.number, of: memory), count: block.count))
      position += block.count
    }
    let isReaderWaiting = state.withLock { state in
      state.isHashing = false
      state.hashed += 1
      defer { state.isReaderWaiting = false }
      return state.isReaderWaiting
    }
    if isReaderWaiting { vacancy.signal() }
    return true
  }

  /// Reads and hashes the next block of a file that nobody reads into borrowed buffers.
  ///
  /// - Returns: its length, which is 0 at the file's end; nil where it cannot be read.
  func readStep() -> Int? {
    if descriptor < 0 { descriptor = open(path, O_RDONLY | O_CLOEXEC) }
    let buffer = BlockBuffer.block(0, of: memory)
    while true {
      let count = pread(descriptor, buffer, BlockBuffer.size, position)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { return nil }
      hash.update(bufferPointer: UnsafeRawBufferPointer(start: buffer, count: count))
      position += count
      return count
    }
  }

  /// Waits for ``wake()``, or for blocks that are worth it.
  func rest() {
    let mayRest = state.withLock { state in
      state.isWriterResting = state.isHashing || state.filled - state.hashed < Self.worthWaking
      return state.isWriterResting
    }
    if mayRest { work.wait() }
  }

  /// Ends a ``rest()``, this one or the next.
  func wake() {
    work.signal()
  }
}

extension FileDigest: BlockLender {
  /// The next buffer; hashes a block first, or waits for one to be hashed, where the reader is far ahead.
  public func borrow() -> UnsafeMutableRawPointer {
    while true {
      let (isFree, isWaiting, number) = state.withLock { state in
        let isFree = state.filled - state.hashed < (state.isHashing ? Self.buffers : Self.worthHelping)
        state.isReaderWaiting = !isFree && state.isHashing
        return (isFree, state.isReaderWaiting, state.filled % Self.buffers)
      }
      if isFree { return BlockBuffer.block(number, of: memory) }
      if isWaiting { vacancy.wait() } else { _ = takeStep() }
    }
  }

  /// Notes the block, and wakes the thread that rests where there are enough of them.
  public func filled(_ count: Int, at offset: Int) {
    let isWorthWaking = state.withLock { state in
      state.blocks[state.filled % Self.buffers] = (offset, count)
      state.filled += 1
      guard state.isWriterResting, state.filled - state.hashed >= Self.worthWaking else { return false }
      state.isWriterResting = false
      return true
    }
    if isWorthWaking { work.signal() }
  }
}
