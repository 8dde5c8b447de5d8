import FoundationEssentials
public import Records

/// Resource samples of the test processes as JSON lines:
/// `{"t": 1795344449.99, "cpu_s": 0.02, "rss_kb": 11688, "vol_ctx": 2, "invol_ctx": 6, "threads": 1, "procs": 1, "net": {"lo": [0, 0]}}`,
/// with `t` in seconds since 1970-01-01T00:00:00Z and every figure cumulative.
///
/// A line that is none is left out and reported as `samples_line_unreadable`, the last one of a file that was cut as
/// `samples_cut`; a member of the wrong type as `samples_field_unreadable`.
public enum ResourceSamplesFile: RecordReader {
  /// `resource-samples`.
  public static let kind = "resource-samples"

  private struct Mark: Decodable {
    var t: Double
    // Nested optionals are not needed: either figure tells the format.
    var cpuSeconds: Double?
    var residentKilobytes: Double?

    private enum CodingKeys: String, CodingKey {
      case t
      case cpuSeconds = "cpu_s"
      case residentKilobytes = "rss_kb"
    }
  }

  /// Whether the first line is an object with `t` and `cpu_s` or `rss_kb`.
  public static func recognises(_ head: FileHead) -> Bool {
    let first = head.content.prefix { $0 != 0x0a }
    guard first.first == 0x7b, let mark = try? JSONDecoder().decode(Mark.self, from: Data(first)) else {
      return false
    }
    return mark.cpuSeconds != nil || mark.residentKilobytes != nil
  }

  /// Reads the file at `path`.
  ///
  /// - Throws: a `Problem` where the file cannot be read or holds no sample; what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    let decoder = JSONDecoder()
    var hasSamples = false
    try TextLines.read(path: path) { line in
      if !line.isTooLong, line.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return }
      let read = line.isTooLong ? nil : try? decoder.decode(ResourceSample.self, from: Data(line.bytes))
      guard let read, let sample = read.sample else {
        let isCut = !line.isTerminated && hasSamples
        let name = isCut ? "samples_cut" : "samples_line_unreadable"
        let detail =
          line.isTooLong ? "more than \(TextLines.limit) bytes" : isCut ? "the line is cut" : "no sample"
        return try sink.receive(
          Oddity(name: name, detail: "\(detail); left out", position: .line(line.number)))
      }
      hasSamples = true
      if !read.wrong.isEmpty {
        let names = read.wrong.map { "'\($0)'" }.joined(separator: ", ")
        try sink.receive(
          Oddity(
            name: "samples_field_unreadable", detail: "\(names): not numbers; read without",
            position: .line(line.number)))
      }
      try sink.receive(sample)
    }
    guard hasSamples else {
      throw Problem(path, "has no line like '{\"t\": 1795344449.99, \"cpu_s\": 0.02, ...}'")
    }
  }
}
