import Records

/// One line of a Python log, taken apart: `logging`'s record as a formatter wrote it.
///
/// The order and the decoration of the fields are the formatter's. What is known by its look is
/// taken wherever it stands: the time, the level, a worker's name, a process id in brackets; what is left is the logger and the message.
struct LogRecord: Hashable, Sendable {
  /// When the line was written, as the line says.
  var time: TimestampText
  /// The worker process (`gw0`); nil where the line names none, or the main process.
  var worker: String?
  /// The process id.
  var process: Int?
  /// The name of the logger; empty where the format has none.
  var logger: String
  /// The rest of the line.
  var message: String

  private static let levels: Set<String> = [
    "DEBUG", "INFO", "WARNING", "WARN", "ERROR", "CRITICAL", "FATAL", "NOTSET", "TRACE",
  ]

  /// The most words in front of the message.
  private static let headLimit = 10

  /// Reads a line, or nil where it has no date and time or no level: a traceback, a message's next line, another text.
  init?(_ line: String) {
    var rest = line.utf8[...]
    var time: TimestampText?
    var level: String?
    var before: String?
    for _ in 0..<Self.headLimit {
      if time == nil, let (found, end) = Self.time(rest) {
        time = found
        rest = end
        continue
      }
      if time != nil, level != nil { break }
      guard let (word, end) = Self.word(rest) else { return nil }
      let name = Self.undecorated(word)
      if level == nil, Self.levels.contains(name) {
        level = name
      } else if time == nil {
        return nil
      } else if word.first == "[", let process = Int(name), process > 0 {
        self.process = process
      } else if name == "main" || name == "master" {
        worker = nil
      } else if name.hasPrefix("gw"), Int(name.dropFirst(2)) != nil {
        worker = name
      } else if !name.isEmpty {
        before = name
      }
      rest = end
    }
    guard let time, level != nil else { return nil }
    self.time = time
    (logger, message) = Self.loggerAndMessage(rest, loggerBefore: before)
  }

  /// Splits `name: message`, `name - message`, `[name] message` and `name:file.py:12 message`; where the logger came
  /// before the level, all of the text is the message.
  private static func loggerAndMessage(
    _ text: Substring.UTF8View, loggerBefore: String?
  ) -> (String, String) {
    let separators: Set<Substring> = ["-", "|", ":"]
    var rest = text
    while let (word, end) = word(rest), separators.contains(word) { rest = end }
    if let loggerBefore { return (loggerBefore, string(rest)) }
    guard let (word, end) = word(rest) else { return ("", "") }
    if word.first == "[", word.last == "]" { return (undecorated(word), string(end)) }
    if let colon = word.firstIndex(of: ":"), colon != word.startIndex {
      return (String(word[..<colon]), string(end))
    }
    if let (separator, message) = Self.word(end), separators.contains(separator) {
      return (String(word), string(message))
    }
    return ("", string(rest))
  }

  /// A date and time at the beginning of `text`, in brackets or not, and what follows.
  private static func time(_ text: Substring.UTF8View) -> (TimestampText, Substring.UTF8View)? {
    var start = text.drop { $0 == 0x20 }
    if start.first == 0x5b { start = start.dropFirst() }
    guard let first = start.first, (0x30...0x39).contains(first) else { return nil }
    let isTimePart: (UInt8) -> Bool = { $0 != 0x20 && $0 != 0x5d && $0 != 0x7c }
    var end = start.prefix(while: isTimePart).endIndex
    // The time of day after a space, and after another a zone's offset, belong to it.
    if start[..<end].count == 10 { end = start[end...].dropFirst().prefix(while: isTimePart).endIndex }
    let next = start[end...]
    if next.first == 0x20, let sign = next.dropFirst().first, sign == 0x2b || sign == 0x2d {
      let zone = next.dropFirst().prefix(while: isTimePart)
      if (5...6).contains(zone.count) { end = zone.endIndex }
    }
    var written = Substring(start[..<end])
    while let last = written.last, last == ":" || last == "," { written = written.dropLast() }
    guard let time = TimestampText(String(written)) else { return nil }
    let rest = start[end...]
    return (time, rest.first == 0x5d ? rest.dropFirst() : rest)
  }

  /// The next word and what follows it.
  private static func word(_ text: Substring.UTF8View) -> (Substring, Substring.UTF8View)? {
    let start = text.drop { $0 == 0x20 || $0 == 0x09 }
    let word = start.prefix { $0 != 0x20 && $0 != 0x09 }
    return word.isEmpty ? nil : (Substring(word), start[word.endIndex...])
  }

  /// A word without the brackets, colons and dashes that formats put around fields.
  private static func undecorated(_ word: Substring) -> String {
    let marks: Set<UInt8> = Set("[]()<>:,|-".utf8)
    let start = word.utf8.drop { marks.contains($0) }
    guard let last = start.lastIndex(where: { !marks.contains($0) }) else { return "" }
    return String(Substring(start[...last]))
  }

  private static func string(_ text: Substring.UTF8View) -> String {
    String(Substring(text.drop { $0 == 0x20 }))
  }
}
