import Processes
public import Records

#if canImport(Glibc)
  import Glibc
#endif

/// Runs a command, and records what it does into a run folder.
///
/// All is done by one thread: it waits for what capture tools write, takes samples, and hands signals on.
public final class Recorder {
  private let options: RecordingOptions
  private let folder: RunFolder
  private var description: RunDescription
  private let signals = SignalInbox()
  private let traffic: TrafficRecording
  private var sampler: ResourceSampler?
  private let report: (String) -> Void

  /// A recorder that will make the run folder.
  ///
  /// - Parameter report: takes what is to be told to the user while the recording goes on.
  /// - Throws: a `Problem` where the folder cannot be made, or holds anything.
  public init(_ options: RecordingOptions, report: @escaping (String) -> Void) throws(Problem) {
    self.options = options
    self.report = report
    folder = try RunFolder(path: options.folder)
    traffic = TrafficRecording(options, folder: folder, signals: signals)
    var directory = [CChar](repeating: 0, count: 4096)
    getcwd(&directory, directory.count)
    description = RunDescription(
      command: SecretText.removed(from: options.command),
      workingDirectory: String(
        decoding: directory.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self),
      host: .current, environment: [:])
  }

  /// Runs the command to its end.
  ///
  /// - Returns: what was recorded, and how the command ended.
  /// - Throws: a `Problem` where nothing can be written into the folder.
  public func run() throws(Problem) -> Recording {
    defer { signals.release() }
    let environment = try environment()
    try folder.write(description)
    let status: Int32
    if let signal = startTraffic() { status = 128 + signal } else { status = try runCommand(environment) }
    var usage = rusage()
    getrusage(0, &usage)
    description.recorderCPUSeconds =
      Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    description.state = .complete
    do {
      try folder.write(description)
    } catch {
      // The command has run: its exit status counts, and the folder says that the recording was not ended in order.
      report("\(error)")
    }
    return Recording(
      folder: options.folder, exitStatus: status, captures: description.captures, calls: traffic.trace?.calls,
      results: description.results.count, samples: sampler?.count ?? 0)
  }

  /// The command's environment.
  private func environment() throws(Problem) -> [String] {
    var variables = SystemEnvironment.variables
    if options.keys != .untouched { variables.removeAll { $0.hasPrefix("SSLKEYLOGFILE=") } }
    if options.keys == .kept {
      let file = OutputFile(path: folder.file("sslkeys.log"))
      if let problem = file.problem { throw Problem(file.path, problem) }
      variables.append("SSLKEYLOGFILE=" + file.path)
      description.keyLog = "sslkeys.log"
    }
    description.environment = RunDescription.telling(of: variables)
    return variables
  }

  /// Starts what records the network; the signal by which the user has ended it meanwhile.
  private func startTraffic() -> Int32? {
    guard options.capturesPackets else { return nil }
    switch traffic.start() {
    case .capturing: description.captures = traffic.descriptions
    case .ended(let signal): return signal
    case .refused(let reasons, let tools):
      if traffic.trace != nil { description.socketCalls = "sockets.strace" }
      description.problems.append("no packets are captured: \(reasons.joined(separator: "; "))")
      report(
        CaptureAdvice.text(refusals: reasons, tools: tools) + "\n"
          + (traffic.trace == nil
            ? "  recorded without: results and samples (strace, which is not here or may not trace, would add socket calls)"
            : "  recorded instead:      the command's socket calls, by strace"))
    }
    return nil
  }

  private func runCommand(_ environment: [String]) throws(Problem) -> Int32 {
    let begin = Clock.wall.now
    description.started = .now
    let process: SpawnedProcess
    do {
      process = try SpawnedProcess(
        traffic.trace?.command(options.command) ?? options.command, environment: environment,
        mask: signals.previousMask, hasOwnGroup: false)
    } catch {
      throw Problem(
        "record", "'\(options.command.first ?? "")' cannot be run: \(String(cString: strerror(error.number)))"
      )
    }
    if options.sampleRate > 0 {
      sampler = ResourceSampler(
        path: folder.file("resources.jsonl"), root: process.pid, rate: options.sampleRate,
        hasSwitches: traffic.trace == nil)
      description.samples = "resources.jsonl"
    }
    try? folder.write(description)
    let end = waitForEnd(of: process)
    let stop = Clock.wall.now
    description.stopped = .now
    for problem in traffic.finish(stop: stop) { note(problem) }
    description.captures = traffic.descriptions
    sampler?.file.close()
    // The command may have put another file in its place.
    if let keyLog = description.keyLog { chmod(folder.file(keyLog), 0o600) }
    var finder = ResultFinder(
      patterns: options.results, folder: folder.path, start: begin, isResult: options.isResult)
    finder.run(command: options.command)
    description.results = finder.found
    for problem in finder.problems { note(problem) }
    if finder.found.isEmpty, finder.problems.isEmpty {
      note(
        "no result files: have the command write some (pytest --junitxml=results.xml), in this folder or named by '--results'"
      )
    }
    switch end {
    case .exited(let status):
      description.exitStatus = status
      return status
    case .signalled(let signal):
      description.signal = signal
      return 128 + signal
    }
  }

  /// Samples, captures and hands signals on until the command ends.
  private func waitForEnd(of process: SpawnedProcess) -> SpawnedProcess.End {
    var told: Set<String> = []
    var nextLook: Int64 = 0
    while true {
      sampler?.sampleIfDue()
      traffic.wait(min(TrafficRecording.heartbeat, sampler?.wait ?? .max))
      while let signal = signals.next() {
        // What a terminal sends, it sends to the command as well.
        if !signal.isShared { kill(process.pid, signal.number) }
      }
      if Clock.monotonic.now >= nextLook {
        nextLook = Clock.monotonic.now + TrafficRecording.heartbeat
        traffic.noteNetwork(of: process.pid)
        let problems = traffic.problems + (sampler?.file.problem.map { ["resources.jsonl: \($0)"] } ?? [])
        for problem in problems where told.insert(problem).inserted { note(problem) }
      }
      if let end = process.end() { return end }
    }
  }

  /// Keeps a problem in the description, and tells it.
  private func note(_ problem: String) {
    description.problems.append(problem)
    report(problem)
  }
}
