import Foundation

/// A folder that is there as long as the value is.
final class TemporaryFolder {
  private let root = FileManager.default.temporaryDirectory.appending(path: "assay-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  /// The path of a file of this name, or of the folder itself.
  func path(_ name: String = "") -> String {
    name.isEmpty ? root.path : root.appending(path: name).path
  }

  /// Writes a file and gives its path.
  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: root.appending(path: name))
    return path(name)
  }

  /// What a file holds.
  func text(of name: String) throws -> String {
    try String(contentsOf: root.appending(path: name), encoding: .utf8)
  }

  /// The names of the files in the folder, in order.
  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: root.path).sorted() }
  }
}
