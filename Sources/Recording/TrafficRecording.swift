#if canImport(Glibc)
  import Glibc
#endif

/// What of the network is recorded: captures of packets, or in their place the command's socket calls.
final class TrafficRecording {
  /// What came of the start.
  enum Start {
    /// Every capture has begun.
    case capturing
    /// There is no capture, for these reasons.
    case refused([String], tools: [CaptureTool: ProgramPath.Search])
    /// The user has ended it meanwhile, by this signal.
    case ended(Int32)
  }

  /// The trace of socket calls, where there is one.
  private(set) var trace: SocketCallTrace?
  /// The captures, as they are described.
  private(set) var descriptions: [RunDescription.Capture] = []

  private let options: RecordingOptions
  private let folder: RunFolder
  private let signals: SignalInbox
  private var captures: [CaptureProcess] = []
  private var isElsewhere = false

  /// How long a tool may take to begin, or to end.
  private static let patience: Int64 = 5_000_000_000
  /// How long the kernel may keep a packet before it hands it over, and some more.
  private static let settling: Int64 = 1_500_000_000
  /// How often signals and the command's end are looked for.
  static let heartbeat: Int64 = 20_000_000

  /// A recording that is to be started.
  init(_ options: RecordingOptions, folder: RunFolder, signals: SignalInbox) {
    self.options = options
    self.folder = folder
    self.signals = signals
  }

  // MARK: The beginning

  /// Starts the captures by the first tool that can, and where none can a trace.
  func start() -> Start {
    let tools = Dictionary(
      uniqueKeysWithValues: CaptureTool.allCases.map {
        ($0, ProgramPath.find($0.rawValue, alsoIn: ProgramPath.system))
      })
    var refusals: [String] = []
    for tool in CaptureTool.allCases {
      switch tools[tool] ?? .missing {
      case .missing: refusals.append("\(tool) is not installed")
      case .forbidden(let path): refusals.append("this user may not run \(path)")
      case .found(let path):
        captures = options.interfaces.compactMap { capture($0, tool, path) }
        switch waitForBegin() {
        case .begun:
          descriptions = captures.map {
            RunDescription.Capture(
              tool: tool.rawValue, interface: $0.interface, file: folder.name(of: $0.writer.file.path))
          }
          return .capturing
        case .ended(let signal): return .ended(signal)
        case .refused(let reason):
          refusals.append(reason.hasPrefix("\(tool): ") ? reason : "\(tool): \(reason)")
          removeCaptures()
        }
      }
    }
    trace = SocketCallTrace(path: folder.file("sockets.strace"))
    return .refused(refusals, tools: tools)
  }

  private func capture(_ interface: String, _ tool: CaptureTool, _ path: String) -> CaptureProcess? {
    let suffix =
      options.interfaces.count == 1 ? "" : "-" + interface.map { $0 == "/" ? "_" : String($0) }.joined()
    return CaptureProcess(
      tool, path: path, interface: interface, to: folder.file("traffic\(suffix).pcapng"),
      limit: options.captureLimit / options.interfaces.count)
  }

  private enum Begin {
    case begun
    case refused(String)
    case ended(Int32)
  }

  private func waitForBegin() -> Begin {
    guard captures.count == options.interfaces.count else { return .refused("it cannot be started") }
    let deadline = Clock.monotonic.now + Self.patience
    while let waiting = captures.first(where: { !$0.writer.hasBegun }) {
      if waiting.hasEnded || waiting.problem != nil {
        // What it has to say of it may still come.
        wait(Self.heartbeat)
        return .refused(waiting.refusal)
      }
      guard Clock.monotonic.now < deadline else { return .refused(waiting.refusal) }
      wait(Self.heartbeat)
      if let signal = signals.next() { return .ended(signal.number) }
    }
    return .begun
  }

  private func removeCaptures() {
    for capture in captures {
      capture.stop()
      unlink(capture.writer.file.path)
    }
    (captures, descriptions) = ([], [])
  }

  // MARK: While the command runs

  /// Waits for what tools write, at most so many nanoseconds, and takes it.
  func wait(_ time: Int64) {
    var waiting = (captures.flatMap(\.descriptors) + (trace?.descriptors ?? [])).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    // Of a pipe that strace has not opened yet, or the end of one, poll would tell again and again.
    if poll(&waiting, nfds_t(waiting.count), Int32(max(1, time / 1_000_000))) > 0,
      waiting.allSatisfy({ $0.revents & Int16(POLLIN) == 0 })
    {
      usleep(1000)
    }
    for capture in captures { capture.drain() }
    trace?.drain()
  }

  /// What went wrong so far.
  var problems: [String] {
    captures.compactMap(\.problem) + (trace?.file.problem.map { ["sockets.strace: \($0)"] } ?? [])
  }

  /// Notes where the command has gone into another network (`ip netns exec`): a capture of this one that shows no
  /// traffic would prove nothing.
  func noteNetwork(of process: pid_t) {
    var own = stat()
    var other = stat()
    guard !captures.isEmpty, stat("/proc/self/ns/net", &own) == 0,
      stat("/proc/\(process)/ns/net", &other) == 0
    else { return }
    isElsewhere = isElsewhere || own.st_ino != other.st_ino
  }

  // MARK: The end

  /// Waits for the packets that came before the command's end, and ends the captures.
  ///
  /// - Parameter stop: when the command had ended, nanoseconds since 1970.
  /// - Returns: what else went wrong.
  func finish(stop: Int64) -> [String] {
    let lost = captures.map(\.hasEnded)
    settle()
    for capture in captures { capture.stop() }
    let deadline = Clock.monotonic.now + Self.patience
    while captures.contains(where: { !$0.descriptors.isEmpty }), Clock.monotonic.now < deadline {
      wait(Self.heartbeat)
    }
    trace?.file.close()
    if isElsewhere {
      removeCaptures()
      return [
        "the command ran in another network namespace than the capture, which is removed: run 'assay record' in there"
      ]
    }
    return zip(captures.indices, lost).flatMap { finish($0, stop: $1 ? nil : stop) }
  }

  private func finish(_ index: Int, stop: Int64?) -> [String] {
    let capture = captures[index]
    capture.finish(stop: stop)
    descriptions[index].packets = capture.writer.packets
    descriptions[index].dropped = capture.dropped
    descriptions[index].messages = capture.messages
    var problems: [String] = []
    if stop == nil, capture.problem == nil {
      let reason = capture.messages.last ?? "no reason given"
      problems.append("the capture of \(capture.interface) ended before the command: \(reason)")
    }
    if let dropped = capture.dropped, dropped > 0 {
      problems.append(
        "the kernel dropped \(dropped) packets of \(capture.interface): absence of traffic proves nothing")
    }
    return problems
  }

  private func settle() {
    let deadline = Clock.monotonic.now + Self.settling
    while Clock.monotonic.now < deadline, signals.next() == nil {
      // strace ends with the last of the command's processes.
      if captures.allSatisfy(\.hasEnded), trace?.hasEnded ?? true { return }
      wait(Self.heartbeat)
    }
  }
}
