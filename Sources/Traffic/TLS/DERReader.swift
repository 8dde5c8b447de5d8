/// Reads the elements of one level of a DER encoding, one after the other (ITU-T X.690).
struct DERReader {
  /// A tag and what it holds.
  struct Element {
    /// The identifier octet: class, constructed bit and number. Numbers above 30 are not read.
    var tag: UInt8
    /// The contents.
    var contents: UnsafeRawBufferPointer
  }

  private var cursor: ByteCursor

  /// A reader of the elements in `bytes`, which must outlive it.
  init(_ bytes: UnsafeRawBufferPointer) {
    cursor = ByteCursor(bytes)
  }

  /// Whether all elements were read.
  var isAtEnd: Bool { cursor.remaining == 0 }

  /// The next element; nil at the end, or where the bytes are no DER.
  mutating func next() -> Element? {
    guard let tag = cursor.uint8(), tag & 0x1f != 0x1f, let first = cursor.uint8() else { return nil }
    var length = Int(first)
    if first >= 0x80 {
      guard (0x81...0x84).contains(first) else { return nil }
      length = 0
      for _ in 0..<Int(first & 0x7f) {
        guard let byte = cursor.uint8() else { return nil }
        length = length << 8 | Int(byte)
      }
    }
    return cursor.take(length).map { Element(tag: tag, contents: $0) }
  }

  /// The next element, if it has this tag; nil otherwise.
  mutating func next(_ tag: UInt8) -> Element? {
    let place = cursor
    guard let element = next(), element.tag == tag else {
      cursor = place
      return nil
    }
    return element
  }
}
