import Foundation
import Records
import Recording
import Testing

/// What `check` makes of a `run.json`.
struct RunDescriptionFileTests {
  /// The oddities that are told of a file, or the problem.
  private func read(_ text: String) throws -> [String] {
    let file = FileManager.default.temporaryDirectory.appending(path: "assay-\(UUID().uuidString)")
    try Data(text.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let sink = OdditySink()
    do {
      try RunDescriptionFile.read(path: file.path, into: sink)
    } catch let problem as Problem {
      return [problem.message]
    }
    return sink.oddities.map { "\($0.name): \($0.detail)" }
  }

  private static let whole = """
    {"schema": "assay/recording/1", "state": "complete", "command": ["true"], "working_directory": "/", "captures": [],
     "results": [], "problems": ["the disk is full"], "environment": {},
     "host": {"kernel": "Linux", "architecture": "x", "processors": 1, "utc_offset_s": 0, "interfaces": []}}
    """

  @Test func whatIsMissingIsTold() throws {
    #expect(try read(Self.whole) == ["recording_incomplete: the disk is full"])
    let unfinished = Self.whole.replacing("\"complete\"", with: "\"recording\"")
    #expect(
      try read(unfinished).map { $0.prefix { $0 != ":" } } == [
        "recording_unfinished", "recording_incomplete",
      ])
  }

  @Test func anotherSchemaOrACutFileIsAProblem() throws {
    let later = try read(Self.whole.replacing("recording/1", with: "recording/2"))
    #expect(later == ["has the schema 'assay/recording/2'; this version reads 'assay/recording/1'"])
    for length in stride(from: 0, to: Self.whole.count - 2, by: 7) {
      #expect(
        try read(String(Self.whole.prefix(length)))
          == ["not the description of a recorded run, as 'assay record' writes it"], "\(length)")
    }
  }

  @Test func onlyItsSchemaIsRecognised() {
    func recognises(_ text: String) -> Bool {
      RunDescriptionFile.recognises(FileHead(bytes: Array(text.utf8)))
    }
    #expect(recognises(Self.whole))
    #expect(!recognises("{\"schema\": \"assay/verdicts/1\"}"))
    #expect(!recognises("assay/recording/1"))
  }
}

/// Keeps oddities.
private final class OdditySink: RecordSink {
  var oddities: [Oddity] = []

  func receive(_ suite: TestSuite) {}
  func receive(_ result: TestResult) {}
  func receive(_ capture: Capture) {}
  func receive(_ connection: Connection) {}
  func receive(_ lookup: Lookup) {}
  func receive(_ handshake: Handshake) {}
  func receive(_ exchange: Exchange) {}
  func receive(_ line: LogLine) {}
  func receive(_ sample: Sample) {}
  func receive(_ oddity: Oddity) { oddities.append(oddity) }
}
