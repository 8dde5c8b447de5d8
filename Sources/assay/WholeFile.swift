import Records

#if canImport(Glibc)
  import Glibc
#endif

/// Reads files that are small by their nature: policies, baselines and reports.
enum WholeFile {
  /// Whether a path leads to a regular file, which cannot keep its reader waiting.
  static func isRegular(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// A file's bytes.
  ///
  /// - Throws: a `Problem` where it cannot be read, or has more than `limit` bytes.
  static func bytes(of path: String, limit: Int) throws -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Problem(path, "cannot be opened: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    return try bytes(of: descriptor, place: path, limit: limit)
  }

  /// The bytes that an open descriptor has up to its end.
  ///
  /// - Throws: a `Problem` where it cannot be read, or has more than `limit` bytes.
  static func bytes(of descriptor: Int32, place: String, limit: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &block, block.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw Problem(place, "cannot be read: \(String(cString: strerror(errno)))")
      }
      if count == 0 { return bytes }
      bytes += block[..<count]
      guard bytes.count <= limit else { throw Problem(place, "has more than \(limit) bytes") }
    }
  }
}
