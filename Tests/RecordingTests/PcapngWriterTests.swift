import Foundation
import Testing

@testable import Recording

/// A pcap stream in, a pcapng file out; bytes put together by hand after draft-ietf-opsawg-pcap and -pcapng.
struct PcapngWriterTests {
  private static func bytes(_ values: [UInt32]) -> [UInt8] {
    values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) } }
  }

  /// Nanoseconds, LINKTYPE_LINUX_SLL2; packets of 3 and 4 bytes, of which the first was 60 bytes long.
  private static let stream =
    bytes([0xa1b2_3c4d, 4 << 16 | 2, 0, 0, 262_144, 276])
    + bytes([1, 5, 3, 60]) + [1, 2, 3] + bytes([4_294_967, 295_000_000, 4, 4]) + [4, 5, 6, 7]

  /// The blocks of the two packets: times of 1.000000005 s and 4294967.295 s in nanoseconds,
  /// upper half first (4294967295000000 = 999999 * 2^32 + 4293967296).
  private static let packets =
    bytes([6, 36, 0, 0, 1_000_000_005, 3, 60]) + [1, 2, 3, 0] + bytes([36])
    + bytes([6, 36, 0, 999_999, 4_293_967_296, 4, 4]) + [4, 5, 6, 7] + bytes([36])

  /// The section header (28 bytes), the interface (40) and when it began (40) come first.
  private static let head = 108

  /// What is written of a stream that comes in pieces.
  private func written(
    _ stream: [UInt8], pieces: Int, limit: Int = 1 << 20
  ) throws -> (file: [UInt8], packets: Int, problem: String?) {
    let path = FileManager.default.temporaryDirectory.appending(path: "assay-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var writer = PcapngWriter(path: path, interface: "any", limit: limit)
    for start in stride(from: 0, to: stream.count, by: pieces) {
      writer.take(Array(stream[start..<min(stream.count, start + pieces)]))
    }
    return (Array(try Data(contentsOf: URL(filePath: path))), writer.packets, writer.problem)
  }

  @Test(arguments: [1, 2, 3, 7, 16, 24, 40, 1000]) func packetsAreWrittenHoweverTheyCome(pieces: Int) throws {
    let written = try written(Self.stream, pieces: pieces)
    #expect(written.problem == nil)
    #expect(written.packets == 2)
    #expect(written.file.starts(with: Self.bytes([0x0a0d_0d0a, 28, 0x1a2b_3c4d, 1])))
    #expect(Array(written.file.dropFirst(Self.head)) == Self.packets)
  }

  @Test func aPacketThatIsCutIsNotWritten() throws {
    for length in 0..<Self.stream.count {
      let written = try written(Array(Self.stream.prefix(length)), pieces: 1000)
      #expect(written.packets == (length < 24 + 19 ? 0 : 1), "\(length)")
      #expect(written.problem == nil)
    }
  }

  @Test func whatIsNoPcapIsRefused() throws {
    #expect(try written(Array("tcpdump: nothing of the kind".utf8), pieces: 1000).problem != nil)
    let long = Self.bytes([0xa1b2_c3d4, 4 << 16 | 2, 0, 0, 262_144, 1, 1, 1, 262_145, 60])
    #expect(try written(long, pieces: 1000).problem == "the capture tool wrote a packet of 262145 bytes")
  }
}
