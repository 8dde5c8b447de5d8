public import Records

/// JUnit's XML report, in the dialects of its many producers (pytest, Surefire, Gradle, jest-junit, gotestsum, nextest, ...).
///
/// There is no specification; what is read is what producers write. An element other than those of
/// suites, test cases and their outcomes is passed over.
public enum JUnitXML: RecordReader {
  /// `junit-xml`.
  public static let kind = "junit-xml"

  /// Whether the first element is `testsuites` or `testsuite`, and the file no report of assay's own: its verdicts are
  /// not to be taken for outcomes.
  public static func recognises(_ head: FileHead) -> Bool {
    let name = XMLRootName.of(head)
    guard name == "testsuites" || name == "testsuite" else { return false }
    return String(decoding: head.bytes.prefix(512), as: UTF8.self).firstRange(
      of: "<testsuites name=\"assay\"") == nil
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
