import Dispatch

#if canImport(Glibc)
  import Glibc
#endif

/// One finished run of a command: how long it took, and its peak memory.
struct MeasuredRun {
  /// Wall-clock seconds.
  var seconds: Double
  /// The largest resident set in MiB.
  var peakMebibytes: Double
  /// The exit status; 128 and more where a signal ended it.
  var status: Int32

  /// Runs a command with its output thrown away.
  ///
  /// - Throws: ``Failure`` where it cannot be started.
  init(_ command: [String]) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    let arguments = command.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    let start = DispatchTime.now().uptimeNanoseconds
    var process = pid_t()
    guard posix_spawnp(&process, command[0], &actions, nil, arguments, environ) == 0 else {
      throw Failure(description: "'\(command[0])' cannot be started")
    }
    var status: Int32 = 0
    var usage = rusage()
    guard wait4(process, &status, 0, &usage) == process else {
      throw Failure(description: "'\(command[0])' was lost")
    }
    seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
    peakMebibytes = Double(usage.ru_maxrss) / 1024
    self.status = status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f
  }

  /// Why a command could not be measured.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }
}
