import Evidence
import Foundation
import Records

/// A store with one run, to which a test adds files of prepared records, in a folder that goes when the test does.
final class PreparedRun {
  let folder: String
  let store: EvidenceStore
  private var files = 0

  init(isOnDisk: Bool = false) throws {
    folder = FileManager.default.temporaryDirectory.path + "/evidence-tests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    store = try EvidenceStore(path: isOnDisk ? folder + "/store.db" : nil)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Writes a file whose reader hands over `records`, and imports it.
  @discardableResult
  func add(
    clockOffset: Int64? = nil, _ records: @escaping @Sendable (any RecordSink) throws -> Void
  ) throws -> EvidenceStore.ImportOutcome {
    files += 1
    let path = folder + "/\(files).records"
    try Data("file \(files)".utf8).write(to: URL(filePath: path))
    PreparedRecords.put(path, records)
    return try store.importFile(path, with: PreparedRecords.self, run: "run", clockOffset: clockOffset)
  }

  /// Attributes the run to the target `https://shop.test`, or to others.
  func attribute(
    to targets: [String] = ["https://shop.test"], expect: [String] = [], ignoring ignored: Set<String> = [],
    claims: @escaping AttributionSettings.ClaimReader = { _, _ in [] }
  ) throws {
    try store.attribute(
      run: "run",
      settings: AttributionSettings(
        targets: targets.map(Target.init), expectations: expect.map(ExpectationPattern.init),
        ignoredHosts: ignored, claims: claims))
  }

  /// The rows of a query, their values in the order of the columns named, separated by spaces; NULL is `-`.
  func rows(_ columns: String, _ rest: String) throws -> [String] {
    let names = columns.split(separator: " ").map(String.init)
    return try store.rows("SELECT \(names.joined(separator: ", ")) \(rest)", parameters: [:], timeLimit: 10)
      .map { row in
        names.map { name in
          switch row[name] {
          case .integer(let value): "\(value)"
          case .real(let value): "\(value)"
          case .text(let value): value
          case .null, nil: "-"
          }
        }.joined(separator: " ")
      }
  }

  /// The windows of the tests in microseconds since ``Timestamp/begin``: `exact 0 1000`.
  func windows() throws -> [String] {
    try store.tests().map { test in
      guard let start = test.windowStart, let stop = test.windowStop else { return test.windowKind.rawValue }
      return "\(test.windowKind.rawValue) \(start.offset) \(stop.offset)"
    }
  }
}
