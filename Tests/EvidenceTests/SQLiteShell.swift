import Foundation

/// The `sqlite3` program: an independent reader of the store's file.
enum SQLiteShell {
  static let program = "/usr/bin/sqlite3"
  static let isPresent = FileManager.default.isExecutableFile(atPath: program)

  /// What the program prints for a statement.
  @discardableResult
  static func run(_ sql: String, in path: String) throws -> String {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: program)
    process.arguments = ["-batch", path, sql]
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
    return String(decoding: data, as: UTF8.self)
  }
}
