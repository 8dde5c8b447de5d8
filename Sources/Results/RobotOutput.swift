public import Records

/// Robot Framework's `output.xml`, with the times of version 7 (`start`, `elapsed`) or of those before (`starttime`, `endtime`).
///
/// The times are local times of which the file does not name the zone. They are read as UTC, and an
/// oddity, `robot_zone_unknown`, says so once.
public enum RobotOutput: RecordReader {
  /// `robot-output`.
  public static let kind = "robot-output"

  /// Whether the first element is `robot`, and a generator is named.
  public static func recognises(_ head: FileHead) -> Bool {
    XMLRootName.of(head) == "robot" && head.bytes.firstRange(of: "generator=".utf8) != nil
  }

  /// Reads the output at `path`: suites that have tests, each with the start of its first one, and the results of each.
  ///
  /// - Throws: a ``Problem`` where the file cannot be read, is not well-formed or whole, has another root element, or declares
  ///   entities; or what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    let oddities = OddityLog(sink: sink)
    var handler = RobotHandler(path: path, sink: sink, oddities: oddities)
    try XMLDocument.read(path: path, into: &handler, oddities: oddities)
    try oddities.finish()
  }
}
