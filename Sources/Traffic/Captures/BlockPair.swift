import Records

/// Two buffers that nobody else looks at, lent in turns.
final class BlockPair: BlockLender, @unchecked Sendable {
  private let memory = BlockBuffer.allocate(2)
  private var isSecond = false

  deinit { memory.deallocate() }

  func borrow() -> UnsafeMutableRawPointer {
    isSecond.toggle()
    return BlockBuffer.block(isSecond ? 1 : 0, of: memory)
  }

  func filled(_ count: Int, at offset: Int) {}
}
