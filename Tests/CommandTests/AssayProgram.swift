import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// The built program, run as its users run it.
struct AssayProgram {
  /// What a call of the program came to.
  struct Outcome {
    /// What it wrote to the standard output.
    var output: String
    /// What it wrote to the standard error.
    var errors: String
    /// The exit code; 128 and the signal's number where a signal ended it, as a shell counts.
    var exitCode: Int32
  }

  /// Why the program could not be run to its end.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// The folder that holds `Package.swift`, in which the program is run.
  static let packageRoot = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL

  /// The program as `swift build` has left it, beside the bundle that holds the tests.
  private static let executable = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "assay")

  /// No call in these tests takes a second; one that takes this long hangs.
  private static let timeLimit = DispatchTimeInterval.seconds(60)

  /// Runs the program, in the package's root unless told otherwise, to its end.
  ///
  /// - Parameters:
  ///   - arguments: what follows the program's name.
  ///   - environment: variables that are added to the tests' own.
  ///   - workingFolder: the folder in which it runs.
  ///   - outputPath: where the standard output goes; nil to have it in the outcome.
  /// - Throws: a `Failure` where the program is not there, or takes longer than a minute.
  static func run(
    _ arguments: [String], environment: [String: String] = [:], outputPath: String? = nil,
    folder workingFolder: URL = packageRoot
  ) throws -> Outcome {
    guard FileManager.default.isExecutableFile(atPath: executable.path) else {
      throw Failure(description: "no program at \(executable.path); 'swift build' makes it")
    }
    // Files and not pipes: a pipe that is full would hold the program up.
    let streams = try TemporaryFolder()
    let output = try outputPath ?? streams.write("", to: "stdout")
    let errors = try streams.write("", to: "stderr")

    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = workingFolder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, added in added }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(filePath: output))
    process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
    let end = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in end.signal() }
    try withNoSignalBlocked { try process.run() }
    guard end.wait(timeout: .now() + timeLimit) == .success else {
      process.terminate()
      throw Failure(description: "assay \(arguments) did not end within a minute")
    }
    return Outcome(
      output: outputPath == nil ? try streams.text(of: "stdout") : "",
      errors: try streams.text(of: "stderr"),
      exitCode: process.terminationStatus + (process.terminationReason == .exit ? 0 : 128))
  }

  /// Threads of a pool block signals, which programs that they start would inherit.
  private static func withNoSignalBlocked(_ body: () throws -> Void) rethrows {
    var none = sigset_t()
    var previous = sigset_t()
    sigemptyset(&none)
    pthread_sigmask(SIG_SETMASK, &none, &previous)
    defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
    try body()
  }
}
