public import Foundation

/// A program of the system that tests use where it is there.
public enum ToolProcess {
  /// Why a program was of no use.
  public struct Failure: Error {
    /// What went wrong.
    public var reason: String
  }

  /// Where a program is: on the path, or where the system's servers are; nil where it is not.
  public static func path(of name: String) -> String? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    return (folders + ["/usr/sbin"]).map { "\($0)/\(name)" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }

  /// Starts a program; what it writes goes to the file `output` in the folder.
  static func start(_ name: String, _ arguments: [String], in folder: URL) throws -> Process {
    guard let path = path(of: name) else { throw Failure(reason: "there is no \(name)") }
    let output = folder.appending(path: "output")
    try Data().write(to: output)
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = FileHandle.nullDevice
    return process
  }

  /// Runs a program to its end, and gives what it wrote.
  @discardableResult
  public static func run(_ name: String, _ arguments: [String], in folder: URL) throws -> String {
    let process = try start(name, arguments, in: folder)
    // waitUntilExit() would run a loop for events that may never come to a thread of the tests.
    let end = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in end.signal() }
    try process.run()
    guard end.wait(timeout: .now() + 30) == .success else {
      kill(process.processIdentifier, SIGKILL)
      throw Failure(reason: "\(name) \(arguments) did not end")
    }
    guard process.terminationStatus == 0 else {
      throw Failure(reason: "\(name) \(arguments) ended with \(process.terminationStatus)")
    }
    return try String(contentsOf: folder.appending(path: "output"), encoding: .utf8)
  }
}
