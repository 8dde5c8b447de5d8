import Records

/// A line of pytest-reportlog: pytest's report of one phase of one test, or another report that is passed over.
struct PytestReportLine: Decodable {
  private enum Key: String, CodingKey {
    case type = "$report_type"
    case extra = "_json_report_extra"
    case nodeid, when, outcome, duration, start, stop, keywords, longrepr, wasxfail
    case workerID = "worker_id"
  }
  private enum LogKey: String, CodingKey { case log }
  /// The name of a keyword.
  private struct Keyword: CodingKey {
    let stringValue: String
    let intValue: Int? = nil
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { return nil }
  }

  /// Which phase a report is about.
  enum When: String, Decodable { case setup, call, teardown }

  /// A report of one phase.
  struct Phase {
    let nodeID: String
    let when: When
    let outcome: String
    let duration: Double?
    let start: Double?
    let stop: Double?
    let message: String?
    let workerID: String?
    let keywords: [String]
    let log: [PytestLogRecord]
  }

  /// The report of a phase; nil where the line is another report.
  let phase: Phase?

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    guard try values.decode(String.self, forKey: .type) == "TestReport" else {
      phase = nil
      return
    }
    let when = try values.decode(When.self, forKey: .when)
    // What is absent is asked for first: an error per line and key costs more than the line.
    // The extra of a phase repeats those of the phases before it.
    let extra =
      values.contains(.extra)
      ? try? values.nestedContainer(keyedBy: Keyword.self, forKey: .extra)
        .nestedContainer(keyedBy: LogKey.self, forKey: Keyword(stringValue: when.rawValue)) : nil
    let log = extra?.contains(.log) ?? false ? try? extra?.decode([PytestLogRecord].self, forKey: .log) : nil
    let keywords =
      when == .setup ? try? values.nestedContainer(keyedBy: Keyword.self, forKey: .keywords) : nil
    let expected = try? values.decodeIfPresent(String.self, forKey: .wasxfail)
    phase = Phase(
      nodeID: try values.decode(String.self, forKey: .nodeid),
      when: when,
      outcome: try values.decode(String.self, forKey: .outcome),
      duration: try? values.decodeIfPresent(Double.self, forKey: .duration),
      start: try? values.decodeIfPresent(Double.self, forKey: .start),
      stop: try? values.decodeIfPresent(Double.self, forKey: .stop),
      message: expected.flatMap { MessageText.firstLine($0.utf8) }
        ?? (try? values.decodeIfPresent(PytestLongRepr.self, forKey: .longrepr))?.message,
      workerID: try? values.decodeIfPresent(String.self, forKey: .workerID),
      // A JSON object has no order here: sorted, the same file always reads the same.
      keywords: keywords?.allKeys.map(\.stringValue).sorted() ?? [],
      log: log ?? [])
  }
}
