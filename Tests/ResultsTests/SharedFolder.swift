import Foundation

/// The samples that lie beside the project on the machine it is built on, and nowhere else.
enum SharedFolder {
  /// Named by `ASSAY_SHARED`, or `shared` beside the package.
  static let url: URL = {
    if let path = ProcessInfo.processInfo.environment["ASSAY_SHARED"] { return URL(fileURLWithPath: path) }
    let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return root.deletingLastPathComponent().appendingPathComponent("shared")
  }()

  static let isThere = FileManager.default.fileExists(atPath: url.path)

  /// Whether the recorded runs of runners other than pytest are there.
  static let hasRunners = FileManager.default.fileExists(
    atPath: url.appendingPathComponent("corpus-runners").path)

  /// All files below a folder, in a fixed order.
  static func files(below folder: String) -> [String] {
    let base = url.appendingPathComponent(folder).path
    let paths = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
    return paths.sorted().map { base + "/" + $0 }.filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
    }
  }
}
