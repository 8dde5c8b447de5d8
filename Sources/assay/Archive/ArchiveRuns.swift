import Evidence
import FoundationEssentials
import Records
import Results

/// The runs that lie below some paths, and what was left out of them.
struct ArchiveRuns: Sendable {
  /// The most files of an archive.
  private static let mostFiles = 2_000_000

  /// Every file that was found.
  private(set) var files: [ArchiveFile] = []
  /// The runs.
  private(set) var runs: [RunFiles] = []
  /// The names of runs that are copies of others, or of parts of them.
  private(set) var copies: [String] = []
  /// What lies below the paths and cannot be looked into.
  private var unreadable: [Problem] = []
  /// How many files are of no format that is read; an archive holds all sorts of things.
  private(set) var unrecognised = 0

  /// Finds files and tells which are of one run.
  ///
  /// - Parameter known: what is known of files, by their absolute paths.
  /// - Throws: a `Problem` where a path does not exist.
  init(_ paths: [String], known: [String: ArchivedFile]) throws {
    try find(paths, known: known)
    let isFolder = paths.count { path in Self.isFolder(path) == true }
    runs = RunGrouping(files: files, hasSeveralRoots: isFolder > 1, roots: paths).runs()
    try assignTraffic()
    try digest()
    leaveOutCopies()
  }

  /// The files that were recognised and could not be used, and what could not be looked at, with the reason.
  var leftOut: [Problem] {
    files.compactMap { file in
      guard let problem = file.kept.problem, file.kept.kind != nil || !file.isReadable else { return nil }
      return Problem(file.path, problem)
    } + unreadable
  }

  /// Says that a file could not be used after all.
  mutating func leaveOut(_ problem: Problem) {
    guard let place = files.firstIndex(where: { $0.path == problem.place }) else { return }
    files[place].kept.problem = problem.detail
    files[place].isKnown = false
  }

  /// The digests of a run's files, sorted; those of files that could not be used are not among them.
  func digests(of run: RunFiles) -> [String] {
    Set(run.files.filter { files[$0].kept.problem == nil }.map { files[$0].kept.sha256 }).sorted()
  }

  private static func isFolder(_ path: String) -> Bool? {
    var isFolder = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) ? isFolder : nil
  }

  private mutating func find(_ paths: [String], known: [String: ArchivedFile]) throws {
    struct Found: Sendable {
      var path: String
      var absolute: String
      var root: Int
      var folders: [String]
    }
    var found: [Found] = []
    var seen: Set<String> = []
    for (root, path) in paths.enumerated() {
      guard let isFolder = Self.isFolder(path) else { throw Problem(path, "no such file or folder") }
      let absolute = ArchiveFile.absolute(path)
      guard isFolder else {
        if seen.insert(absolute).inserted {
          found.append(Found(path: path, absolute: absolute, root: root, folders: []))
        }
        continue
      }
      let prefix = path.hasSuffix("/") ? path.utf8.count : path.utf8.count + 1
      let below = try FolderFiles(below: path, most: Self.mostFiles)
      unreadable += below.problems
      for entry in below.paths {
        let relative = String(decoding: entry.utf8.dropFirst(prefix), as: UTF8.self)
        let file = absolute + "/" + relative
        guard seen.insert(file).inserted else { continue }
        let folders = relative.split(separator: "/").dropLast().map(String.init)
        found.append(Found(path: entry, absolute: file, root: root, folders: folders))
      }
    }
    let bar = ProgressBar("looking at files", total: found.count)
    files = try Workers.map(found, isDone: bar.show) { found in
      ArchiveFile.look(
        at: found.path, absolute: found.absolute, root: found.root, folders: found.folders, known: known)
    }
    bar.clear()
    unrecognised = files.count { $0.kept.kind == nil && $0.isReadable }
  }

  private mutating func assignTraffic() throws {
    let assignment = TrafficAssignment(files: files, runs: runs)
    let traffic = files.indices.filter { files[$0].reader != nil && !files[$0].isResults }
    let candidates = traffic.map(assignment.candidates)
    let open = zip(traffic, candidates).filter { $0.1.count > 1 }.map(\.0)
    let bar = ProgressBar("reading captures for their times", total: open.count)
    let read = try Workers.map(open.map { files[$0] }, isDone: bar.show) { file in
      var file = file
      file.read()
      return file
    }
    bar.clear()
    for (place, file) in zip(open, read) { files[place] = file }
    let informed = TrafficAssignment(files: files, runs: runs)
    for (place, candidates) in zip(traffic, candidates) where files[place].reader != nil {
      let chosen = candidates.count > 1 ? informed.runs(of: place, among: candidates) : candidates
      for run in chosen { runs[run].files.append(place) }
      if chosen.isEmpty {
        files[place].kept.problem =
          candidates.isEmpty
          ? "no result files lie beside it" : "none of the \(candidates.count) runs beside it is of its time"
        // What is not kept is looked at afresh: results may come to lie beside it.
        files[place].isKnown = true
      }
    }
  }

  private mutating func digest() throws {
    let used = Set(runs.flatMap(\.files)).filter { files[$0].kept.sha256.isEmpty }.sorted()
    let bar = ProgressBar("hashing files", total: used.count)
    let digested = try Workers.map(used.map { files[$0] }, isDone: bar.show) { file in
      var file = file
      file.digest()
      return file
    }
    bar.clear()
    for (place, file) in zip(used, digested) { files[place] = file }
  }

  private mutating func leaveOutCopies() {
    let copies = Set(Self.copies(among: runs.map(digests)))
    self.copies = copies.sorted().map { runs[$0].name }
    runs = runs.indices.filter { !copies.contains($0) }.map { runs[$0] }
  }

  /// The places of sets of digests that another one holds; of equal ones, all but the first.
  static func copies(among sets: [[String]]) -> [Int] {
    var holders: [String: [Int]] = [:]
    for (place, digests) in sets.enumerated() {
      for digest in digests { holders[digest, default: []].append(place) }
    }
    return sets.indices.filter { place in
      guard let first = sets[place].first else { return true }
      return (holders[first] ?? []).contains { other in
        guard other != place,
          sets[other].count > sets[place].count || (sets[other].count == sets[place].count && other < place)
        else { return false }
        return Set(sets[place]).isSubset(of: sets[other])
      }
    }
  }
}
