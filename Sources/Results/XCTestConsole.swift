public import Records

/// What `swift test` prints of XCTest's tests: `Test Case 'A.b' started at ...`, and with `--parallel` the line
/// `[3/6] Testing M.A/b` when a test has ended. Lines may begin with the time at which they arrived, in UTC, as the logs of
/// GitHub Actions and GitLab do.
public enum XCTestConsole: RecordReader {
  /// `xctest-console`.
  public static let kind = "xctest-console"

  /// Whether a line near the beginning is one that `swift test` prints, of a test or of the build before.
  public static func recognises(_ head: FileHead) -> Bool {
    guard !head.hasZeroByte else { return false }
    // The lines of other formats begin otherwise, or hold such a line inside of something else.
    let starts = ["Test Case '", "Test Suite '", "Building for debugging...", "[0/1] Planning build"].map {
      Array($0.utf8)
    }
    return head.content.split(separator: 0x0a).contains { line in
      let text = line.withUnsafeBytes { XCTestConsoleLine.split($0).text }
      return starts.contains { text.starts(with: $0) }
        || text.withUnsafeBytes { XCTestConsoleLine.specifier(of: $0) } != nil
    }
  }

  /// Reads the output at `path`: a result for each XCTest test.
  ///
  /// Where XCTest wrote when a test started, the time is local; the times at which the lines arrived tell the zone.
  ///
  /// - Throws: a ``Problem`` where the file cannot be read or no line tells of a test; or what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    let oddities = OddityLog(sink: sink)
    var session = XCTestConsoleSession()
    try FileLines.read(path: path) { bytes, _, _ in session.take(XCTestConsoleLine(bytes)) }
    guard !session.isEmpty else {
      throw Problem(
        path, "no line tells of an XCTest test, such as \"Test Case 'A.b' passed\" or '[1/2] Testing M.A/b'")
    }
    try session.finish(into: sink, oddities: oddities)
    try oddities.finish()
  }
}
