public import Records

/// The report of behave's JSON formatters (`-f json`, `-f json.pretty`): an array of features with the results of their
/// scenarios' steps.
public enum BehaveJSON: RecordReader {
  /// `behave-json`.
  public static let kind = "behave-json"

  /// Whether the file begins an array of features whose places are written as behave does.
  public static func recognises(_ head: FileHead) -> Bool {
    GherkinFeature.begins(
      head, with: ["\"keyword\"", "\"location\"", "\"status\""], without: ["\"line\"", "\"uri\""])
  }

  /// Reads the report at `path`: a suite for each feature, and a result for each scenario, with the id that behave's JUnit
  /// report gives to it. There are no times of day, and durations are those of steps: hooks are not in them.
  ///
  /// - Throws: a ``Problem`` where the file cannot be read or is no array of features, or what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    try GherkinSession.read(path: path, format: "behave", into: sink) {
      RecordedDuration(seconds: $0, resolution: 0)
    }
  }
}
