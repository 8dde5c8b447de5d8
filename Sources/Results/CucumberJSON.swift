public import Records

/// The report of Cucumber's JSON formatters, which other runners write too: an array of features with the results of their
/// scenarios' steps and hooks.
public enum CucumberJSON: RecordReader {
  /// `cucumber-json`.
  public static let kind = "cucumber-json"

  /// Whether the file begins an array of features whose places are written as Cucumber does.
  public static func recognises(_ head: FileHead) -> Bool {
    GherkinFeature.begins(
      head, with: ["\"keyword\"", "\"elements\"", "\"line\""], without: ["\"step_type\""])
  }

  /// Reads the report at `path`: a suite for each feature, and a result for each scenario. Durations are nanoseconds, as
  /// cucumber-jvm and cucumber-ruby write them; when a scenario began only cucumber-jvm says.
  ///
  /// - Throws: a ``Problem`` where the file cannot be read or is no array of features, or what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    try GherkinSession.read(path: path, format: "cucumber", into: sink) {
      RecordedDuration(seconds: $0 / 1e9, resolution: 0)
    }
  }
}
