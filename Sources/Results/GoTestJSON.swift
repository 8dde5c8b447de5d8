import FoundationEssentials
import Glibc
public import Records

/// The output of `go test -json` (`go doc test2json`): JSON lines, one for each event of each test.
public enum GoTestJSON: RecordReader {
  /// `go-test-json`.
  public static let kind = "go-test-json"

  /// Whether the first line that begins like a JSON object is an event of test2json; a program's own output may stand before it.
  public static func recognises(_ head: FileHead) -> Bool {
    guard !head.hasZeroByte else { return false }
    let lines = head.content.split(separator: 0x0a)
    guard let line = lines.first(where: { $0.first == UInt8(ascii: "{") }),
      let action = line.firstRange(of: "\"Action\":\"".utf8)
    else { return false }
    let word = String(decoding: line[action.upperBound...].prefix { $0 != 0x22 }, as: UTF8.self)
    switch word {
    case "build-output", "build-fail": return line.firstRange(of: "\"ImportPath\":\"".utf8) != nil
    case "start", "run", "pause", "cont", "pass", "bench", "fail", "output", "skip", "attr":
      return ["\"Package\":\"", "\"Test\":\""].contains { line.firstRange(of: $0.utf8) != nil }
    default: return false
    }
  }

  /// Reads the output at `path`: a suite for each package, and a result for each attempt at each test and subtest.
  ///
  /// - Throws: a ``Problem`` where the file cannot be read or no line of it is an event; or what the sink throws.
  public static func read(path: String, into sink: any RecordSink) throws {
    let oddities = OddityLog(sink: sink)
    var session = GoTestSession(sink: sink, oddities: oddities)
    let decoder = JSONDecoder()
    var events = 0
    var skipped: (count: Int, first: Int) = (0, 0)
    try FileLines.read(path: path) { bytes, number, isEnded in
      guard bytes.contains(where: { $0 > 0x20 }) else { return }
      if isIdleOutput(bytes) {
        events += 1
      } else if let event = try? decoder.decode(GoTestEvent.self, from: Data(bytes)) {
        events += 1
        try session.take(event, line: number)
      } else if isEnded || bytes.first != UInt8(ascii: "{") {
        skipped = (skipped.count + 1, skipped.count == 0 ? number : skipped.first)
      } else {
        try oddities.report(
          "gotest_cut", "the last line was cut: what stands before it was kept", at: .line(number))
      }
    }
    guard events > 0 else {
      throw Problem(path, "no line is an event of 'go test -json', a JSON object with 'Action'")
    }
    if skipped.count > 0 {
      try oddities.report(
        "gotest_lines_skipped",
        "\(skipped.count) lines, of which this is the first, are no events of 'go test -json': left out",
        at: .line(skipped.first))
    }
    try session.finish()
    try oddities.finish()
  }

  /// Whether a line is output that can say nothing of a failure: most lines are, and need no decoding.
  private static func isIdleOutput(_ line: UnsafeRawBufferPointer) -> Bool {
    line.first == UInt8(ascii: "{") && line.last == UInt8(ascii: "}")
      && contains(line, "\"Action\":\"output\"") && !contains(line, ".go:")
      && !contains(line, "\\t(cached)") && !contains(line, "\"Output\":\"panic: ")
  }

  private static func contains(_ line: UnsafeRawBufferPointer, _ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    var rest = line
    while rest.count >= length, let base = rest.baseAddress,
      let found = memchr(base, Int32(text.utf8Start.pointee), rest.count - length + 1)
    {
      if memcmp(found, text.utf8Start, length) == 0 { return true }
      rest = UnsafeRawBufferPointer(rebasing: rest[(UnsafeRawPointer(found) - base + 1)...])
    }
    return false
  }
}
