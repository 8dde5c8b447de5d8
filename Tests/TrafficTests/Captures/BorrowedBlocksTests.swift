import Records
import Synchronization
import Testing
import Traffic

/// Captures of several megabytes, whose packets lie across the blocks that the file is read in.
struct BorrowedBlocksTests {
  /// Shorter and longer than a block's margin, a block, and both: every way that a packet can lie in them.
  private static let lengths = [
    100, 1500, 65_000, BlockBuffer.margin - 16, BlockBuffer.margin + 1, 90, BlockBuffer.size,
    BlockBuffer.size + BlockBuffer.margin + 7, 60, 61, 1_000_000, 40_000, 3,
  ]

  /// A capture in which every packet has a port of its own, and bytes after the datagram up to its length.
  private static func capture(packets: Int) -> [UInt8] {
    var capture = PcapBuilder(snapLength: 2 << 20)
    for number in 0..<packets {
      let packet = PacketBuilder.ip(
        from: IPAddress(v4: 0x0a00_0001), to: IPAddress(v4: 0x0a00_0002), next: 17,
        PacketBuilder.udp(
          from: Endpoint(address: IPAddress(v4: 0x0a00_0001), port: UInt16(10_000 + number)),
          to: Endpoint(address: IPAddress(v4: 0x0a00_0002), port: 5000), payload: [1]))
      let length = max(packet.count, lengths[number % lengths.count])
      capture.add(
        packet + Array(repeating: UInt8(truncatingIfNeeded: number), count: length - packet.count),
        at: PacketTrace.start + Int64(number) * 1_000_000)
    }
    return capture.bytes
  }

  @Test func everyPacketIsReadWhereverItLiesInTheBlocks() throws {
    let reading = try ReadingOfCapture(Self.capture(packets: 60))
    #expect(reading.captures.map(\.packets) == [60])
    #expect(reading.connections.map(\.client.port) == (0..<60).map { UInt16(10_000 + $0) })
    #expect(reading.oddities == [])
  }

  @Test func whoLendsTheBuffersSeesTheWholeFileInOrder() throws {
    let bytes = Self.capture(packets: 60)
    let lender = WatchingLender()
    let reading = try ReadingOfCapture(bytes, context: ReadingContext(lender: lender))
    #expect(reading.connections.count == 60)
    #expect(lender.seen == bytes)
    #expect(lender.isInOrder)
  }

  @Test(arguments: [1, 17, 100_000, 1_500_000])
  func aCutCaptureIsReadUpToTheCut(missing: Int) throws {
    let bytes = Self.capture(packets: 37)
    let lender = WatchingLender()
    let reading = try ReadingOfCapture(bytes.dropLast(missing), context: ReadingContext(lender: lender))
    #expect(reading.oddityNames == ["capture_cut"])
    #expect(reading.captures.map(\.packets).first ?? 0 < 37)
    #expect(lender.seen == Array(bytes.dropLast(missing)))
  }

  @Test func aBlockThatIsPassedOverIsShownToo() throws {
    var capture = PcapngBuilder()
    capture.section()
    // A block of a private type that is longer than any piece that is read at once.
    capture.block(0x8000_0001, Array(repeating: 7, count: 17 << 20))
    let lender = WatchingLender()
    let reading = try ReadingOfCapture(capture.bytes, context: ReadingContext(lender: lender))
    #expect(reading.problem == nil)
    #expect(reading.oddities == [])
    #expect(lender.seen == capture.bytes)
  }
}

/// Lends two buffers in turns, spoils the one that was given back, and keeps what each held.
private final class WatchingLender: BlockLender, @unchecked Sendable {
  private let memory = BlockBuffer.allocate(2)
  private var current: UnsafeMutableRawPointer?
  private var filled = 0
  private(set) var seen: [UInt8] = []
  private(set) var isInOrder = true

  deinit { memory.deallocate() }

  func borrow() -> UnsafeMutableRawPointer {
    // Only what the last buffer but one held may be gone.
    let buffer = BlockBuffer.block(filled % 2, of: memory)
    buffer.initializeMemory(as: UInt8.self, repeating: 0xee, count: BlockBuffer.size)
    current = buffer
    return buffer
  }

  func filled(_ count: Int, at offset: Int) {
    isInOrder = isInOrder && offset == seen.count
    seen += UnsafeRawBufferPointer(start: current, count: count)
    filled += 1
  }
}
