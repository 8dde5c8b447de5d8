import Foundation
import Records

/// Keeps what a reader hands over.
final class RecordingSink: RecordSink {
  var suites: [TestSuite] = []
  var results: [TestResult] = []
  var exchanges: [Exchange] = []
  var lines: [LogLine] = []
  var oddities: [Oddity] = []

  func receive(_ suite: TestSuite) { suites.append(suite) }
  func receive(_ result: TestResult) { results.append(result) }
  func receive(_ capture: Capture) {}
  func receive(_ connection: Connection) {}
  func receive(_ lookup: Lookup) {}
  func receive(_ handshake: Handshake) {}
  func receive(_ exchange: Exchange) { exchanges.append(exchange) }
  func receive(_ line: LogLine) { lines.append(line) }
  func receive(_ sample: Sample) {}
  func receive(_ oddity: Oddity) { oddities.append(oddity) }

  /// Reads `bytes` from a file of its own, in memory where the system has files in memory.
  static func reading(_ bytes: some Sequence<UInt8>, with reader: any RecordReader.Type) throws
    -> RecordingSink
  {
    let memory = "/dev/shm"
    let folder =
      FileManager.default.isWritableFile(atPath: memory)
      ? URL(fileURLWithPath: memory) : FileManager.default.temporaryDirectory
    let file = folder.appendingPathComponent("assay-\(UUID().uuidString)")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let sink = RecordingSink()
    try reader.read(path: file.path, into: sink)
    return sink
  }

  /// Reads `text` from a file of its own.
  static func reading(_ text: String, with reader: any RecordReader.Type) throws -> RecordingSink {
    try reading(text.utf8, with: reader)
  }
}
