#if canImport(Glibc)
  import Glibc
#endif

/// The signals that ask this program to end: kept back, so that they can be handed on to the command.
struct SignalInbox {
  /// The signals that were blocked before.
  let previousMask: sigset_t
  private let signals: sigset_t

  /// The kernel's own mark on a signal, such as one that a terminal sends to all of its processes (`SI_KERNEL`).
  private static let fromKernel: Int32 = 0x80

  /// Keeps the signals back from now on.
  init() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2] { sigaddset(&signals, signal) }
    var previous = sigset_t()
    sigprocmask(SIG_BLOCK, &signals, &previous)
    self.signals = signals
    previousMask = previous
    // What is told to nobody must not end the recording.
    signal(SIGPIPE, SIG_IGN)
  }

  /// The next signal that came, and whether the command got it, too; nil where there is none.
  func next() -> (number: Int32, isShared: Bool)? {
    var signals = signals
    var information = siginfo_t()
    var now = timespec()
    let number = sigtimedwait(&signals, &information, &now)
    return number > 0 ? (number, information.si_code == Self.fromKernel) : nil
  }

  /// Lets the signals through again.
  func release() {
    var mask = previousMask
    sigprocmask(SIG_SETMASK, &mask, nil)
    signal(SIGPIPE, SIG_DFL)
  }
}
