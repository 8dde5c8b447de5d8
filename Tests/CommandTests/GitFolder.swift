import Foundation

/// A git repository that is there as long as the value is, with the example's run in it.
final class GitFolder {
  private let folder: TemporaryFolder

  /// Whether there is a git to test with.
  static let hasGit = FileManager.default.isExecutableFile(atPath: "/usr/bin/git")

  init() throws {
    folder = try TemporaryFolder()
    try git("init", "--quiet", "--initial-branch=main", ".")
    try FileManager.default.copyItem(
      at: AssayProgram.packageRoot.appending(path: "docs/example/run"), to: URL(filePath: path("run")))
  }

  /// The path of a file in the repository, or of the repository.
  func path(_ name: String = "") -> String { folder.path(name) }

  /// Writes a file, and its folder where there is none.
  func write(_ text: String, to name: String) throws {
    let parent = URL(filePath: path(name)).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
    try folder.write(text, to: name)
  }

  /// What a file holds.
  func text(of name: String) throws -> String { try folder.text(of: name) }

  /// Takes a file or folder away.
  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path(name)) }

  /// Commits everything.
  func commit() throws {
    try git("add", "--all", ".")
    try git("commit", "--quiet", "--message=x")
  }

  /// Replaces text in a file of the run, which must hold it.
  func edit(_ name: String, _ old: String, _ new: String) throws {
    let before = try text(of: name)
    let after = before.replacing(old, with: new)
    guard after != before else { throw AssayProgram.Failure(description: "\(name) doesn't hold '\(old)'") }
    try folder.write(after, to: name)
  }

  /// Runs the program in the repository.
  func assay(_ arguments: String..., environment: [String: String] = [:]) throws -> AssayProgram.Outcome {
    try AssayProgram.run(arguments, environment: environment, folder: URL(filePath: path()))
  }

  /// Runs git in the repository, untouched by this machine's settings.
  func git(_ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/git")
    process.arguments = ["-c", "user.name=t", "-c", "user.email=t@example.test"] + arguments
    process.currentDirectoryURL = URL(filePath: path())
    process.environment = ["HOME": path(), "PATH": "/usr/bin:/bin", "GIT_CONFIG_NOSYSTEM": "1"]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw AssayProgram.Failure(description: "git \(arguments) ended with \(process.terminationStatus)")
    }
  }
}
