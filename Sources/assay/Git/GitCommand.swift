import Records

#if canImport(Glibc)
  import Glibc
#endif

/// Runs git, without a shell, and takes what it writes.
enum GitCommand {
  /// What a call of git came to.
  struct Outcome {
    /// What it wrote to the standard output.
    var output: [UInt8]
    /// The first line that it wrote to the standard error, without git's own `fatal:`.
    var complaint: String
    /// Whether it ended with exit code 0.
    var isSuccess: Bool
  }

  /// Seconds after which git is taken to hang.
  private static let timeLimit: Int = 60
  private static let errorLimit = 1 << 16

  /// Runs git in a folder to its end.
  ///
  /// - Parameter limit: the most bytes that it may write.
  /// - Throws: a `Problem` where git is not there, hangs, or writes more.
  static func run(_ arguments: [String], in folder: String, limit: Int) throws -> Outcome {
    let output = try Pipe()
    let errors = try Pipe()
    // A pull request can hold folders that look like a repository: only '.git' is taken for one.
    let settings = ["-c", "safe.bareRepository=explicit", "-c", "core.warnAmbiguousRefs=true"]
    let words = ["git"] + settings + ["-C", folder] + arguments
    let process = try spawn(words, output: output.writing, errors: errors.writing)
    output.closeWriting()
    errors.closeWriting()
    var texts: [[UInt8]] = [[], []]
    let problem = collect([(output.reading, limit), (errors.reading, errorLimit)], into: &texts)
    if problem != nil { kill(process, SIGKILL) }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    if let problem { throw Problem("git \(arguments.first ?? "")", problem) }
    let line = String(decoding: texts[1].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    return Outcome(
      output: texts[0], complaint: line.hasPrefix("fatal: ") ? String(line.dropFirst(7)) : line,
      isSuccess: status == 0)
  }

  private static func spawn(_ words: [String], output: Int32, errors: Int32) throws -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
    posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
    var variables: [String] = []
    var entry = environ
    while let variable = entry.pointee {
      let text = String(cString: variable)
      if !text.hasPrefix("LC_ALL=") && !text.hasPrefix("GIT_TERMINAL_PROMPT=") { variables.append(text) }
      entry += 1
    }
    // Its complaints are told apart by their words; a question would wait for ever.
    variables += ["LC_ALL=C", "GIT_TERMINAL_PROMPT=0"]
    var arguments = words.map { strdup($0) } + [nil]
    var environment = variables.map { strdup($0) } + [nil]
    defer { for text in arguments + environment { free(text) } }
    var process: pid_t = 0
    let code = posix_spawnp(&process, "git", &actions, nil, &arguments, &environment)
    guard code == 0 else {
      throw Problem(
        "git",
        code == ENOENT
          ? "is not on the PATH, and is needed to read a revision" : String(cString: strerror(code)))
    }
    return process
  }

  /// Reads pipes to their ends; gives what was wrong where that does not come to a good one.
  private static func collect(_ pipes: [(descriptor: Int32, limit: Int)], into texts: inout [[UInt8]])
    -> String?
  {
    let deadline = time(nil) + timeLimit
    var open = pipes.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while open.contains(where: { $0.fd >= 0 }) {
      let left = deadline - time(nil)
      guard left > 0 else { return "did not end within \(timeLimit) seconds" }
      guard poll(&open, nfds_t(open.count), Int32(left) * 1000) >= 0 || errno == EINTR else {
        return String(cString: strerror(errno))
      }
      for place in open.indices where open[place].fd >= 0 && open[place].revents != 0 {
        let count = read(open[place].fd, &block, block.count)
        if count > 0 {
          texts[place] += block[..<count]
        } else if count == 0 || errno != EINTR {
          open[place].fd = -1
        }
        if texts[place].count > pipes[place].limit { return "wrote more than \(pipes[place].limit) bytes" }
      }
    }
    return nil
  }

  /// A pipe that is closed when it is no longer used, and that no other program inherits.
  private final class Pipe {
    let reading: Int32
    private(set) var writing: Int32

    init() throws {
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else { throw Problem("git", String(cString: strerror(errno))) }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      reading = ends[0]
      writing = ends[1]
    }

    deinit {
      close(reading)
      closeWriting()
    }

    func closeWriting() {
      if writing >= 0 { close(writing) }
      writing = -1
    }
  }
}
