import Records

#if canImport(Glibc)
  import Glibc
#endif

/// The files below a folder, as far as it can be read.
struct FolderFiles {
  /// The paths of the regular files, in the order of their names; those in hidden folders are left out.
  private(set) var paths: [String] = []
  /// Folders below that cannot be read, and files whose names cannot be written.
  private(set) var problems: [Problem] = []

  /// Searches through a folder, and not through folders that links lead to.
  ///
  /// - Parameter most: how many files there may be.
  /// - Throws: a `Problem` where the folder cannot be read, or holds more.
  init(below folder: String, most: Int) throws {
    var names: [String] = []
    var pending = [""]
    let prefix = folder.hasSuffix("/") ? folder : folder + "/"
    while let below = pending.popLast() {
      guard let directory = opendir(prefix + below) else {
        let problem = "the folder cannot be read: \(String(cString: strerror(errno)))"
        if below.isEmpty { throw Problem(folder, problem) }
        problems.append(Problem(prefix + below.dropLast(), problem))
        continue
      }
      defer { closedir(directory) }
      while let entry = readdir(directory) {
        guard let name = name(of: entry, in: prefix + below), !name.hasPrefix(".") else { continue }
        let path = below + name
        var status = stat()
        guard lstat(prefix + path, &status) == 0 else { continue }
        if status.st_mode & S_IFMT == S_IFDIR {
          pending.append(path + "/")
        } else if stat(prefix + path, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
          names.append(path)
        }
      }
      guard names.count <= most else {
        throw Problem(folder, "holds more than \(most) files; name the run's own folder")
      }
    }
    paths = names.sorted().map { prefix + $0 }
    problems.sort { $0.place < $1.place }
  }

  /// An entry's name; nil where it is none that a path could have.
  private mutating func name(of entry: UnsafeMutablePointer<dirent>, in folder: String) -> String? {
    withUnsafePointer(to: &entry.pointee.d_name) { name in
      name.withMemoryRebound(to: CChar.self, capacity: 256) { name in
        if let valid = String(validatingCString: name) { return valid }
        problems.append(Problem(folder + String(cString: name), "its name is not UTF-8; give it another"))
        return nil
      }
    }
  }
}
