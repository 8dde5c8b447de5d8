import FoundationEssentials
import Records

#if canImport(Glibc)
  import Glibc
#endif

/// The folder of a recording. It is its owner's alone: captures hold what the command sent.
struct RunFolder {
  /// The path, from the root.
  let path: String

  /// Room that is kept for `run.json`, so that it can be written when the disk has become full.
  private static let reserve: off_t = 1 << 16
  private static let draft = ".run.json.part"

  /// Makes the folder; one that is there must be empty.
  ///
  /// - Throws: a `Problem` where it cannot be made, or holds anything.
  init(path: String) throws(Problem) {
    if mkdir(path, 0o700) != 0 {
      guard errno == EEXIST else {
        throw Problem(path, "the run folder cannot be made: \(String(cString: strerror(errno)))")
      }
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: path), names.isEmpty else {
        throw Problem(path, "is no empty folder; name one that is not there yet")
      }
    }
    guard let resolved = realpath(path, nil) else {
      throw Problem(path, "the run folder cannot be found: \(String(cString: strerror(errno)))")
    }
    self.path = String(cString: resolved)
    free(resolved)
    makeReserve()
  }

  /// The path of a file in the folder.
  func file(_ name: String) -> String { path + "/" + name }

  /// The name of a file in the folder.
  func name(of file: String) -> String { String(file.dropFirst(path.count + 1)) }

  /// Writes `run.json`: whole, or as it was.
  ///
  /// - Throws: a `Problem` where it cannot be written.
  func write(_ description: RunDescription) throws(Problem) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let target = file("run.json")
    guard let text = try? encoder.encode(description) else {
      throw Problem(target, "cannot be written: the description cannot be encoded")
    }
    let draft = file(Self.draft)
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    var bytes = Array(text)[...]
    while descriptor >= 0, !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes = bytes.dropFirst(count)
    }
    let isWritten =
      descriptor >= 0 && bytes.isEmpty && ftruncate(descriptor, off_t(text.count)) == 0
      && rename(draft, target) == 0
    let reason = String(cString: strerror(errno))
    if descriptor >= 0 { close(descriptor) }
    guard isWritten else { throw Problem(target, "cannot be written: \(reason)") }
    if description.state == .recording { makeReserve() }
  }

  /// Takes room for the next draft, where the file system can.
  private func makeReserve() {
    let descriptor = open(file(Self.draft), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    posix_fallocate(descriptor, 0, Self.reserve)
    close(descriptor)
  }
}
