import Records
import Testing

@testable import Traffic

struct DNSMessageTests {
  static let answer = DNSBytes.message(
    id: 0x1234, flags: 0x8180, question: "WWW.Example.com", type: 28,
    answers: [
      // "www" stands at 12, "example" at 16; the CNAME's data begin at 45.
      DNSBytes.record(pointer: 12, type: 5, timeToLive: 300, data: [3, 99, 100, 110, 0xc0, 16]),
      DNSBytes.record(
        pointer: 45, type: 28, timeToLive: 0x1_0000,
        data: [0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
      DNSBytes.record(pointer: 45, type: 65, timeToLive: 1, data: [0, 1, 0]),
    ])

  @Test func anAnswerIsReadWithItsChainOfNames() {
    let message = Self.answer.withUnsafeBytes { DNSMessage($0) }
    #expect(message.id == 0x1234)
    #expect(message.isResponse)
    #expect(message.responseCode == 0)
    #expect(message.name == "www.example.com")
    #expect(message.type == 28)
    #expect(
      message.answers == [
        Lookup.Answer(name: "www.example.com", type: 5, timeToLive: 300, target: "cdn.example.com"),
        Lookup.Answer(
          name: "cdn.example.com", type: 28, timeToLive: 65_536, address: IPAddress("2001:db8::1")),
        Lookup.Answer(name: "cdn.example.com", type: 65, timeToLive: 1),
      ])
    #expect(message.fault == nil)
  }

  @Test func aMessageThatWasCutIsReadAsFarAsItGoes() {
    for count in 12..<Self.answer.count {
      let message = Self.answer[..<count].withUnsafeBytes { DNSMessage($0) }
      #expect(message.fault == nil)
      #expect(message.name == (count >= 33 ? "www.example.com" : nil))
      #expect(message.answers.count == (count >= 79 ? 2 : count >= 51 ? 1 : 0))
    }
    #expect(Self.answer[..<11].withUnsafeBytes { DNSMessage($0) }.fault != nil)
  }

  @Test func oddBytesInNamesAreEscaped() {
    let bytes: [UInt8] = [0, 5, 0x41, 0x2e, 0x5c, 0, 0xff, 1, 0x5f, 0]
    let reading = bytes.withUnsafeBytes { DNSName.read($0, at: 1) }
    guard case .name(let name, let end) = reading else {
      Issue.record("no name")
      return
    }
    #expect(name == "a\\046\\092\\000\\255._")
    #expect(end == 10)
  }

  @Test(
    arguments: [
      [0xc0, 0x00], [0xc0, 0x05], [1, 0x61, 0xc0, 0x00], [0x40, 0x61], [0x80],
      // Five labels of 63 bytes.
      Array(repeating: [63] + [UInt8](repeating: 0x61, count: 63), count: 5).flatMap { $0 } + [0],
    ] as [[UInt8]])
  func namesThatCannotBeAreMalformed(bytes: [UInt8]) {
    guard case .malformed = bytes.withUnsafeBytes({ DNSName.read($0, at: 0) }) else {
      Issue.record("read as a name")
      return
    }
  }

  @Test func aNameOf255BytesIsRead() {
    // Three labels of 63 bytes, one of 61, and the root: 255 bytes (RFC 1035, 2.3.4).
    let label = [63] + [UInt8](repeating: 0x61, count: 63)
    let bytes = label + label + label + [61] + [UInt8](repeating: 0x61, count: 61) + [0]
    guard case .name(let name, let end) = bytes.withUnsafeBytes({ DNSName.read($0, at: 0) }) else {
      Issue.record("no name")
      return
    }
    #expect(name.utf8.count == 253)
    #expect(end == 255)
  }

  @Test func damagedBytesNeverStopTheDecoding() {
    var generator = DamageGenerator(seed: 1035)
    for _ in 0..<20_000 {
      var bytes = Self.answer
      for _ in 0..<3 {
        bytes[.random(in: bytes.indices, using: &generator)] = .random(in: 0...255, using: &generator)
      }
      let message = bytes.withUnsafeBytes { DNSMessage($0) }
      #expect(message.answers.count <= 256)
    }
  }
}
