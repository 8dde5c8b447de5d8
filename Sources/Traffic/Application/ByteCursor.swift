/// Reads fields in network byte order from bytes, and never past their end: nil says that they ended.
struct ByteCursor {
  private let bytes: UnsafeRawBufferPointer
  /// The offset of the next byte.
  private(set) var position = 0

  /// A cursor at the first of `bytes`, which must outlive it.
  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// How many bytes are left.
  var remaining: Int { bytes.count - position }

  /// The next byte.
  mutating func uint8() -> UInt8? {
    guard remaining >= 1 else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  /// The next two bytes.
  mutating func uint16() -> UInt16? {
    guard remaining >= 2 else { return nil }
    defer { position += 2 }
    return UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt16.self))
  }

  /// The next three bytes.
  mutating func uint24() -> Int? {
    guard remaining >= 3 else { return nil }
    defer { position += 3 }
    return Int(bytes[position]) << 16 | Int(bytes[position + 1]) << 8 | Int(bytes[position + 2])
  }

  /// The next four bytes.
  mutating func uint32() -> UInt32? {
    guard remaining >= 4 else { return nil }
    defer { position += 4 }
    return UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self))
  }

  /// The next eight bytes.
  mutating func uint64() -> UInt64? {
    guard remaining >= 8 else { return nil }
    defer { position += 8 }
    return UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self))
  }

  /// The next `count` bytes, all of them or none.
  mutating func take(_ count: Int) -> UnsafeRawBufferPointer? {
    guard count >= 0, count <= remaining else { return nil }
    defer { position += count }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
  }

  /// The next `count` bytes, or those that are left of them.
  mutating func take(upTo count: Int) -> UnsafeRawBufferPointer {
    let end = position + min(max(count, 0), remaining)
    defer { position = end }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<end])
  }
}
