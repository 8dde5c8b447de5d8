import Evidence

/// Where a test is, taken apart: `tests/a/test_b.py::TestC::test_d[x]` and `tests.a.test_b.TestC::test_d[x]` are one address.
struct TestAddress {
  /// The test's id as it is written.
  let id: String
  /// The parts of the file's or package's path, without extension: `tests`, `a`, `test_b`.
  let module: [String]
  /// The class, an inner one after its outer one and a point; empty where there is none.
  let className: String
  /// The test's name without its parameters.
  let base: String
  /// The parameters with their brackets; empty where there are none.
  let parameters: String

  /// The address of a test by the names that its result file gives it.
  init(_ facts: TestFacts) {
    id = facts.id
    let (base, parameters) = Self.split(facts.name)
    self.base = base
    self.parameters = parameters
    var head = facts.className
    if head.isEmpty, facts.id.hasSuffix("::" + facts.name) {
      head = String(facts.id.dropLast(facts.name.count + 2))
    }
    var parts = head.split { "/\\.:".contains($0) }.map(String.init)
    // An id's head has the file's extension still.
    if facts.className.isEmpty { parts.removeAll { $0 == "py" } }
    let start =
      parts.firstIndex { $0.unicodeScalars.first?.properties.isUppercase ?? false } ?? parts.endIndex
    module = Array(parts[..<start])
    className = parts[start...].joined(separator: ".")
  }

  /// The name with its parameters.
  var name: String { base + parameters }

  /// The file or package by its own name, without the folders that it lies in.
  var file: String { module.last ?? "" }

  /// The path as one text.
  var path: String { module.joined(separator: "/") }

  /// The words of the class's name, by which `TestLogin` and `LoginTests` are one class.
  var classWords: String {
    let words = NameWords(className).words
    return words.isEmpty ? className : words.joined(separator: " ")
  }

  /// `test_d[x]` is `test_d` with the parameters `[x]`.
  private static func split(_ name: String) -> (String, String) {
    guard name.utf8.last == UInt8(ascii: "]"), let start = name.firstIndex(of: "["), start > name.startIndex
    else { return (name, "") }
    return (String(name[..<start]), String(name[start...]))
  }
}
