import Records
import Testing
import Traffic

struct PcapngFileTests {
  private static let second: UInt64 = 1_700_000_000
  private let packet = PacketBuilder.ip(
    from: IPAddress(v4: 0x0a00_0001), to: IPAddress(v4: 0x0a00_0002), next: 17,
    PacketBuilder.udp(
      from: Endpoint(address: IPAddress(v4: 0x0a00_0001), port: 40_000),
      to: Endpoint(address: IPAddress(v4: 0x0a00_0002), port: 5000), payload: [1]))

  @Test func eachInterfaceCountsTimeInItsOwnWay() throws {
    var file = PcapngBuilder()
    file.section()
    file.interface(name: "eth0")
    file.interface(resolution: 9)
    file.interface(resolution: 3, offset: 1_000_000_000)
    // Ticks of 2^-20 s.
    file.interface(resolution: 0x80 | 20)
    file.packet(packet, interface: 0, ticks: Self.second * 1_000_000 + 1)
    file.packet(packet, interface: 1, ticks: Self.second * 1_000_000_000 + 2)
    file.packet(packet, interface: 2, ticks: 700_000_000 * 1000 + 3)
    file.packet(packet, interface: 3, ticks: Self.second << 20 | 1 << 19)
    let reading = try ReadingOfCapture(file.bytes)
    let start = Int64(Self.second) * 1_000_000_000
    #expect(reading.captures.map(\.interface) == [0, 1, 2, 3])
    #expect(
      reading.captures.map(\.first?.nanoseconds) == [
        start + 1000, start + 2, start + 3_000_000, start + 500_000_000,
      ])
    #expect(reading.captures.first?.name == "eth0")
    #expect(reading.connections.map(\.clientPackets) == [4])
    #expect(reading.oddities == [])
  }

  @Test func eachSectionHasItsOwnByteOrderAndInterfaces() throws {
    var file = PcapngBuilder()
    for isBigEndian in [true, false] {
      file.section(isBigEndian: isBigEndian)
      file.interface(linkType: isBigEndian ? 101 : 1, name: isBigEndian ? "tun0" : "lan")
      file.packet(
        isBigEndian ? packet : PacketBuilder.ethernet(packet), ticks: Self.second * 1_000_000 + 5)
      file.statistics(
        times: [2: Self.second * 1_000_000, 3: (Self.second + 60) * 1_000_000], counts: [(5, 3), (7, 4)])
    }
    let reading = try ReadingOfCapture(file.bytes)
    #expect(reading.captures.map(\.name) == ["tun0", "lan"])
    #expect(reading.captures.map(\.linkType) == [101, 1])
    #expect(reading.captures.map(\.packets) == [1, 1])
    #expect(reading.captures.map(\.droppedPackets) == [7, 7])
    #expect(reading.captures.map(\.first) == [Timestamp(seconds: 1.7e9), Timestamp(seconds: 1.7e9)])
    #expect(
      reading.captures.map(\.last) == [Timestamp(seconds: 1.70000006e9), Timestamp(seconds: 1.70000006e9)])
    #expect(reading.connections.map(\.clientPackets) == [2])
  }

  @Test func packetsWithoutATimeAreCountedAndNotPlaced() throws {
    var file = PcapngBuilder()
    file.section()
    file.interface()
    file.simplePacket(packet)
    let reading = try ReadingOfCapture(file.bytes)
    #expect(reading.captures.map(\.packets) == [1])
    #expect(reading.captures.map(\.undecodedPackets) == [1])
    #expect(reading.captures.first?.first == nil)
    #expect(reading.connections.isEmpty)
    #expect(reading.oddityNames == ["capture_packet_without_time"])
  }

  @Test func unknownBlocksArePassedOverAndSecretsStayAside() throws {
    var file = PcapngBuilder()
    file.section()
    file.block(0x0bad_0001, [1, 2, 3, 4])
    file.interface()
    file.block(10, file.long(0x544c_534b) + file.long(8) + Array("CLIENT_R".utf8))
    // Secrets of WireGuard.
    file.block(10, file.long(0x5747_4b4c) + file.long(4) + Array("KEY=".utf8))
    file.packet(packet, ticks: Self.second * 1_000_000)
    file.block(4, [0, 0, 0, 0])
    let reading = try ReadingOfCapture(file.bytes)
    #expect(reading.connections.count == 1)
    #expect(reading.oddityNames == ["pcapng_secrets_kept_aside", "tls_key_log_malformed"])
    #expect(!reading.oddities.contains { $0.detail.contains("CLIENT") || $0.detail.contains("KEY") })
  }

  @Test func secretsInTheCaptureDecryptWhatFollows() throws {
    var sealed = SealedDialogue(suite: 0x1301)
    sealed.client("GET /inside HTTP/1.1\r\nHost: api.test\r\n\r\n")
    let secrets = Array(sealed.keyLog.utf8)
    let padding = [UInt8](repeating: 0, count: (4 - secrets.count % 4) % 4)
    for isBigEndian in [false, true] {
      var file = PcapngBuilder()
      file.section(isBigEndian: isBigEndian)
      file.interface()
      file.block(10, file.long(0x544c_534b) + file.long(UInt32(secrets.count)) + secrets + padding)
      for (index, segment) in sealed.segments.enumerated() {
        file.packet(segment, ticks: Self.second * 1_000_000 + UInt64(index))
      }
      let reading = try ReadingOfCapture(file.bytes)
      #expect(reading.exchanges.map(\.url) == ["https://api.test/inside"])
      #expect(reading.oddities.isEmpty)
    }
  }

  @Test func aPacketOfWhichAPartWasKeptIsTruncated() throws {
    var file = PcapngBuilder()
    file.section()
    file.interface()
    file.packet(packet, ticks: Self.second * 1_000_000, wireLength: 900)
    let reading = try ReadingOfCapture(file.bytes)
    #expect(reading.captures.map(\.truncatedPackets) == [1])
    #expect(reading.connections.map(\.clientBytes) == [900])
  }

  @Test func timesOutsideOfTheRangeAreSaidAndNotPlaced() throws {
    var file = PcapngBuilder()
    file.section()
    file.interface(resolution: 0)
    file.interface(resolution: 0, offset: .min)
    file.interface(resolution: 0, offset: -8_000_000_000)
    file.interface(resolution: 0x80 | 63)
    file.packet(packet, interface: 0, ticks: .max)
    file.packet(packet, interface: 1, ticks: 1)
    file.packet(packet, interface: 2, ticks: 99)
    file.packet(packet, interface: 0, ticks: 9_300_000_000)
    // The last second that counts, and the first; 2^63 ticks of 2^-63 s are one.
    file.packet(packet, interface: 0, ticks: 8_999_999_999)
    file.packet(packet, interface: 2, ticks: 8_000_000_000)
    file.packet(packet, interface: 3, ticks: 1 << 63)
    let reading = try ReadingOfCapture(file.bytes)
    #expect(reading.captures.map(\.packets) == [3, 1, 2, 1])
    #expect(reading.captures.map(\.undecodedPackets) == [2, 1, 1, 0])
    #expect(reading.captures.map(\.first?.nanoseconds) == [8_999_999_999_000_000_000, nil, 0, 1_000_000_000])
    #expect(reading.oddityNames.contains("pcapng_time_out_of_range"))
    #expect(
      reading.oddities.first { $0.name == "pcapng_time_out_of_range" }?.detail.hasSuffix("(4 times)") == true)
  }

  @Test func anInterfaceThatCannotBeReadKeepsItsNumber() throws {
    var file = PcapngBuilder()
    file.section()
    file.block(1, [])
    file.interface(name: "good")
    file.packet(packet, interface: 0, ticks: Self.second * 1_000_000)
    for _ in 0..<2 { file.packet(packet, interface: 1, ticks: Self.second * 1_000_000) }
    let reading = try ReadingOfCapture(file.bytes)
    #expect(reading.captures.map(\.name) == ["good"])
    #expect(reading.captures.map(\.packets) == [2])
    #expect(reading.oddityNames == ["pcapng_interface_block_short", "pcapng_interface_unknown"])
  }

  @Test func dropsBeyondAllReasonAreBounded() throws {
    var file = PcapngBuilder()
    file.section()
    file.interface()
    file.statistics(counts: [(Int, UInt64)](repeating: (5, .max), count: 20_000))
    let reading = try ReadingOfCapture(file.bytes)
    #expect(reading.captures.map(\.droppedPackets) == [1 << 50])
  }

  @Test func moreInterfacesThanAnyMachineHasAreCapped() throws {
    var file = PcapngBuilder()
    file.section()
    for _ in 0..<5000 { file.interface() }
    file.packet(packet, interface: 4999, ticks: Self.second * 1_000_000)
    file.packet(packet, interface: 4095, ticks: Self.second * 1_000_000)
    let reading = try ReadingOfCapture(file.bytes)
    #expect(reading.captures.count == 4096)
    #expect(reading.captures.last?.packets == 1)
    #expect(reading.oddityNames == ["pcapng_interface_unknown", "pcapng_interfaces_too_many"])
  }

  @Test func whatDoesNotBeginWithASectionIsRefused() throws {
    let section: [UInt8] = [0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0]
    #expect(try ReadingOfCapture(section).problem != nil)
    #expect(try ReadingOfCapture(section + [1, 2, 3, 4] + [UInt8](repeating: 0, count: 16)).problem != nil)
    #expect(!PcapngFile.recognises(FileHead(bytes: section)))
  }
}
