import Processes

#if canImport(Glibc)
  import Glibc
#endif

/// Runs a command under strace, which tells of its calls on sockets: a witness that takes no rights.
///
/// strace is the command's grandchild, not its parent: the command has the process number, the signals and the exit
/// status that it would have without. Should this program be killed, strace ends and the command goes on.
final class SocketCallTrace {
  /// The file that is written.
  let file: OutputFile
  /// How many lines it holds.
  private(set) var calls = 0

  private let strace: String
  private let pipe: String
  private let descriptor: Int32
  private var filter = SocketCallFilter()
  private var rest: [UInt8] = []
  private var hasBegun = false
  private var guardPipe: Int32 = -1

  /// Reads and writes are among them: TLS libraries use these on sockets.
  private static let traced =
    "connect,accept,accept4,getsockopt,sendto,sendmsg,sendmmsg,sendfile,write,writev,recvfrom,recvmsg,recvmmsg,read,readv"

  /// A trace into a file; nil where strace is not there or may not trace.
  init?(path: String) {
    guard case .found(let strace) = ProgramPath.find("strace"), Self.works(strace) else { return nil }
    self.strace = strace
    pipe = path + ".pipe"
    guard mkfifo(pipe, 0o600) == 0 else { return nil }
    // For both ends, so that it is not at its end before strace has opened it.
    descriptor = open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else {
      unlink(pipe)
      return nil
    }
    file = OutputFile(path: path)
    startGuard()
  }

  deinit {
    close(descriptor)
    if guardPipe >= 0 { close(guardPipe) }
    unlink(pipe)
  }

  /// Starts a shell that reads on should this program be killed: strace would tell the command's user of every line
  /// that it cannot write.
  private func startGuard() {
    guard let input = Pipe(waits: true) else { return }
    defer { close(input.reading) }
    let output = open(pipe, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    _ = fcntl(output, F_SETFL, 0)
    // The shell has the pipe in the place of its standard output.
    let shell = try? SpawnedProcess(
      ["/bin/sh", "-c", "read -r _; exec cat <&1 >/dev/null"], environment: SystemEnvironment.variables,
      streams: [input.reading, output, null], hasOwnGroup: true)
    for end in [output, null] { close(end) }
    guardPipe = shell == nil ? -1 : input.writing
    if shell == nil { close(input.writing) }
  }

  /// The command under strace.
  func command(_ words: [String]) -> [String] {
    [
      strace, "-f", "-D", "-qq", "-ttt", "-T", "-yy", "-s", "600", "-e", "signal=none", "-e",
      "trace=" + Self.traced,
    ]
      + ["-o", pipe, "--"] + words
  }

  /// What is to be waited for.
  var descriptors: [Int32] { hasEnded ? [] : [descriptor] }

  /// Whether strace has ended.
  private(set) var hasEnded = false

  /// Takes what strace has written since.
  func drain() {
    while !hasEnded {
      switch Pipe.read(descriptor) {
      case .bytes(let bytes):
        hasBegun = true
        take(bytes)
      case .nothing:
        hasBegun = true
        return
      case .end:
        // Before strace has opened its end, the pipe is at its end, too.
        hasEnded = hasBegun
        return
      }
    }
  }

  private func take(_ bytes: [UInt8]) {
    rest += bytes
    guard let end = rest.lastIndex(of: 0x0a) else {
      if rest.count > 1 << 20 { rest = [] }
      return
    }
    var text = ""
    for line in String(decoding: rest[..<end], as: UTF8.self).split(separator: "\n") {
      guard let kept = filter.kept(line) else { continue }
      text += kept
      calls += 1
    }
    file.append(Array(text.utf8))
    rest.removeFirst(end + 1)
  }

  /// Whether this user may trace: in a container that may be forbidden.
  private static func works(_ strace: String) -> Bool {
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    guard
      let trial = try? SpawnedProcess(
        [strace, "-f", "-qq", "-yy", "-o", "/dev/null", "--", "true"],
        environment: SystemEnvironment.variables, streams: [null, null, null], hasOwnGroup: true)
    else { return false }
    for _ in 0..<500 {
      if let end = trial.end() {
        if case .exited(0) = end { return true }
        return false
      }
      usleep(10_000)
    }
    kill(trial.pid, SIGKILL)
    return false
  }
}
