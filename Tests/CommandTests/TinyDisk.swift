import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// A file system of 256 KiB in memory, which is there as long as the value is.
final class TinyDisk {
  private let folder: TemporaryFolder

  /// Where it is.
  var path: String { folder.path() }

  /// Whether this process may mount: CAP_SYS_ADMIN, number 21 of capabilities(7).
  static let canBeMounted = InstalledTools.holdsCapability(21) && (try? TinyDisk()) != nil

  init() throws {
    folder = try TemporaryFolder()
    guard mount("none", folder.path(), "tmpfs", 0, "size=256k") == 0 else {
      throw AssayProgram.Failure(description: "cannot be mounted: \(String(cString: strerror(errno)))")
    }
  }

  deinit { umount(path) }
}
