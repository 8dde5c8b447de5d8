import FoundationEssentials
import Records
import Recording
import Results
import Traffic

#if canImport(Glibc)
  import Glibc
#endif

/// A file that was given, or found in a folder that was given, and the reader that its content asks for.
struct InputFile {
  /// The path.
  var path: String
  /// The reader; nil where no format was recognised.
  var reader: (any RecordReader.Type)?
  /// Why it cannot be read, where it cannot.
  var problem: Problem?
  /// Whether the user named it, rather than a folder that holds it.
  var isNamed: Bool
  /// Whether its content could be looked at.
  var isReadable = true

  /// The most files that are looked at in one call.
  static let mostFiles = 100_000

  /// Every reader, in the order in which recognition tries them.
  static let readers: [any RecordReader.Type] =
    Results.readers + Traffic.readers + [RunDescriptionFile.self]

  /// The files at these paths; folders are searched through, in the order of their names.
  ///
  /// - Throws: a `Problem` where a path does not exist.
  static func find(_ paths: [String]) throws -> [InputFile] {
    var files: [InputFile] = []
    for path in paths {
      var isFolder = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw Problem(path, "no such file or folder")
      }
      if isFolder {
        let found = try FolderFiles(below: path, most: mostFiles)
        for entry in found.paths { files.append(recognise(entry, isNamed: false)) }
        for problem in found.problems {
          files.append(InputFile(path: problem.place, reader: nil, problem: problem, isNamed: false))
        }
      } else {
        files.append(recognise(path, isNamed: true))
      }
    }
    return files
  }

  /// Looks at a file's content for the reader that it asks for.
  static func recognise(_ path: String, isNamed: Bool) -> InputFile {
    var file = InputFile(path: path, reader: nil, problem: nil, isNamed: isNamed)
    do {
      let head = try head(of: path)
      if head.bytes.isEmpty {
        file.problem = Problem(path, "the file is empty")
      } else if let reader = readers.first(where: { $0.recognises(head) }) {
        file.reader = reader
      } else {
        // Whoever names a file expects it to be read; a folder holds all sorts of things.
        let kinds = isNamed ? ", which are " + readers.map { $0.kind }.joined(separator: ", ") : ""
        file.problem = Problem(path, "not one of the kinds that are read\(kinds)")
      }
    } catch let problem as Problem {
      file.problem = problem
      file.isReadable = false
    } catch {
      file.problem = Problem(path, "\(error)")
      file.isReadable = false
    }
    return file
  }

  private static func head(of path: String) throws -> FileHead {
    guard WholeFile.isRegular(path) else { throw Problem(path, "not a regular file") }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Problem(path, "cannot be opened: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: FileHead.length)
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        read(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
      }
      if count < 0 { throw Problem(path, "cannot be read: \(String(cString: strerror(errno)))") }
      if count == 0 { break }
      filled += count
    }
    return FileHead(bytes: Array(bytes[..<filled]))
  }
}
