#if canImport(Glibc)
  public import Glibc
#endif

/// A process that this one has started.
public struct SpawnedProcess {
  /// Why a process could not be started.
  public struct Failure: Error {
    /// The error's number in the system's list.
    public var number: Int32
  }

  /// How a process ended.
  public enum End: Hashable, Sendable {
    /// By itself, with this status.
    case exited(Int32)
    /// By this signal.
    case signalled(Int32)
  }

  /// The process's number.
  public let pid: pid_t

  /// Starts a program that is found as a shell would.
  ///
  /// - Parameters:
  ///   - environment: `NAME=value` each.
  ///   - streams: what the program has as its standard input, output and error; nil for this process's own.
  ///   - mask: the signals that are blocked in it; nil for none.
  ///   - hasOwnGroup: whether it is kept out of what a terminal sends to this process's group.
  /// - Throws: a `Failure` with the reason.
  public init(
    _ arguments: [String], environment: [String], streams: [Int32?] = [nil, nil, nil],
    mask: sigset_t? = nil, hasOwnGroup: Bool
  ) throws(Failure) {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for (number, stream) in streams.enumerated() {
      if let stream { posix_spawn_file_actions_adddup2(&actions, stream, Int32(number)) }
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var blocked = sigset_t()
    sigemptyset(&blocked)
    if let mask { blocked = mask }
    posix_spawnattr_setsigmask(&attributes, &blocked)
    // This program may have chosen to ignore it; the others have not.
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGPIPE)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags =
      Int(POSIX_SPAWN_SETSIGMASK) | Int(POSIX_SPAWN_SETSIGDEF)
      | (hasOwnGroup ? Int(POSIX_SPAWN_SETPGROUP) : 0)
    posix_spawnattr_setflags(&attributes, Int16(flags))

    var pid: pid_t = 0
    let words = arguments.map { strdup($0) } + [nil]
    let variables = environment.map { strdup($0) } + [nil]
    defer { for text in words + variables { free(text) } }
    guard let program = arguments.first else { throw Failure(number: ENOENT) }
    let result = posix_spawnp(&pid, program, &actions, &attributes, words, variables)
    guard result == 0 else { throw Failure(number: result) }
    self.pid = pid
  }

  /// How the process ended; nil while it runs.
  public func end() -> End? {
    var status: Int32 = 0
    guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
    return Self.end(status)
  }

  /// Waits until the process ends; nil where it was waited for before.
  public func waitForEnd() -> End? {
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0 {
      guard errno == EINTR else { return nil }
    }
    return Self.end(status)
  }

  private static func end(_ status: Int32) -> End {
    let signal = status & 0x7f
    return signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
  }
}
