import Records

@testable import Traffic

/// A made-up TCP connection: what each side says, in order; a count of bytes stands for ones not captured.
struct Dialogue {
  enum Line {
    case says(Side, [UInt8])
    case unseen(Side, Int)
  }

  /// What came out of decoding.
  struct Outcome {
    var records = DecodedRecords()
    var contents: [Burst.Content] = []
    var applicationProtocol = Connection.ApplicationProtocol.unknown
    var provenClient: Side?
    var retractedBytes = 0
  }

  static let caller = Endpoint(address: IPAddress(v4: 0xc000_0201), port: 40_000)
  static let callee = Endpoint(address: IPAddress(v4: 0xc633_6402), port: 8080)

  var lines: [Line] = []
  var callee = Dialogue.callee

  mutating func client(_ text: String) { lines.append(.says(.client, Array(text.utf8))) }
  mutating func server(_ text: String) { lines.append(.says(.server, Array(text.utf8))) }
  mutating func client(_ bytes: [UInt8]) { lines.append(.says(.client, bytes)) }
  mutating func server(_ bytes: [UInt8]) { lines.append(.says(.server, bytes)) }
  mutating func unseen(_ side: Side, _ count: Int) { lines.append(.unseen(side, count)) }

  /// Decodes it with a line per millisecond, each line in pieces of at most `pieces` bytes after a first of `first`.
  /// Swapped, the sides are named the wrong way round, as for a capture that began late.
  func decode(
    first: Int = .max, pieces: Int = .max, swapped: Bool = false, keys: KeyLog? = nil
  ) throws -> Outcome {
    var outcome = Outcome()
    let ends = swapped ? (callee, Self.caller) : (Self.caller, callee)
    let stream = ApplicationStream(connection: 7, client: ends.0, server: ends.1, keys: keys)
    for (index, line) in lines.enumerated() {
      let time = Timestamp(nanoseconds: Int64(index) * 1_000_000)
      switch line {
      case .says(let side, let bytes):
        var strongest = Burst.Content.closing
        var start = 0
        while start < bytes.count {
          let end = start == 0 && first < bytes.count ? first : start + min(pieces, bytes.count - start)
          let content = try bytes[start..<end].withUnsafeBytes {
            try stream.consume($0, from: swapped ? side.opposite : side, at: time, into: outcome.records)
          }
          outcome.retractedBytes += stream.takeRetractedBytes()
          if content.rawValue < strongest.rawValue { strongest = content }
          start = end
        }
        outcome.contents.append(strongest)
      case .unseen(let side, let count):
        outcome.contents.append(
          try stream.skip(count, from: swapped ? side.opposite : side, at: time, into: outcome.records))
      }
    }
    try stream.finish(into: outcome.records)
    outcome.applicationProtocol = stream.applicationProtocol
    outcome.provenClient = stream.provenClient
    return outcome
  }

  /// The dialogue with one byte changed and perhaps one line left out.
  func damaged(by generator: inout some RandomNumberGenerator) -> Dialogue {
    var copy = self
    for _ in 0..<Int.random(in: 1...4, using: &generator) {
      let index = Int.random(in: 0..<copy.lines.count, using: &generator)
      guard case .says(let side, var bytes) = copy.lines[index], !bytes.isEmpty else { continue }
      let place = Int.random(in: 0..<bytes.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: bytes[place] = .random(in: 0...255, using: &generator)
      case 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 2: bytes.removeSubrange(place...)
      default:
        copy.lines.insert(.unseen(side, bytes.count - place), at: index + 1)
        bytes.removeSubrange(place...)
      }
      copy.lines[index] = .says(side, bytes)
    }
    return copy
  }
}
