import Records
import Testing
import Traffic

struct PcapFileTests {
  private let packet = PacketBuilder.ip(
    from: IPAddress(v4: 0x0a00_0001), to: IPAddress(v4: 0x0a00_0002), next: 17,
    PacketBuilder.udp(
      from: Endpoint(address: IPAddress(v4: 0x0a00_0001), port: 40_000),
      to: Endpoint(address: IPAddress(v4: 0x0a00_0002), port: 5000), payload: [1]))

  @Test(arguments: [(false, false), (false, true), (true, false), (true, true)])
  func everyByteOrderAndUnitGivesTheSameTimes(isBigEndian: Bool, isNanosecond: Bool) throws {
    var capture = PcapBuilder(isBigEndian: isBigEndian, isNanosecond: isNanosecond)
    capture.add(packet, at: 1_700_000_000_123_456_789)
    capture.add(packet, at: 1_700_000_001_000_000_001)
    let reading = try ReadingOfCapture(capture.bytes)
    let part: Int64 = isNanosecond ? 1 : 1000
    #expect(reading.problem == nil)
    #expect(reading.captures.map(\.packets) == [2])
    #expect(reading.captures.first?.first?.nanoseconds == 1_700_000_000_123_456_789 / part * part)
    #expect(reading.captures.first?.last?.nanoseconds == 1_700_000_001_000_000_001 / part * part)
    #expect(reading.connections.first?.clientPackets == 2)
    #expect(reading.captures.first?.droppedPackets == nil)
    #expect(reading.oddities == [])
  }

  @Test func coverageReachesFromTheEarliestToTheLatestPacketWhateverTheirOrder() throws {
    var capture = PcapBuilder()
    for second in [Int64(50), 20, 90, 30] { capture.add(packet, at: second * 1_000_000_000) }
    let reading = try ReadingOfCapture(capture.bytes)
    #expect(reading.captures.first?.first == Timestamp(seconds: 20))
    #expect(reading.captures.first?.last == Timestamp(seconds: 90))
    #expect(reading.connections.first?.last == Timestamp(seconds: 90))
  }

  @Test func aCutLastPacketIsSaidAndTheOthersAreRead() throws {
    var capture = PcapBuilder()
    capture.add(packet, at: PacketTrace.start)
    capture.add(packet, at: PacketTrace.start)
    let reading = try ReadingOfCapture(capture.bytes.dropLast(1))
    #expect(reading.captures.map(\.packets) == [1])
    #expect(reading.oddityNames == ["capture_cut"])
  }

  @Test func aLengthBeyondReasonEndsTheReadingAndIsSaid() throws {
    var capture = PcapBuilder()
    capture.add(packet, at: PacketTrace.start)
    var bytes = capture.bytes
    let second = bytes.count
    capture.add(packet, at: PacketTrace.start)
    bytes = capture.bytes
    bytes.replaceSubrange(second + 8..<second + 12, with: [0xff, 0xff, 0xff, 0xff])
    let reading = try ReadingOfCapture(bytes)
    #expect(reading.captures.map(\.packets) == [1])
    #expect(reading.oddityNames == ["capture_packet_too_long"])
  }

  @Test func whatIsNoPcapIsRefused() throws {
    #expect(try ReadingOfCapture([]).problem != nil)
    #expect(try ReadingOfCapture(Array(PcapBuilder().bytes.dropLast())).problem != nil)
    #expect(try ReadingOfCapture([UInt8](repeating: 0x20, count: 100)).problem != nil)
    #expect(!PcapFile.recognises(FileHead(bytes: [0xa1, 0xb2, 0xc3])))
    #expect(PcapFile.recognises(FileHead(bytes: PcapBuilder(isBigEndian: true).bytes)))
  }
}
