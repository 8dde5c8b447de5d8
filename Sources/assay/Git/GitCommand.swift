import Processes
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
    let output = try OutputPipe()
    let errors = try OutputPipe()
    // A pull request can hold folders that look like a repository: only '.git' is taken for one.
    let settings = ["-c", "safe.bareRepository=explicit", "-c", "core.warnAmbiguousRefs=true"]
    let words = ["git"] + settings + ["-C", folder] + arguments
    let process = try start(words, output: output.writing, errors: errors.writing)
    output.closeWriting()
    errors.closeWriting()
    var texts: [[UInt8]] = [[], []]
    let problem = collect([(output.reading, limit), (errors.reading, errorLimit)], into: &texts)
    if problem != nil { kill(process.pid, SIGKILL) }
    let end = process.waitForEnd()
    if let problem { throw Problem("git \(arguments.first ?? "")", problem) }
    let line = String(decoding: texts[1].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    return Outcome(
      output: texts[0], complaint: line.hasPrefix("fatal: ") ? String(line.dropFirst(7)) : line,
      isSuccess: end == .exited(0))
  }

  private static func start(_ words: [String], output: Int32, errors: Int32) throws -> SpawnedProcess {
    let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
    defer { close(null) }
    do {
      // Its complaints are told apart by their words; a question would wait for ever.
      return try SpawnedProcess(
        words, environment: SystemEnvironment.variables(with: ["LC_ALL=C", "GIT_TERMINAL_PROMPT=0"]),
        streams: [null, output, errors], hasOwnGroup: false)
    } catch {
      throw Problem(
        "git",
        error.number == ENOENT
          ? "is not on the PATH, and is needed to read a revision" : String(cString: strerror(error.number)))
    }
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

  /// A pipe that is closed when it is no longer used.
  private final class OutputPipe {
    private let pipe: Pipe
    private var isWritingOpen = true

    init() throws {
      guard let pipe = Pipe(waits: true) else { throw Problem("git", String(cString: strerror(errno))) }
      self.pipe = pipe
    }

    var reading: Int32 { pipe.reading }
    var writing: Int32 { pipe.writing }

    deinit {
      close(pipe.reading)
      closeWriting()
    }

    func closeWriting() {
      if isWritingOpen { close(pipe.writing) }
      isWritingOpen = false
    }
  }
}
