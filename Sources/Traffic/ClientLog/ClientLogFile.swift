public import Records

/// A log that Python's `logging` wrote: the lines in which httpx, urllib3, httpcore or vcrpy say what they did, and in
/// which a test runner says which test begins and ends.
///
/// Lines that say nothing of the kind are passed over: tracebacks, continued messages, other loggers. Times without
/// a zone are read as UTC, and one `log_zone_unknown` says so.
public enum ClientLogFile: RecordReader {
  /// `client-log`.
  public static let kind = "client-log"

  /// Whether a line in the beginning has a date, a time and a level, and the file is neither XML, JSON nor binary.
  public static func recognises(_ head: FileHead) -> Bool {
    guard !head.bytes.contains(0) else { return false }
    guard let first = head.content.first, first != 0x3c, first != 0x7b else { return false }
    return head.text.utf8.split(whereSeparator: { $0 == 0x0a || $0 == 0x0d }).contains {
      LogRecord(String(Substring($0))) != nil
    }
  }

  /// Reads the file at `path`.
  ///
  /// - Throws: a `Problem` where the file cannot be read or no line of it has a date, a time and a level; what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    var lines = ClientLogLines(sink: sink)
    try TextLines.read(path: path) { try lines.take($0) }
    guard lines.hasRecords else {
      throw Problem(
        path,
        "has no line with a date, a time and a level, as '2026-11-22 10:47:32,138 INFO httpx: ...' has")
    }
  }
}
