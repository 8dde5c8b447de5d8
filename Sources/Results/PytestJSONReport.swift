import FoundationEssentials
public import Records

/// The report of the pytest plugin pytest-json-report: one JSON object, tests with their phases and log records.
public enum PytestJSONReport: RecordReader {
  /// `pytest-json-report`.
  public static let kind = "pytest-json-report"

  /// Whether the file begins an object with members that only this report has together.
  ///
  /// `tests` itself may stand beyond the beginning, behind a long list of collectors.
  public static func recognises(_ head: FileHead) -> Bool {
    let bytes = head.content
    guard bytes.first == UInt8(ascii: "{") else { return false }
    let names = ["\"exitcode\"", "\"created\"", "\"root\""]
    return names.allSatisfy { bytes.firstRange(of: $0.utf8) != nil }
  }

  /// Reads the report at `path`: one suite, its results, and the exchanges and lines that were logged in each test.
  ///
  /// - Throws: a ``Problem`` where the file cannot be read, or is not a whole report; or what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    var session = PytestJSONSession(path: path, sink: sink)
    try scan(path) { try session.take($0) }
    try session.finish()
  }

  /// Hands `receive` the tests, and the other members of the report.
  static func scan(_ path: String, _ receive: (JSONElementScanner.Part) throws -> Void) throws {
    try JSONFile.scan(path, array: ["tests"], of: "a report of pytest-json-report", receive)
  }
}
