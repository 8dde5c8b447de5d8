import Foundation
import Records
import Testing
import Traffic

/// No bytes may crash, hang or exhaust the readers: they are read, or refused with a problem. Debug builds trap on
/// arithmetic that overflows, which ends the test run.
struct CaptureDamageTests {
  /// A small conversation that passes through every decoder.
  private func packets() -> [[UInt8]] {
    let client = Endpoint(address: IPAddress(v4: 0x0a00_0001), port: 40_000)
    let server = Endpoint(address: IPAddress(v4: 0xc000_0201), port: 443)
    let client6 = Endpoint(address: IPAddress(high: 0x2001_0db8 << 32, low: 1), port: 40_001)
    let server6 = Endpoint(address: IPAddress(high: 0x2001_0db8 << 32, low: 2), port: 80)
    let resolver = Endpoint(address: IPAddress(v4: 0xc000_0235), port: 53)
    func tcp(
      _ source: Endpoint, _ destination: Endpoint, _ flags: UInt8, _ sequence: UInt32,
      _ acknowledgement: UInt32, _ payload: [UInt8] = []
    ) -> [UInt8] {
      PacketBuilder.ip(
        from: source.address, to: destination.address, next: 6,
        PacketBuilder.tcp(
          from: source, to: destination, flags: flags, sequence: sequence, acknowledgement: acknowledgement,
          options: flags & 2 != 0 ? [2, 4, 5, 180] : [], payload: payload))
    }
    let query = DNSBytes.message(id: 1, flags: 0x0100, question: "a.test", type: 1)
    let hello = TLSBytes.record(
      22, TLSBytes.clientHello(sessionID: [1], fields: TLSBytes.serverName("a.test")))
    let question = PacketBuilder.udp(from: client, to: resolver, payload: query)
    func fragment(_ range: Range<Int>, isLast: Bool) -> [UInt8] {
      PacketBuilder.ip(
        from: client.address, to: resolver.address, next: 17, Array(question[range]),
        fragment: PacketBuilder.Fragment(identification: 5, offset: range.lowerBound, isLast: isLast))
    }
    return [
      tcp(client, server, 2, 4_294_967_290, 0), tcp(server, client, 18, 5000, 4_294_967_291),
      tcp(client, server, 16, 4_294_967_291, 5001, hello), tcp(server, client, 16, 5011, 5, [1, 2]),
      tcp(server, client, 16, 5001, 5, Array(hello.prefix(10))), tcp(client, server, 17, 100, 5013),
      tcp(client6, server6, 24, 1, 1, Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8)),
      tcp(server6, client6, 24, 1, 28, Array("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx".utf8)),
      fragment(16..<question.count, isLast: true), fragment(0..<16, isLast: false),
    ]
  }

  private func pcap(isNanosecond: Bool = false) -> [UInt8] {
    var capture = PcapBuilder(linkType: 276, isNanosecond: isNanosecond)
    for (index, packet) in packets().enumerated() {
      capture.add(PacketBuilder.cooked2(packet), at: PacketTrace.moment(index).nanoseconds)
    }
    return capture.bytes
  }

  private func pcapng(isBigEndian: Bool) -> [UInt8] {
    var file = PcapngBuilder()
    file.section(isBigEndian: isBigEndian)
    file.interface(linkType: 1, name: "eth0", resolution: 9, offset: -1)
    file.interface(linkType: 276)
    for (index, packet) in packets().enumerated() {
      if index % 2 == 0 {
        file.packet(PacketBuilder.ethernet(packet, tags: [0x8100]), ticks: UInt64(PacketTrace.start))
      } else {
        file.packet(PacketBuilder.cooked2(packet), interface: 1, ticks: UInt64(PacketTrace.start / 1000))
      }
    }
    file.simplePacket(PacketBuilder.ethernet([0x45]))
    file.statistics(times: [2: UInt64(PacketTrace.start)], counts: [(5, 1)])
    return file.bytes
  }

  /// Every packet of a capture is counted, whatever its bytes.
  private func expectSound(_ reading: ReadingOfCapture) {
    for connection in reading.connections {
      #expect(connection.last >= connection.first)
      #expect(connection.clientPayload >= 0 && connection.serverPayload >= 0 && connection.missingBytes >= 0)
      for burst in connection.bursts { #expect(burst.stop >= burst.start) }
    }
    for capture in reading.captures {
      #expect(capture.undecodedPackets <= capture.packets)
      if let first = capture.first, let last = capture.last { #expect(first <= last) }
    }
  }

  @Test func cutsAtEveryByteAreReadOrRefused() throws {
    for whole in [pcap(), pcapng(isBigEndian: true)] {
      let packets = try ReadingOfCapture(whole).captures.reduce(0) { $0 + $1.packets }
      #expect(packets >= 10)
      for count in 0..<whole.count {
        let reading = try ReadingOfCapture(Array(whole.prefix(count)))
        expectSound(reading)
        #expect(reading.captures.reduce(0) { $0 + $1.packets } <= packets)
        #expect(reading.problem == nil || reading.connections.isEmpty)
      }
    }
  }

  @Test func flippedBytesAreReadOrRefused() throws {
    var generator = DamageGenerator(seed: 11)
    for whole in [pcap(), pcap(isNanosecond: true), pcapng(isBigEndian: false), pcapng(isBigEndian: true)] {
      for _ in 0..<250 {
        var bytes = whole
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
          let extreme: [UInt8] = [0, 1, 0x7f, 0x80, 0xff, .random(in: 0...255, using: &generator)]
          bytes[Int.random(in: 4..<bytes.count, using: &generator)] =
            extreme.randomElement(using: &generator) ?? 0
        }
        expectSound(try ReadingOfCapture(bytes))
      }
    }
  }

  @Test func extremesInEveryFieldAreReadOrRefused() throws {
    for whole in [pcap(), pcapng(isBigEndian: false)] {
      for value: [UInt8] in [
        [0xff, 0xff, 0xff, 0xff], [0, 0, 0, 0], [0xfc, 0xff, 0xff, 0xff], [0, 0, 0, 0x80],
      ] {
        for offset in stride(from: 8, to: min(whole.count - 4, 600), by: 4) {
          var bytes = whole
          bytes.replaceSubrange(offset..<offset + 4, with: value)
          expectSound(try ReadingOfCapture(bytes))
        }
      }
    }
  }

  @Test func manySmallPiecesOfManyDatagramsCostLittle() throws {
    var capture = PcapBuilder()
    let source = IPAddress(v4: 0x0a00_0001)
    let destination = IPAddress(v4: 0x0a00_0002)
    for datagram in 0..<8 {
      // Every second piece of eight bytes, so that none joins another.
      for index in stride(from: 0, to: 4000, by: 2) {
        let packet = PacketBuilder.ip(
          from: source, to: destination, next: 17, [1, 2, 3, 4, 5, 6, 7, 8],
          fragment: PacketBuilder.Fragment(identification: datagram, offset: index * 8, isLast: index == 0))
        capture.add(packet, at: PacketTrace.start)
      }
    }
    let clock = ContinuousClock()
    var reading: ReadingOfCapture?
    let time = try clock.measure { reading = try ReadingOfCapture(capture.bytes) }
    #expect(reading?.captures.first?.packets == 16_000)
    #expect(time < .seconds(10))
  }

  @Test(.enabled(if: ReadingOfText.shared != nil, "no shared samples beside the package or at ASSAY_SHARED"))
  func everySampleIsReadOrRefused() throws {
    let paths = ReadingOfText.files(under: "samples/pcap")
    #expect(paths.count > 300)
    for path in paths {
      let reading = try ReadingOfCapture(path: path)
      let head = try Data(contentsOf: URL(filePath: path)).prefix(FileHead.length)
      let isCapture = [PcapFile.recognises, PcapngFile.recognises].contains {
        $0(FileHead(bytes: Array(head)))
      }
      #expect((reading.problem == nil) == isCapture, "\(path)")
      expectSound(reading)
    }
  }
}
