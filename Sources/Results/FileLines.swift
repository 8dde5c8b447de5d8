import Glibc
import Records

/// A text file read line by line.
enum FileLines {
  /// The most bytes of a line: 64 MiB. Of a longer one the rest is left out.
  static let limit = 64 << 20

  /// Hands `body` each line without its end, its number, counted from 1, and whether a line end came after it.
  ///
  /// - Throws: a ``Problem`` where the file cannot be read or is empty, or what `body` throws.
  static func read(
    path: String, _ body: (UnsafeRawBufferPointer, _ number: Int, _ isEnded: Bool) throws -> Void
  ) throws {
    var carried: [UInt8] = []
    var number = 1
    try FileBlocks.read(path: path) { block in
      var rest = UnsafeRawBufferPointer(block)
      while let start = rest.baseAddress, let end = memchr(start, 0x0a, rest.count) {
        let line = UnsafeRawBufferPointer(start: start, count: UnsafeRawPointer(end) - start)
        if carried.isEmpty {
          try body(line, number, true)
        } else {
          carried.append(contentsOf: line.prefix(limit - carried.count))
          try carried.withUnsafeBytes { try body($0, number, true) }
          carried.removeAll(keepingCapacity: carried.capacity <= FileBlocks.size)
        }
        number += 1
        rest = UnsafeRawBufferPointer(rebasing: rest[(line.count + 1)...])
      }
      carried.append(contentsOf: rest.prefix(limit - carried.count))
    }
    if !carried.isEmpty { try carried.withUnsafeBytes { try body($0, number, false) } }
  }
}
