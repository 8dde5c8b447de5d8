import FoundationEssentials
import Records
import Rules

#if canImport(Glibc)
  import Glibc
#endif

/// A folder of rules as a revision has it, in a folder of its own that is there as long as the value is.
final class RuleCheckout {
  private static let mostFiles = 1000
  private let path: String

  /// Writes the rules of a folder out.
  ///
  /// - Throws: a `Problem` where the revision has no such folder, or it holds too much.
  init(of folder: String, at revision: GitRevision) throws {
    var template = Array((FileManager.default.temporaryDirectory.path + "/assay-rules-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Problem(folder, "cannot be written out: \(String(cString: strerror(errno)))")
    }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let files = try revision.files(below: folder).filter { $0.hasSuffix(".sql") || $0 == "claims.yaml" }
    guard files.count <= Self.mostFiles else {
      throw Problem(folder, "holds \(files.count) rules at '\(revision.name)'; it may hold \(Self.mostFiles)")
    }
    for file in files {
      let bytes = try revision.bytes(of: folder + "/" + file, limit: 1 << 20)
      let place = URL(filePath: path + "/" + file)
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: place)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The folder.
  var folder: RuleFolder { get throws { try RuleFolder(path: path) } }
}
