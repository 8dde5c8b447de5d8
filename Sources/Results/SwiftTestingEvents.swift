import FoundationEssentials
public import Records

/// Swift Testing's event stream (`swift test --event-stream-output-path`): JSON lines, as `Documentation/ABI/JSON.md` of
/// swift-testing describes them.
public enum SwiftTestingEvents: RecordReader {
  /// `swift-testing-events`.
  public static let kind = "swift-testing-events"

  /// Whether the first line is a record of a test or an event, with its payload and its version.
  public static func recognises(_ head: FileHead) -> Bool {
    let line = Array(head.content.prefix { $0 != 0x0a && $0 != 0x0d })
    guard line.first == UInt8(ascii: "{"), line.last == UInt8(ascii: "}") else { return false }
    return ["\"payload\":{", "\"version\":"].allSatisfy { line.firstRange(of: $0.utf8) != nil }
      && ["\"kind\":\"test\"", "\"kind\":\"event\""].contains { line.firstRange(of: $0.utf8) != nil }
  }

  /// Reads the stream at `path`: one suite, and a result for each run of each test function.
  ///
  /// - Throws: a ``Problem`` where the file cannot be read or no line of it is a record; or what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    let oddities = OddityLog(sink: sink)
    var session = SwiftTestingSession(sink: sink, oddities: oddities)
    let decoder = JSONDecoder()
    var records = 0
    try FileLines.read(path: path) { bytes, number, isEnded in
      guard bytes.contains(where: { $0 > 0x20 }) else { return }
      if let record = try? decoder.decode(SwiftTestingRecord.self, from: Data(bytes)) {
        records += 1
        try session.take(record, line: number)
      } else if isEnded {
        try oddities.report(
          "swift_testing_line_unreadable", "not a record as Swift Testing writes it: left out",
          at: .line(number))
      } else {
        try oddities.report(
          "swift_testing_cut", "the last line was cut: what stands before it was kept", at: .line(number))
      }
    }
    guard records > 0 else {
      throw Problem(
        path, "no line is a record of Swift Testing, a JSON object with 'kind', 'payload' and 'version'")
    }
    try session.finish()
    try oddities.finish()
  }
}
