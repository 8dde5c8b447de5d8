import Glibc
import Records

/// Cuts a text file into its lines.
struct TextLines {
  /// A line without its line feed (and the carriage return before it).
  struct Line {
    /// The bytes, valid only until the call that hands them over returns; none where the line is too long.
    var bytes: UnsafeRawBufferPointer
    /// The line's number, counted from 1.
    var number: Int
    /// Whether the line has more than ``TextLines/limit`` bytes, and was left out.
    var isTooLong: Bool
    /// Whether a line feed follows: the last line of a file that was cut has none.
    var isTerminated: Bool
  }

  /// The most bytes of a line: 64 KiB.
  static let limit = 65_536

  private var number = 1
  private var carried: [UInt8] = []
  private var isTooLong = false

  /// Hands over the lines of the file at `path`; what follows the last line feed is a line if it is not empty.
  ///
  /// - Throws: a ``Problem`` where the file cannot be read, or what `receive` throws.
  static func read(path: String, _ receive: (Line) throws -> Void) throws {
    var lines = TextLines()
    try FileBlocks.read(path: path) { try lines.feed($0, receive) }
    try lines.finish(receive)
  }

  /// Takes the next block and hands over the lines that end in it.
  mutating func feed(_ block: UnsafeRawBufferPointer, _ receive: (Line) throws -> Void) throws {
    var rest = block
    while let base = rest.baseAddress, let found = memchr(base, 0x0a, rest.count) {
      let count = UnsafeRawPointer(found) - base
      try handOver(UnsafeRawBufferPointer(rebasing: rest[..<count]), isTerminated: true, receive)
      rest = UnsafeRawBufferPointer(rebasing: rest[(count + 1)...])
    }
    carry(rest)
  }

  /// Says that the text has ended.
  mutating func finish(_ receive: (Line) throws -> Void) throws {
    guard !carried.isEmpty || isTooLong else { return }
    try handOver(UnsafeRawBufferPointer(start: nil, count: 0), isTerminated: false, receive)
  }

  private mutating func handOver(
    _ end: UnsafeRawBufferPointer, isTerminated: Bool, _ receive: (Line) throws -> Void
  ) throws {
    if carried.isEmpty, !isTooLong, end.count <= Self.limit {
      try receive(line(end, isTerminated: isTerminated))
    } else {
      carry(end)
      try carried.withUnsafeBytes { try receive(line($0, isTerminated: isTerminated)) }
    }
    carried.removeAll(keepingCapacity: true)
    isTooLong = false
    number += 1
  }

  private func line(_ bytes: UnsafeRawBufferPointer, isTerminated: Bool) -> Line {
    let end = bytes.last == 0x0d ? bytes.count - 1 : bytes.count
    return Line(
      bytes: UnsafeRawBufferPointer(rebasing: bytes[..<end]), number: number, isTooLong: isTooLong,
      isTerminated: isTerminated)
  }

  private mutating func carry(_ bytes: UnsafeRawBufferPointer) {
    isTooLong = isTooLong || carried.count + bytes.count > Self.limit
    if isTooLong {
      carried.removeAll(keepingCapacity: true)
    } else {
      carried.append(contentsOf: bytes)
    }
  }
}
