import FoundationEssentials
import Records

/// Files as a commit of a git repository has them, whatever the working tree has made of them.
struct GitRevision {
  /// The revision as it was named: `origin/main`.
  let name: String
  /// The commit's hash.
  private let commit: String
  /// The folder in which the repository's working tree begins.
  private let root: String

  /// A revision of the repository in which a path lies.
  ///
  /// - Throws: a `Problem` where there is no repository, or no such revision in it.
  init(_ name: String, near path: String) throws {
    guard !name.isEmpty, !name.hasPrefix("-") else {
      throw Problem(
        "--policy-from", "'\(name)' is no revision; name a branch, tag or commit, such as 'origin/main'")
    }
    let folder = try Location(path).folder
    let top = try GitCommand.run(["rev-parse", "--show-toplevel"], in: folder, limit: 1 << 16)
    guard top.isSuccess, let root = Self.line(top.output) else {
      let isNone = top.complaint.hasPrefix("not a git repository")
      throw Problem("--policy-from", isNone ? "'\(folder)' is not in a git repository" : top.complaint)
    }
    let found = try GitCommand.run(
      ["rev-parse", "--verify", name + "^{commit}"], in: folder, limit: 1 << 16)
    guard found.isSuccess, let commit = Self.line(found.output) else {
      throw Problem(
        "--policy-from",
        "the repository '\(root)' has no revision '\(name)'; a shallow clone may lack it: 'git fetch' gets it"
      )
    }
    // A branch can be pushed that is called like another repository's branch: 'origin/main'.
    guard !found.complaint.contains("ambiguous") else {
      throw Problem(
        "--policy-from",
        "'\(name)' is both a branch and a tag, or the like; write it in full: 'refs/remotes/origin/main'")
    }
    self.name = name
    self.root = root
    self.commit = commit
  }

  /// Whether a path lies in the repository.
  func holds(_ path: String) throws -> Bool {
    let top = try GitCommand.run(
      ["rev-parse", "--show-toplevel"], in: try Location(path).folder, limit: 1 << 16)
    return top.isSuccess && Self.line(top.output) == root
  }

  /// A file's bytes at the revision.
  ///
  /// - Throws: a `Problem` where it is not there, or has more than `limit` bytes.
  func bytes(of path: String, limit: Int) throws -> [UInt8] {
    let location = try Location(path)
    let file = try GitCommand.run(
      ["cat-file", "blob", "\(commit):./\(location.rest)"], in: location.folder, limit: limit)
    guard file.isSuccess else {
      throw Problem(path, "there is no such file at '\(name)'\(Self.detail(file.complaint))")
    }
    return file.output
  }

  /// The paths of the regular files below a folder at the revision, as they are seen from it.
  func files(below path: String) throws -> [String] {
    let location = try Location(path)
    let list = try GitCommand.run(
      ["ls-tree", "-r", "-z", "--full-tree", "\(commit):./\(location.rest)"], in: location.folder,
      limit: 1 << 24)
    guard list.isSuccess else {
      throw Problem(path, "there is no such folder at '\(name)'\(Self.detail(list.complaint))")
    }
    // An entry is `100644 blob HASH<TAB>PATH`; links and submodules have other modes.
    return list.output.split(separator: 0).compactMap { entry in
      guard entry.starts(with: "100".utf8), let tab = entry.firstIndex(of: UInt8(ascii: "\t")) else {
        return nil
      }
      return String(validating: entry[entry.index(after: tab)...], as: UTF8.self)
    }
    .filter { !$0.split(separator: "/").contains("..") }
  }

  /// What git says, where it says more than that a path is not there.
  private static func detail(_ complaint: String) -> String {
    let isKnown = complaint.hasPrefix("path '") || complaint.isEmpty
    return isKnown ? "" : ": \(complaint)"
  }

  private static func line(_ output: [UInt8]) -> String? {
    let line = output.last == UInt8(ascii: "\n") ? output.dropLast() : output[...]
    return line.isEmpty ? nil : String(validating: line, as: UTF8.self)
  }

  /// A path that need not exist any more: the last folder on the way that does, and the rest.
  private struct Location {
    let folder: String
    let rest: String

    init(_ path: String) throws {
      var folder = path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
      var rest: [Substring] = []
      var isFolder = false
      while !(FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) && isFolder),
        let slash = folder.lastIndex(of: "/")
      {
        let name = folder[folder.index(after: slash)...]
        if name == ".." { throw Problem(path, "leads through a folder that is not there") }
        if !name.isEmpty, name != "." { rest.insert(name, at: 0) }
        folder = String(folder[..<slash])
      }
      self.folder = folder.isEmpty ? "/" : folder
      self.rest = rest.joined(separator: "/")
    }
  }
}
