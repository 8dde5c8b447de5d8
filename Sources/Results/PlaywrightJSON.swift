import FoundationEssentials
public import Records

/// The report of Playwright's JSON reporter (`--reporter=json`; `reporters/json.ts` of microsoft/playwright): suites one in
/// the other, each test once for each project, with a result for each attempt.
public enum PlaywrightJSON: RecordReader {
  /// `playwright-json`.
  public static let kind = "playwright-json"

  /// Whether the file begins an object with a configuration as Playwright has it.
  public static func recognises(_ head: FileHead) -> Bool {
    let bytes = head.content
    guard bytes.first == UInt8(ascii: "{") else { return false }
    return ["\"config\"", "\"rootDir\"", "\"forbidOnly\""].allSatisfy { bytes.firstRange(of: $0.utf8) != nil }
  }

  /// Reads the report at `path`: a suite for each test file, and a result for each attempt at each test.
  ///
  /// Ids are those of Playwright's JUnit report, `FILE::DESCRIBE › TITLE`; where a run has several projects,
  /// ` [PROJECT]` follows.
  ///
  /// - Throws: a ``Problem`` where the file cannot be read, or is not a whole report; or what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    let oddities = OddityLog(sink: sink)
    var session = PlaywrightSession(sink: sink, oddities: oddities)
    try JSONFile.scan(path, array: ["suites"], of: "a report of Playwright's JSON reporter") { part in
      switch part {
      case .member("config", let bytes, _): session.takeConfiguration(bytes)
      case .member: break
      case .element(let bytes, let line): try session.takeFile(bytes, line: line)
      }
    }
    try oddities.finish()
  }
}
