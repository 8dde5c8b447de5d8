import Records

/// Takes the lines of a client's log, in order, and hands what they say to a sink.
struct ClientLogLines {
  /// Whether any line was one of a log.
  private(set) var hasRecords = false
  private let sink: any RecordSink
  private var reported: Set<String> = []

  /// Lines whose records go to `sink`.
  init(sink: any RecordSink) {
    self.sink = sink
  }

  /// Takes a line.
  mutating func take(_ line: TextLines.Line) throws {
    if line.isTooLong {
      return try sink.receive(
        Oddity(
          name: "log_line_too_long", detail: "more than \(TextLines.limit) bytes; left out",
          position: .line(line.number)))
    }
    let hasByteOrderMark = line.number == 1 && line.bytes.starts(with: [0xef, 0xbb, 0xbf])
    let text = String(decoding: line.bytes.dropFirst(hasByteOrderMark ? 3 : 0), as: UTF8.self)
    guard let record = LogRecord(text) else { return try reportUntimed(text, line.number) }
    hasRecords = true
    if !record.time.hasZone {
      try reportOnce(
        "log_zone_unknown", "the times name no zone; times of the file are read as UTC", line.number)
    }
    switch LogMessage(logger: record.logger, message: record.message) {
    case .exchange(let method, let url, let httpVersion, let status):
      var exchange = Exchange(witness: .log, method: method, url: url)
      let authority = URLAuthority(url)
      exchange.host = authority?.host
      exchange.port = authority?.port
      exchange.httpVersion = httpVersion
      exchange.status = status
      exchange.end = record.time.timestamp
      exchange.worker = record.worker
      try sink.receive(exchange)
    case .claim(let claim):
      var logLine = LogLine(
        time: record.time.timestamp, resolution: record.time.resolution, logger: record.logger, claim: claim)
      logLine.worker = record.worker
      logLine.process = record.process
      switch claim {
      case .testStarted(let id), .testFinished(let id, _): logLine.testID = id
      case .connecting, .connected, .replayed: break
      }
      try sink.receive(logLine)
    case nil: break
    }
  }

  /// Says once for each kind that a client's own line cannot be placed in time.
  private mutating func reportUntimed(_ text: String, _ number: Int) throws {
    if text.utf8.starts(with: "INFO:httpx:".utf8) || text.utf8.starts(with: "DEBUG:urllib3.".utf8)
      || text.utf8.starts(with: "DEBUG:httpcore.".utf8)
    {
      try reportOnce(
        "log_line_without_time", "the log's format has no time; such lines are left out", number)
    } else if let first = text.utf8.first, (0x30...0x39).contains(first),
      LogRecord("1970-01-01 " + text) != nil
    {
      try reportOnce(
        "log_time_without_date", "the log's times have no date; such lines are left out", number)
    }
  }

  private mutating func reportOnce(_ name: String, _ detail: String, _ number: Int) throws {
    guard reported.insert(name).inserted else { return }
    try sink.receive(Oddity(name: name, detail: detail, position: .line(number)))
  }
}
