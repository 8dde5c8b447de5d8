import Records

/// What a `testcase` start tag says; the bytes are valid only as long as its attributes.
struct JUnitCase {
  private static var none: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: nil, count: 0) }
  /// The most bytes that are kept of a name: 64 KiB.
  private static let nameLimit = 65_536

  private(set) var name = none
  private(set) var className = none
  private(set) var file: UnsafeRawBufferPointer?
  private(set) var time: UnsafeRawBufferPointer?
  private(set) var timestamp: UnsafeRawBufferPointer?
  /// What `status` or `result` say, for a case without a child that says more.
  private(set) var outcome = Outcome.passed

  init(_ attributes: XMLAttributes) {
    for index in 0..<attributes.count {
      let attribute = attributes[index]
      switch attribute.name.pointee {
      case UInt8(ascii: "n"):
        if attribute.isNamed("name") { name = Self.bounded(attribute.value) }
      case UInt8(ascii: "c"):
        if attribute.isNamed("classname") || attribute.isNamed("class") && className.isEmpty {
          className = Self.bounded(attribute.value)
        }
      case UInt8(ascii: "f"):
        if attribute.isNamed("file") { file = Self.bounded(attribute.value) }
      case UInt8(ascii: "t"):
        if attribute.isNamed("time") {
          time = attribute.value
        } else if attribute.isNamed("timestamp") {
          timestamp = attribute.value
        }
      case UInt8(ascii: "s"), UInt8(ascii: "r"):
        if attribute.isNamed("status") || attribute.isNamed("result") { take(status: attribute.value) }
      default: break
      }
    }
  }

  /// The test's identity: pytest's node id where `file` and the class name allow it (xunit1: `tests/test_a.py` and
  /// `tests.test_a.TestX` make `tests/test_a.py::TestX::name`), otherwise `classname::name`.
  var id: String {
    if let file, let id = nodeID(file: file) { return id }
    if className.isEmpty { return String(decoding: name, as: UTF8.self) }
    let count = className.count + 2 + name.count
    return String(unsafeUninitializedCapacity: count) { buffer in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      bytes.copyBytes(from: className)
      bytes[className.count] = UInt8(ascii: ":")
      bytes[className.count + 1] = UInt8(ascii: ":")
      UnsafeMutableRawBufferPointer(rebasing: bytes[(className.count + 2)...]).copyBytes(from: name)
      return count
    }
  }

  /// pytest's node id; nil where the class name does not begin with the module of the file.
  private func nodeID(file: UnsafeRawBufferPointer) -> String? {
    guard file.suffix(3).elementsEqual(".py".utf8) else { return nil }
    let module = file.dropLast(3)
    guard className.count >= module.count else { return nil }
    for (part, whole) in zip(module, className) {
      let isSeparator = part == UInt8(ascii: "/") || part == UInt8(ascii: "\\")
      guard (isSeparator ? UInt8(ascii: ".") : part) == whole else { return nil }
    }
    var id = file.map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
    let classes = className.dropFirst(module.count)
    guard classes.isEmpty || classes.first == UInt8(ascii: ".") else { return nil }
    for part in classes.dropFirst().split(separator: UInt8(ascii: ".")) {
      id += "::".utf8
      id += part
    }
    id += "::".utf8
    id += name
    return String(decoding: id, as: UTF8.self)
  }

  private mutating func take(status: UnsafeRawBufferPointer) {
    // What most producers write of a test that ran; nearly always the whole answer.
    if status.elementsEqual("run".utf8) || status.elementsEqual("completed".utf8) { return }
    switch String(decoding: status.prefix(32), as: UTF8.self).lowercased() {
    case "notrun", "not run", "not_run", "skip", "skipped", "disabled", "ignored", "suppressed", "pending":
      outcome = .skipped
    case "fail", "failed", "failure": outcome = .failed
    case "error", "errored", "broken": outcome = .error
    default: break
    }
  }

  private static func bounded(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    bytes.count <= nameLimit ? bytes : UnsafeRawBufferPointer(rebasing: bytes.prefix(nameLimit))
  }
}
