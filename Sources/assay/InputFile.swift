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
        for entry in try entries(of: path) { files.append(recognise(entry, isNamed: false)) }
      } else {
        files.append(recognise(path, isNamed: true))
      }
    }
    return files
  }

  /// The files below a folder, in the order of their names; those in hidden folders are left out.
  ///
  /// - Parameter most: how many files there may be.
  /// - Throws: a `Problem` where the folder cannot be read, or holds more.
  static func entries(of folder: String, most: Int = mostFiles) throws -> [String] {
    guard let names = try? FileManager.default.subpathsOfDirectory(atPath: folder) else {
      throw Problem(folder, "the folder cannot be read")
    }
    let files = names.sorted().filter { name in
      !name.split(separator: "/").contains { $0.hasPrefix(".") } && WholeFile.isRegular(folder + "/" + name)
    }
    guard files.count <= most else {
      throw Problem(folder, "holds \(files.count) files; name the run's own folder (at most \(most) files)")
    }
    return files.map { folder.hasSuffix("/") ? folder + $0 : folder + "/" + $0 }
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
    } catch {
      file.problem = Problem(path, "\(error)")
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
