/// The parts of a pytest node id, named as pytest's own JUnit report names them (`mangle_test_address`).
///
/// `tests/test_a.py::TestX::test_b[p::q]` is the test `test_b[p::q]` of the class `tests.test_a.TestX`.
struct PytestNodeID {
  /// The path in front of the first `::`.
  let file: String
  /// The module's dotted name, and the classes in it.
  let className: String
  /// The test's own name, parameters included.
  let name: String

  init(_ id: String) {
    let bytes = Array(id.utf8)
    // Parameters may hold anything, `::` included.
    let address = bytes.prefix { $0 != UInt8(ascii: "[") }
    var parts: [ArraySlice<UInt8>] = []
    var start = 0
    var index = 0
    while index + 1 < address.count {
      if address[index] == UInt8(ascii: ":"), address[index + 1] == UInt8(ascii: ":") {
        parts.append(address[start..<index])
        index += 2
        start = index
      } else {
        index += 1
      }
    }
    name = String(decoding: bytes[start...], as: UTF8.self)
    file = String(decoding: parts.first ?? [], as: UTF8.self)
    var module = file.utf8.map { $0 == UInt8(ascii: "/") ? UInt8(ascii: ".") : $0 }
    if module.suffix(3).elementsEqual(".py".utf8) { module.removeLast(3) }
    for part in parts.dropFirst() {
      module.append(UInt8(ascii: "."))
      module += part
    }
    className = String(decoding: module, as: UTF8.self)
  }
}
