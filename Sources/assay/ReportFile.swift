import Records

#if canImport(Glibc)
  import Glibc
#endif

/// A report in a file: whole, or not there. A report that a full disk cut must not pass for one.
enum ReportFile {
  /// Writes a report to a file, or to the standard output where no file is named.
  ///
  /// - Throws: a `Problem` where it cannot be written.
  static func write(
    toFileOrStandardOutput path: String?, _ render: (inout ReportOutput) -> Void
  ) throws {
    if let path { return try write(to: path, render) }
    try write(to: STDOUT_FILENO, "stdout", render)
  }

  private static func write(
    to descriptor: Int32, _ place: String, _ render: (inout ReportOutput) -> Void
  ) throws {
    var output = ReportOutput(descriptor: descriptor)
    render(&output)
    guard output.flush() else {
      throw Problem(place, "cannot be written: \(String(cString: strerror(errno)))")
    }
  }

  /// Writes a file by way of a draft beside it; what is no regular file (a pipe, a device) is written to directly.
  ///
  /// - Throws: a `Problem` where it cannot be written.
  static func write(to path: String, _ render: (inout ReportOutput) -> Void) throws {
    var status = stat()
    let isThere = stat(path, &status) == 0
    guard !isThere || status.st_mode & S_IFMT == S_IFREG else {
      return try write(path, flags: O_WRONLY, path, render)
    }
    // '/dev/stdout' leads to the file that the standard output is: what it holds stays, and so does the link.
    for descriptor in [STDOUT_FILENO, STDERR_FILENO] where isThere {
      var open = stat()
      if fstat(descriptor, &open) == 0, open.st_dev == status.st_dev, open.st_ino == status.st_ino {
        return try write(to: descriptor, path, render)
      }
    }
    // What a link leads to is replaced, not the link.
    let resolved = realpath(path, nil)
    defer { free(resolved) }
    let target = resolved.map { String(cString: $0) } ?? path
    let draft = "\(target).\(getpid()).part"
    do {
      try write(draft, flags: O_WRONLY | O_CREAT | O_EXCL, path, render)
    } catch {
      unlink(draft)
      throw error
    }
    guard rename(draft, target) == 0 else {
      let problem = Problem(path, "cannot be written: \(String(cString: strerror(errno)))")
      unlink(draft)
      throw problem
    }
  }

  private static func write(
    _ file: String, flags: Int32, _ path: String, _ render: (inout ReportOutput) -> Void
  ) throws {
    let descriptor = open(file, flags | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw Problem(path, "cannot be written: \(String(cString: strerror(errno)))")
    }
    var output = ReportOutput(descriptor: descriptor)
    render(&output)
    let isWritten = output.flush()
    let reason = String(cString: strerror(errno))
    let isClosed = close(descriptor) == 0
    guard isWritten, isClosed else { throw Problem(path, "cannot be written: \(reason)") }
  }
}
