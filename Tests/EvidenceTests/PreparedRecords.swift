import Records
import Synchronization

/// A reader that reads no file: it hands over the records that a test has put under the file's path.
enum PreparedRecords: RecordReader {
  static let kind = "prepared"
  private static let byPath = Mutex<[String: @Sendable (any RecordSink) throws -> Void]>([:])

  static func put(_ path: String, _ records: @escaping @Sendable (any RecordSink) throws -> Void) {
    byPath.withLock { $0[path] = records }
  }

  static func recognises(_ head: FileHead) -> Bool { false }

  static func read(path: String, into sink: any RecordSink) throws {
    try byPath.withLock { $0[path] }?(sink)
  }
}
