/// The parts of the id that Swift Testing gives to a test function.
///
/// `Module.Suite/Inner/name(of:)/File.swift:9:6` is the test `name(of:)` of the class `Module.Suite.Inner`. In a raw
/// identifier, between backticks, a slash or a point is a part of the name.
struct SwiftTestingTestID {
  /// The most bytes of an id: 16 KiB.
  private static let limit = 16_384

  let className: String
  let name: String

  /// Nil where the id has no place in a source file behind it, which is so for suites.
  init?(_ id: String) {
    let bytes = Array(id.utf8)
    guard bytes.count <= Self.limit, let end = bytes.lastIndex(of: UInt8(ascii: "/")),
      bytes[end...].firstRange(of: ".swift:".utf8) != nil
    else { return nil }
    var className = Array(bytes[..<end])
    var isRaw = false
    var lastSlash: Int?
    var firstPoint: Int?
    for (index, byte) in className.enumerated() {
      switch byte {
      case UInt8(ascii: "`"): isRaw.toggle()
      case UInt8(ascii: "/") where !isRaw:
        className[index] = UInt8(ascii: ".")
        lastSlash = index
      case UInt8(ascii: ".") where !isRaw: firstPoint = firstPoint ?? index
      default: continue
      }
    }
    // A function outside of any suite follows its module: `Module.name()/File.swift:9:6`.
    guard let split = lastSlash ?? firstPoint, split + 1 < end else { return nil }
    name = String(decoding: bytes[(split + 1)..<end], as: UTF8.self)
    self.className = String(decoding: className[..<split], as: UTF8.self)
  }
}
