import FoundationEssentials
public import Records

/// A report in the Common Test Report Format (`schema/ctrf.schema.json` of ctrf-io/ctrf): one object, tests in one list.
public enum CTRFReport: RecordReader {
  /// `ctrf`.
  public static let kind = "ctrf"

  private static let keys = ["results", "tests"]

  /// Whether the file begins an object whose `results` have `tests`, behind the tool that wrote them.
  public static func recognises(_ head: FileHead) -> Bool {
    guard head.content.first == UInt8(ascii: "{"), head.bytes.firstRange(of: "\"tool\"".utf8) != nil else {
      return false
    }
    var scanner = JSONElementScanner(path: keys)
    head.bytes.withUnsafeBytes { bytes in try? scanner.feed(bytes) { _ in } }
    return scanner.hasFoundArray
  }

  /// Reads the report at `path`: a suite for each that the tests name, and a result for each attempt at each test.
  ///
  /// - Throws: a ``Problem`` where the file cannot be read, or is not a whole report; or what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    let oddities = OddityLog(sink: sink)
    var session = CTRFSession(sink: sink, oddities: oddities)
    try JSONFile.scan(path, array: keys, of: "a report in the Common Test Report Format") { part in
      if case .element(let bytes, let line) = part { try session.take(bytes, line: line) }
    }
    try oddities.finish()
  }
}
