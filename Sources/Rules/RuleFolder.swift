import FoundationEssentials
public import Records

/// A folder of rules: a folder for each group, in it the rules' `.sql` and `.test.yaml` files, and
/// `claims.yaml`.
public struct RuleFolder: Sendable {
  /// The folder's path.
  public let path: String

  /// What was found in a folder.
  public struct Contents: Sendable {
    /// The rules that can be used, in the order of their ids.
    public var rules: [Rule]
    /// What is wrong with the others.
    public var problems: [Problem]
  }

  /// The folder at a path.
  ///
  /// - Throws: `Problem` where there is no such folder.
  public init(path: String) throws(Problem) {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder else {
      throw Problem(path, "no such folder; give a folder that holds groups of rules, such as 'timing/'")
    }
    self.path = path
  }

  /// The rules that come with the program: beside it, in `share/assay/rules`, or in the source tree it was
  /// built from.
  ///
  /// - Throws: `Problem` that says where it looked.
  public static var bundled: RuleFolder {
    get throws(Problem) { try found(among: places(executable: executable)) }
  }

  /// The first of some folders that holds rules, which its `claims.yaml` tells from any other folder.
  static func found(among places: [String]) throws(Problem) -> RuleFolder {
    for place in places where FileManager.default.fileExists(atPath: place + "/claims.yaml") {
      return try RuleFolder(path: place)
    }
    throw Problem(
      "rules",
      "the rules that come with assay are not there; looked for \(places.joined(separator: ", ")); "
        + "put the folder 'rules' beside the program, or name it with '--rules'")
  }

  /// Where the rules may lie that come with the program at this path.
  static func places(executable: String) -> [String] {
    let folder = parent(executable)
    // SwiftPM's two build systems name the folder of a target's resources differently.
    return [
      folder + "/assay_Rules.resources/rules", folder + "/assay_Rules.bundle/rules", folder + "/rules",
      parent(folder) + "/share/assay/rules", parent(parent(parent(#filePath))) + "/rules",
    ]
  }

  /// Reads and checks every rule below the folder.
  public func contents() throws(Problem) -> Contents {
    var contents = Contents(rules: [], problems: [])
    for file in try files(suffix: ".sql") {
      do {
        let id = String(file.dropFirst(path.count + 1).dropLast(4))
        let rule = try RuleFile(path: file, id: id, text: try Self.text(of: file)).rule()
        try rule.checkContract()
        contents.rules.append(rule)
      } catch {
        contents.problems.append(error)
      }
    }
    return contents
  }

  /// The rules below the folder, in the order of their ids.
  ///
  /// - Throws: the first `Problem` where a rule can't be used.
  public func rules() throws(Problem) -> [Rule] {
    let contents = try contents()
    if let problem = contents.problems.first { throw problem }
    return contents.rules
  }

  /// The bundled rules, with those of other folders added, or put in the place of a rule with the same id.
  ///
  /// - Parameter folders: further folders; a later one wins over an earlier one.
  public static func rules(adding folders: [RuleFolder]) throws(Problem) -> [Rule] {
    var byID: [String: Rule] = [:]
    for folder in [try bundled] + folders {
      for rule in try folder.rules() { byID[rule.id] = rule }
    }
    return byID.values.sorted { $0.id < $1.id }
  }

  /// The words that tell claims; empty where the folder has no `claims.yaml`.
  public func claims() throws(Problem) -> ClaimTable {
    let file = path + "/claims.yaml"
    guard FileManager.default.fileExists(atPath: file) else { return ClaimTable() }
    return try ClaimTable(yaml: try Self.text(of: file), path: file)
  }

  /// The files of the groups whose names end so, in the order of their paths.
  func files(suffix: String) throws(Problem) -> [String] {
    var files: [String] = []
    for group in try Self.entries(of: path) {
      var isFolder = false
      let folder = path + "/" + group
      guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder else { continue }
      files += try Self.entries(of: folder).filter { $0.hasSuffix(suffix) }.map { folder + "/" + $0 }
    }
    return files
  }

  /// A file's text, where it is UTF-8 and not larger than a rule can be.
  static func text(of file: String) throws(Problem) -> String {
    guard let data = FileManager.default.contents(atPath: file) else {
      throw Problem(file, "can't be read")
    }
    guard data.count <= RuleFile.sizeLimit, let text = String(validating: data, as: UTF8.self) else {
      throw Problem(file, "is not UTF-8 text of at most \(RuleFile.sizeLimit) bytes")
    }
    return text
  }

  private static func entries(of folder: String) throws(Problem) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }
        .sorted()
    } catch {
      throw Problem(folder, "can't be read")
    }
  }

  private static var executable: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
  }

  private static func parent(_ path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return String(path[..<slash])
  }
}
