import FoundationEssentials
public import Records

/// The `run.json` of a recorded run: what was recorded of which command, and what could not be.
///
/// It holds no evidence. What is missing from a recording is reported as `recording_unfinished` (the recorder was
/// killed) and `recording_incomplete`.
public enum RunDescriptionFile: RecordReader {
  /// `recording`.
  public static let kind = "recording"

  /// The longest that is read: what `assay record` writes is a few kilobytes.
  private static let limit = 1 << 20

  /// Whether it is a JSON object that names the schema.
  public static func recognises(_ head: FileHead) -> Bool {
    head.content.first == 0x7b && head.text.contains("\"\(RunDescription.schema)\"")
  }

  /// Reads the file at `path`.
  ///
  /// - Throws: a `Problem` where it cannot be read or is none; what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    var file = SystemFile(capacity: limit)
    guard let bytes = file.read(path) else { throw Problem(path, "cannot be read") }
    let description: RunDescription
    do {
      description = try JSONDecoder().decode(RunDescription.self, from: Data(bytes))
    } catch {
      throw Problem(path, "not the description of a recorded run, as 'assay record' writes it")
    }
    guard description.schema == RunDescription.schema else {
      throw Problem(
        path,
        "has the schema '\(description.schema.prefix(100))'; this version reads '\(RunDescription.schema)'")
    }
    if description.state == .recording {
      try sink.receive(
        Oddity(
          name: "recording_unfinished",
          detail: "the recording was not ended in order; what it holds was read as far as it goes"))
    }
    for problem in description.problems.prefix(100) {
      try sink.receive(Oddity(name: "recording_incomplete", detail: String(problem.prefix(1000))))
    }
  }
}
