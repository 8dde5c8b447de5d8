import FoundationEssentials
public import Records

/// The log of the pytest plugin pytest-reportlog: JSON lines, one for each phase of each test.
public enum PytestReportLog: RecordReader {
  /// `pytest-reportlog`.
  public static let kind = "pytest-reportlog"

  /// Whether the first line is a JSON object with a `$report_type`.
  public static func recognises(_ head: FileHead) -> Bool {
    let line = head.content.prefix { $0 != 0x0a }
    return line.first == UInt8(ascii: "{") && line.firstRange(of: "\"$report_type\"".utf8) != nil
  }

  /// Reads the log at `path`: one suite, a result for each attempt at each test, and the exchanges and lines that were logged
  /// in each test, where pytest-json-report ran as well and left them in the log.
  ///
  /// - Throws: a ``Problem`` where the file cannot be read or no line of it is a report; or what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    let oddities = OddityLog(sink: sink)
    var session = PytestReportSession(sink: sink, oddities: oddities)
    let decoder = JSONDecoder()
    var reports = 0
    try FileLines.read(path: path) { bytes, number, isEnded in
      guard bytes.contains(where: { $0 > 0x20 }) else { return }
      guard let line = try? decoder.decode(PytestReportLine.self, from: Data(bytes)) else {
        if isEnded {
          try oddities.report(
            "reportlog_line_unreadable", "not a report as pytest-reportlog writes it: left out",
            at: .line(number))
        } else {
          try oddities.report(
            "reportlog_cut", "the last line was cut: what stands before it was kept", at: .line(number))
        }
        return
      }
      reports += 1
      if let phase = line.phase { try session.take(phase, line: number) }
    }
    guard reports > 0 else {
      throw Problem(path, "no line is a report of pytest-reportlog, a JSON object with '$report_type'")
    }
    try session.finish()
    try oddities.finish()
  }
}
