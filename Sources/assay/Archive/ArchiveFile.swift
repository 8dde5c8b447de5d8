import Evidence
import FoundationEssentials
import Records
import Results

#if canImport(Glibc)
  import Glibc
#endif

/// A file of an archive of runs: what it is, and what it tells of its run.
struct ArchiveFile: Sendable {
  /// The path as it was given or found.
  var path: String
  /// What the archive keeps of it, by its absolute path.
  var kept: ArchivedFile
  /// What it tells; nil where it was not read for that.
  var facts: FileFacts?
  /// Which of the given paths it was found under.
  var root: Int
  /// The folders between that path and the file.
  var folders: [String]
  /// Whether what is known of it was known before.
  var isKnown: Bool
  /// Whether its content could be looked at.
  var isReadable = true

  /// Its name without the folders.
  var name: String { String(path[path.index(after: path.lastIndex(of: "/") ?? path.startIndex)...]) }

  /// The beginning of its name, up to the first dot.
  var stem: Substring { name.prefix { $0 != "." } }

  /// The same with the folders before it.
  var stemInFolder: String { "\(root)/" + folders.map { $0 + "/" }.joined() + stem }

  /// The reader that its content asks for.
  var reader: (any RecordReader.Type)? {
    kept.problem == nil ? InputFile.readers.first { $0.kind == kept.kind } : nil
  }

  /// Whether it holds results.
  var isResults: Bool { reader != nil && Results.readers.contains { $0.kind == kept.kind } }

  /// As the import of a run takes it.
  var input: InputFile { InputFile(path: path, reader: reader, problem: nil, isNamed: false) }

  /// Looks at a file; what is known of one that has not changed is taken as it is.
  static func look(
    at path: String, absolute: String, root: Int, folders: [String], known: [String: ArchivedFile]
  ) -> ArchiveFile {
    var status = stat()
    let isThere = stat(path, &status) == 0
    let modified = isThere ? Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec) : 0
    let bytes = isThere ? Int64(status.st_size) : 0
    if isThere, let kept = known[absolute], kept.bytes == bytes, kept.modifiedNanoseconds == modified {
      let facts = try? JSONDecoder().decode(FileFacts.self, from: Data(kept.facts))
      var file = ArchiveFile(
        path: path, kept: kept, facts: facts, root: root, folders: folders, isKnown: true)
      // What was kept may be another version's, or damaged.
      if file.isResults { file.read() }
      return file
    }
    let recognised = InputFile.recognise(path, isNamed: false)
    var file = ArchiveFile(
      path: path,
      kept: ArchivedFile(
        path: absolute, bytes: bytes, modifiedNanoseconds: modified, kind: recognised.reader?.kind,
        problem: recognised.problem?.message),
      facts: nil, root: root, folders: folders, isKnown: false)
    // What is not kept is looked at afresh: rights may change.
    if !recognised.isReadable { (file.isReadable, file.isKnown) = (false, true) }
    if file.isResults { file.read() }
    return file
  }

  /// A path with every link and `..` resolved; as it is where nothing is there.
  static func absolute(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Reads the file for its facts.
  mutating func read() {
    guard facts == nil, let reader else { return }
    let sink = FileFactsSink()
    do {
      try reader.read(path: path, into: sink)
      facts = sink.facts
      kept.facts = (try? JSONEncoder().encode(sink.facts)).map(Array.init) ?? []
      isKnown = false
    } catch let problem as Problem {
      kept.problem = problem.detail
    } catch {
      kept.problem = "\(error)"
    }
  }

  /// Computes the digest of its bytes.
  mutating func digest() {
    guard kept.sha256.isEmpty else { return }
    guard let digest = FileDigest(path: path).finish() else {
      kept.problem = "cannot be read"
      return
    }
    kept.sha256 = digest
    isKnown = false
  }
}
