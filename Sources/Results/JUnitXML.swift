public import Records

/// JUnit's XML report, in the dialects of its many producers (pytest, Surefire, Gradle, jest-junit, gotestsum, nextest, ...).
///
/// There is no specification; what is read is what producers write. An element other than those of
/// suites, test cases and their outcomes is passed over.
public enum JUnitXML: RecordReader {
  /// `junit-xml`.
  public static let kind = "junit-xml"

  /// Whether the first element is `testsuites` or `testsuite`.
  public static func recognises(_ head: FileHead) -> Bool {
    // Without zero bytes ASCII in UTF-16 reads as ASCII.
    let bytes = head.bytes.filter { $0 != 0 }
    var rest = bytes[...]
    while let open = rest.firstIndex(of: 0x3c) {
      rest = rest[(open + 1)...]
      let name = rest.prefix { $0 > 0x20 && $0 != 0x3e && $0 != 0x2f }
      if rest.starts(with: "!--".utf8) {
        guard let end = rest.firstRange(of: "-->".utf8) else { return false }
        rest = rest[end.upperBound...]
      } else if name.first != 0x3f, name.first != 0x21 {
        let local = name.split(separator: 0x3a).last ?? []
        return local.elementsEqual("testsuites".utf8) || local.elementsEqual("testsuite".utf8)
      }
    }
    return false
  }

  /// Reads the report at `path`: suites, and the results of each.
  ///
  /// - Throws: a ``Problem`` where the file cannot be read, is not well-formed or whole, has another root element, or declares
  ///   entities; or what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    let oddities = OddityLog(sink: sink)
    var handler = JUnitHandler(path: path, sink: sink, oddities: oddities)
    try XMLDocument.read(path: path, into: &handler, oddities: oddities)
    try oddities.finish()
  }
}
