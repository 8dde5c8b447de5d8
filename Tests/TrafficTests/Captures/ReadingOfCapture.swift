import Foundation
import Records
import Traffic

/// What the readers of captures made of a file: the records by kind, and the problem if they threw one.
final class ReadingOfCapture: RecordSink {
  private(set) var captures: [Capture] = []
  private(set) var connections: [Connection] = []
  private(set) var lookups: [Lookup] = []
  private(set) var handshakes: [Handshake] = []
  private(set) var exchanges: [Exchange] = []
  private(set) var oddities: [Oddity] = []
  private(set) var problem: Problem?

  /// Reads the file at `path` by its content.
  init(path: String, context: ReadingContext = ReadingContext()) throws {
    let file = try FileHandle(forReadingFrom: URL(filePath: path))
    let head = FileHead(bytes: Array(try file.read(upToCount: FileHead.length) ?? Data()))
    try file.close()
    let reader: any RecordReader.Type = PcapngFile.recognises(head) ? PcapngFile.self : PcapFile.self
    do {
      try reader.read(path: path, context: context, into: self)
    } catch let problem as Problem {
      self.problem = problem
    }
    connections.sort { $0.ordinal < $1.ordinal }
  }

  /// Writes `bytes` to a file of their own and reads it.
  convenience init(_ bytes: [UInt8], context: ReadingContext = ReadingContext()) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "assay-\(UUID().uuidString)")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    try self.init(path: file.path, context: context)
  }

  var oddityNames: [String] { oddities.map(\.name) }

  func receive(_ suite: TestSuite) {}
  func receive(_ result: TestResult) {}
  func receive(_ capture: Capture) { captures.append(capture) }
  func receive(_ connection: Connection) { connections.append(connection) }
  func receive(_ lookup: Lookup) { lookups.append(lookup) }
  func receive(_ handshake: Handshake) { handshakes.append(handshake) }
  func receive(_ exchange: Exchange) { exchanges.append(exchange) }
  func receive(_ line: LogLine) {}
  func receive(_ sample: Sample) {}
  func receive(_ oddity: Oddity) { oddities.append(oddity) }
}
