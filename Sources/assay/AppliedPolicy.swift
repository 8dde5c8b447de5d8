import FoundationEssentials
import Records
import Rules

/// A policy with the rules that it adds, from the working tree or from a revision.
struct AppliedPolicy {
  /// Where a policy is looked for that is not named.
  static let usualPath = "assay.yaml"

  /// What it says.
  private(set) var policy: Policy
  /// The folders of rules that it adds.
  private(set) var ruleFolders: [RuleFolder] = []
  /// What a reader should know of where it came from.
  private(set) var notes: [String] = []
  private var checkouts: [RuleCheckout] = []

  /// The policy in a file.
  init(path: String) throws {
    policy = try Policy(try WholeFile.bytes(of: path, limit: Policy.sizeLimit), place: path)
    ruleFolders = try policy.ruleFolders.map { try RuleFolder(path: Self.folder(of: path) + $0) }
  }

  /// The policy in a file as a revision has it; the rules that it adds are the revision's too.
  init(path: String, at revision: GitRevision) throws {
    let bytes = try revision.bytes(of: path, limit: Policy.sizeLimit)
    policy = try Policy(bytes, place: "\(path) at \(revision.name)")
    notes = Self.note(on: path, bytes, at: revision)
    checkouts = try policy.ruleFolders.map { try RuleCheckout(of: Self.folder(of: path) + $0, at: revision) }
    ruleFolders = try checkouts.map { try $0.folder }
  }

  /// The policy of a project that has none.
  init() {
    policy = Policy(place: "the built-in policy")
  }

  /// That the working tree has another file than the revision, in a sentence; nothing where it has the same.
  static func note(on path: String, _ bytes: [UInt8], at revision: GitRevision) -> [String] {
    let isThere = FileManager.default.fileExists(atPath: path)
    if WholeFile.isRegular(path), (try? WholeFile.bytes(of: path, limit: bytes.count)) == bytes { return [] }
    let how = isThere ? "differs in the working tree" : "is missing from the working tree"
    return ["\(path) \(how); the one at '\(revision.name)' decides"]
  }

  private static func folder(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }
}
