/// The attributes of a start tag; valid only during the call that hands them over.
struct XMLAttributes {
  /// Where an attribute's value lies among the bytes of its batch.
  struct Position {
    let name: UnsafePointer<UInt8>
    let first: Int
    let count: Int
  }

  /// An attribute: its local name, and its value's bytes with references resolved.
  struct Attribute {
    let name: UnsafePointer<UInt8>
    let value: UnsafeRawBufferPointer

    /// Whether this is the attribute `other`.
    @inline(__always)
    func isNamed(_ other: StaticString) -> Bool { XMLName.isEqual(name, other) }
  }

  let positions: UnsafeBufferPointer<Position>
  let bytes: UnsafeRawBufferPointer

  /// How many attributes there are.
  var count: Int { positions.count }

  /// The attribute at a position, counted from 0.
  subscript(index: Int) -> Attribute {
    let position = positions[index]
    return Attribute(
      name: position.name,
      value: UnsafeRawBufferPointer(rebasing: bytes[position.first..<position.first + position.count]))
  }

  /// The value of the attribute `name`, if it is there.
  func value(_ name: StaticString) -> UnsafeRawBufferPointer? {
    for index in 0..<count where self[index].isNamed(name) { return self[index].value }
    return nil
  }
}
