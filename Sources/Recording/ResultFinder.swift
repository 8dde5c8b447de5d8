#if canImport(Glibc)
  import Glibc
#endif

/// Finds the result files that a command wrote, and copies them into the run folder.
///
/// A file counts that was written since the command started, in the folder where it ran or where one of its arguments
/// says, and whose content is of a format that is read. With patterns, those files count and no others.
struct ResultFinder {
  /// Glob patterns (glob(7)) of the files; none to look for them.
  var patterns: [String]
  /// Whether a file's content is that of a result file.
  var isResult: (_ path: String) -> Bool
  /// The run folder.
  var folder: String
  /// When the command started, nanoseconds since 1970.
  var start: Int64

  /// What was copied.
  private(set) var found: [RunDescription.Result] = []
  /// What was not, and why.
  private(set) var problems: [String] = []
  private var unnamed = 0

  private static let mostEntries = 100_000
  private static let deepestFolder = 16
  private static let mostFiles = 1000
  private static let mostProblems = 20
  private static let longestFile: off_t = 1 << 30
  /// File systems stamp files by a clock that ticks.
  private static let clockTick: Int64 = 20_000_000
  /// Folders in which no runner writes results, and which hold very many files.
  private static let passedOver: Set<String> = ["node_modules", "__pycache__", "site-packages"]

  /// A search that has found nothing yet.
  init(patterns: [String], folder: String, start: Int64, isResult: @escaping (_ path: String) -> Bool) {
    self.patterns = patterns
    self.folder = folder
    self.start = start
    self.isResult = isResult
  }

  /// Searches, and copies what it finds.
  mutating func run(command: [String]) {
    defer {
      if unnamed > 0 { problems.append("\(unnamed) more files are left out, for reasons of this kind") }
    }
    if patterns.isEmpty {
      // The command may have written into the run folder itself.
      for path in paths(in: folder) where isResult(path) { keep(path) }
      for path in paths(namedIn: command) + paths(in: ".") where isFresh(path) && isResult(path) {
        keep(path)
      }
    } else {
      for pattern in patterns {
        let paths = Self.expanded(pattern)
        if paths.isEmpty { note("'--results \(pattern)' matches no file") }
        for path in paths {
          if isFresh(path) {
            keep(path)
          } else {
            note("'\(path)' was not written by this run, and is left out")
          }
        }
      }
    }
  }

  /// Files that arguments name: `--junitxml=../results.xml`, `-o results.json`; and those in folders that they name.
  private mutating func paths(namedIn command: [String]) -> [String] {
    var paths: [String] = []
    for argument in command.dropFirst() {
      for candidate in [argument] + argument.split(separator: "=").dropFirst().map(String.init) {
        var status = stat()
        // What is under the working folder is found there.
        guard candidate.hasPrefix("/") || candidate.hasPrefix(".."), stat(candidate, &status) == 0 else {
          continue
        }
        if status.st_mode & S_IFMT == S_IFREG { paths.append(candidate) }
        if status.st_mode & S_IFMT == S_IFDIR, candidate.contains("/"), candidate != "/" {
          paths += self.paths(in: candidate)
        }
      }
    }
    return paths
  }

  /// The files under a folder, in the order of their names; hidden ones are passed over.
  private mutating func paths(in top: String) -> [String] {
    var files: [String] = []
    var pending = [(path: top, depth: 0)]
    var seen = 0
    while let next = pending.popLast() {
      guard let directory = opendir(next.path) else { continue }
      var names: [String] = []
      while let entry = readdir(directory), seen < Self.mostEntries {
        seen += 1
        names.append(
          withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
          })
      }
      closedir(directory)
      for name in names.sorted().reversed() where !name.hasPrefix(".") && !Self.passedOver.contains(name) {
        let path = next.path == "." ? name : next.path + "/" + name
        var status = stat()
        guard lstat(path, &status) == 0, !isRunFolder(status) else { continue }
        if status.st_mode & S_IFMT == S_IFDIR, next.depth < Self.deepestFolder {
          pending.append((path, next.depth + 1))
        } else if status.st_mode & S_IFMT == S_IFREG {
          files.append(path)
        }
      }
    }
    if seen >= Self.mostEntries {
      note(
        "'\(top)' holds more than \(Self.mostEntries) files; name the result files with '--results'")
    }
    return files.sorted()
  }

  private func isRunFolder(_ status: stat) -> Bool {
    var own = stat()
    return stat(folder, &own) == 0 && own.st_dev == status.st_dev && own.st_ino == status.st_ino
  }

  /// Whether a file was written since the command started. One from an earlier run would be judged by this run's traffic.
  private func isFresh(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
      return false
    }
    let written = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    return written >= start - Self.clockTick
  }

  /// Notes a file of the run folder, and copies any other.
  private mutating func keep(_ path: String) {
    guard !found.contains(where: { $0.from == path }), let resolved = realpath(path, nil) else { return }
    defer { free(resolved) }
    let target = String(cString: resolved)
    guard target.hasPrefix(folder + "/") else { return copy(path) }
    let file = String(target.dropFirst(folder.count + 1))
    if !found.contains(where: { $0.file == file }) {
      found.append(RunDescription.Result(file: file, from: path))
    }
  }

  private mutating func copy(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    guard found.count < Self.mostFiles, status.st_size <= Self.longestFile else {
      note("'\(path)' is left out: at most \(Self.mostFiles) files of 1 GiB each are copied")
      return
    }
    // Files outside of the working folder keep their names only.
    let isInside = !path.hasPrefix("/") && !path.split(separator: "/").contains("..")
    let name = isInside ? path : String(path.split(separator: "/").last ?? "result")
    var target = "results/" + name
    var number = 2
    while access(folder + "/" + target, F_OK) == 0 {
      target = "results/\(number)/" + name
      number += 1
    }
    let parts = target.split(separator: "/").dropLast()
    for count in parts.indices { mkdir(folder + "/" + parts[...count].joined(separator: "/"), 0o700) }
    let copy = OutputFile(path: folder + "/" + target)
    guard let input = fopen(path, "re") else {
      note("'\(path)' cannot be read: \(String(cString: strerror(errno)))")
      unlink(copy.path)
      return
    }
    defer { fclose(input) }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, input)
      guard count > 0, copy.append(buffer[..<count]) else { break }
    }
    if let problem = copy.problem {
      note("'\(path)' is not copied: \(problem)")
      unlink(copy.path)
    } else {
      found.append(RunDescription.Result(file: target, from: path))
    }
  }

  /// Keeps a problem; of very many, that they were: a glob may match any number of files.
  private mutating func note(_ problem: String) {
    if problems.count < Self.mostProblems { problems.append(problem) } else { unnamed += 1 }
  }

  private static func expanded(_ pattern: String) -> [String] {
    var matches = glob_t()
    defer { globfree(&matches) }
    guard glob(pattern, 0, nil, &matches) == 0 else { return [] }
    return (0..<Int(matches.gl_pathc)).compactMap { index in
      matches.gl_pathv[index].map { String(cString: $0) }
    }
  }
}
