import FoundationEssentials
import Records
import Rules

/// A folder with the files of a run and the truth about it.
struct LabelledFolder {
  /// The folder, without a slash at its end.
  let path: String

  /// The folder's name.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }
  /// The folder that it lies in.
  var parent: String { path.split(separator: "/").dropLast().last.map(String.init) ?? "." }

  /// The labelled folders among these, and in those of these that have no truth themselves.
  ///
  /// - Throws: a `Problem` where there is none.
  static func find(_ paths: [String]) throws -> [LabelledFolder] {
    var folders: [LabelledFolder] = []
    for path in paths {
      var path = path
      while path.count > 1, path.hasSuffix("/") { path.removeLast() }
      let folder = LabelledFolder(path: path)
      if folder.hasTruth {
        folders.append(folder)
        continue
      }
      let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
      let inside = names.sorted().map { LabelledFolder(path: "\(path)/\($0)") }.filter(\.hasTruth)
      guard !inside.isEmpty else {
        throw Problem(path, "no 'truth.json' in there, nor in a folder in there; a labelled run has one")
      }
      folders += inside
    }
    return folders
  }

  /// The truth about the run.
  func truth() throws -> TruthFile {
    let file = path + "/truth.json"
    return try TruthFile(try WholeFile.bytes(of: file, limit: TruthFile.sizeLimit), place: file)
  }

  /// Imports and judges the run: by the targets that the options name, or else by those that its `run.json` declares.
  func judged(by options: JudgingOptions) throws -> JudgedRun {
    var options = options
    let file = path + "/run.json"
    if WholeFile.isRegular(file) {
      let bytes = try WholeFile.bytes(of: file, limit: RunDeclaration.sizeLimit)
      let declared = try RunDeclaration(bytes, place: file)
      if options.targets.isEmpty { options.targets = declared.targets }
      options.expectations = declared.localScopes.map { "\($0)**=offline" } + options.expectations
    }
    return try JudgedRun([path], named: name, by: options, under: try options.policy)
  }

  private var hasTruth: Bool { WholeFile.isRegular(path + "/truth.json") }
}
