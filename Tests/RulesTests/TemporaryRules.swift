import FoundationEssentials
import Records
import Rules

/// A folder of rule files that is there as long as the value is.
final class TemporaryRules {
  let path: String

  init(_ files: [String: String]) throws {
    path = FileManager.default.temporaryDirectory.path + "/assay-rules-\(UUID().uuidString)"
    for (name, text) in files {
      let file = path + "/" + name
      let folder = String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)])
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(filePath: file))
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var folder: RuleFolder { get throws { try RuleFolder(path: path) } }

  /// What is wrong with the one rule whose text this is, the folder's path taken away.
  static func problem(_ text: String) throws -> String? {
    let rules = try TemporaryRules(["timing/a-rule.sql": text])
    let problem = try rules.folder.contents().problems.first
    return problem.map { String($0.description.dropFirst(rules.path.count + 1)) }
  }
}
