import Foundation

/// A folder of artifacts of runs, made by a test.
final class ArchiveFolder {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: path("archive"), withIntermediateDirectories: true)
  }

  /// The folder that is audited.
  var archive: String { path("archive") }

  /// A path beside the archive or in it.
  func path(_ name: String) -> String { folder.path(name) }

  /// The cache that ``audit(_:paths:)`` has left.
  var cacheFile: URL {
    get throws {
      let folder = URL(filePath: path("cache/assay"))
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      return folder.appending(path: names.first { $0.hasSuffix(".db") } ?? "audit.db")
    }
  }

  /// Writes a file into the archive, and the folders that it needs.
  func add(_ text: String, at name: String) throws {
    let file = path("archive/\(name)")
    try FileManager.default.createDirectory(
      at: URL(filePath: file).deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: file))
  }

  /// A JUnit report of a suite that ran its tests one after another; a test is its name and milliseconds, or its name and
  /// nil for one that failed.
  static func junit(
    _ start: String?, _ tests: KeyValuePairs<String, Double?>, suite: String = "tests.e2e.test_shop"
  ) -> String {
    let total = tests.reduce(0.1) { $0 + ($1.value ?? 0) / 1000 }
    var text = "<testsuite name=\"pytest\" tests=\"\(tests.count)\" time=\"\(total)\""
    if let start { text += " timestamp=\"\(start)\"" }
    text += ">\n"
    for (name, milliseconds) in tests {
      let time = (milliseconds ?? 5) / 1000
      text += "<testcase classname=\"\(suite)\" name=\"\(name)\" time=\"\(time)\""
      text += milliseconds == nil ? "><failure message=\"assert False\"/></testcase>\n" : "/>\n"
    }
    return text + "</testsuite>\n"
  }

  /// Audits the archive with a cache folder of its own.
  func audit(_ arguments: [String] = [], paths: [String]? = nil) throws -> AssayProgram.Outcome {
    try AssayProgram.run(
      ["audit"] + (paths ?? [archive]) + ["--target", "https://shop.example.test"] + arguments,
      environment: ["XDG_CACHE_HOME": path("cache")])
  }

  /// The audit as JSON.
  func report(_ arguments: [String] = [], paths: [String]? = nil) throws -> AuditOutline {
    try AuditOutline(try audit(["--format", "json"] + arguments, paths: paths).output)
  }
}
