import Foundation
import Records

/// What a reader made of a text: the records by kind, and the problem if it threw one.
final class ReadingOfText: RecordSink {
  private(set) var exchanges: [Exchange] = []
  private(set) var lines: [LogLine] = []
  private(set) var connections: [Connection] = []
  private(set) var lookups: [Lookup] = []
  private(set) var samples: [Sample] = []
  private(set) var probedTargets: [ProbedTarget] = []
  private(set) var oddities: [Oddity] = []
  private(set) var problem: Problem?

  /// Reads the file at `path`.
  init(_ reader: any RecordReader.Type, path: String) throws {
    do {
      try reader.read(path: path, into: self)
    } catch let problem as Problem {
      self.problem = problem
    }
  }

  /// Writes `bytes` to a file of their own and reads it.
  convenience init(_ reader: any RecordReader.Type, bytes: [UInt8]) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "assay-\(UUID().uuidString)")
    try Data(bytes).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    try self.init(reader, path: file.path)
  }

  convenience init(_ reader: any RecordReader.Type, _ text: String) throws {
    try self.init(reader, bytes: Array(text.utf8))
  }

  var oddityNames: [String] { oddities.map(\.name) }

  /// The folder of samples beside the package, or the one that `ASSAY_SHARED` names; nil where there is none.
  static let shared: URL? = {
    let beside = URL(filePath: #filePath).appending(path: "../../../../../shared").standardizedFileURL
    let folder = ProcessInfo.processInfo.environment["ASSAY_SHARED"].map { URL(filePath: $0) } ?? beside
    return FileManager.default.fileExists(atPath: folder.appending(path: "corpus").path) ? folder : nil
  }()

  /// Every regular file under a folder of the samples.
  static func files(under folder: String) -> [String] {
    guard let root = shared?.appending(path: folder) else { return [] }
    let found = FileManager.default.subpaths(atPath: root.path) ?? []
    return found.map { root.appending(path: $0).path }.filter {
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder) && !isFolder.boolValue
    }.sorted()
  }

  func receive(_ suite: TestSuite) {}
  func receive(_ result: TestResult) {}
  func receive(_ capture: Capture) {}
  func receive(_ connection: Connection) { connections.append(connection) }
  func receive(_ lookup: Lookup) { lookups.append(lookup) }
  func receive(_ handshake: Handshake) {}
  func receive(_ exchange: Exchange) { exchanges.append(exchange) }
  func receive(_ line: LogLine) { lines.append(line) }
  func receive(_ sample: Sample) { samples.append(sample) }
  func receive(_ probedTarget: ProbedTarget) { probedTargets.append(probedTarget) }
  func receive(_ oddity: Oddity) { oddities.append(oddity) }
}
