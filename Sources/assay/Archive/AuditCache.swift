import Evidence
import FoundationEssentials
import Records

#if canImport(Glibc)
  import Glibc
#endif

/// Where an audit keeps what it found out, where no store is named: a file for each set of paths, in the user's cache
/// folder (XDG Base Directory Specification).
enum AuditCache {
  /// The file for an audit of these paths; nil where there is no folder for it.
  static func path(for paths: [String]) -> String? {
    guard let folder else { return nil }
    let absolute = paths.map(ArchiveFile.absolute).sorted()
    return "\(folder)/audit-\(Fingerprint.of(absolute).prefix(16)).db"
  }

  /// Opens a store, for this program alone; a cache that cannot be used is no reason not to audit.
  static func open(_ path: String?, isCache: Bool) throws -> EvidenceStore {
    guard let path else { return try EvidenceStore(path: nil) }
    guard isCache else {
      // What cannot be opened for the lock is the store's to complain of.
      _ = lock(path, isPatient: true)
      return try EvidenceStore(path: path)
    }
    let parent = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
    do {
      // What lies in it names tests and files: it is the user's alone.
      try FileManager.default.createDirectory(
        atPath: String(parent), withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      return try EvidenceStore(path: lock(path, isPatient: false) ? path : nil)
    } catch {
      return try EvidenceStore(path: nil)
    }
  }

  /// Locks a file until the program ends; another audit of the same store waits for that, or does without.
  ///
  /// The descriptor is never closed: closing it would free the locks that SQLite has on the file.
  private static func lock(_ path: String, isPatient: Bool) -> Bool {
    let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
    guard isPatient else { return false }
    if StandardError.isTerminal { StandardError.write("waiting for another audit that uses '\(path)'\n") }
    return flock(descriptor, LOCK_EX) == 0
  }

  private static var folder: String? {
    if let cache = variable("XDG_CACHE_HOME"), cache.hasPrefix("/") { return cache + "/assay" }
    return variable("HOME").flatMap { $0.hasPrefix("/") ? $0 + "/.cache/assay" : nil }
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
