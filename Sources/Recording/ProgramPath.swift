#if canImport(Glibc)
  import Glibc
#endif

/// Finds programs as a shell does.
enum ProgramPath {
  /// Where a program is, or why it cannot be run.
  enum Search: Hashable {
    /// A file that may be executed.
    case found(String)
    /// A file of this name that this user may not execute.
    case forbidden(String)
    /// No file of this name.
    case missing
  }

  /// Searches `PATH` for a name, or takes a path with a slash as it is.
  ///
  /// - Parameter others: folders that are searched after `PATH`: those of system programs, which a user's `PATH` may lack.
  static func find(_ name: String, alsoIn others: [String] = []) -> Search {
    let folders = (getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin")
      .split(separator: ":", omittingEmptySubsequences: false).map { $0.isEmpty ? "." : String($0) }
    var forbidden: String?
    for path in name.contains("/") ? [name] : (folders + others).map({ "\($0)/\(name)" }) {
      var status = stat()
      guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      if access(path, X_OK) == 0 { return .found(path) }
      forbidden = forbidden ?? path
    }
    return forbidden.map(Search.forbidden) ?? .missing
  }

  /// The folders of programs that are the administrator's.
  static let system = ["/usr/local/sbin", "/usr/sbin", "/sbin"]
}
