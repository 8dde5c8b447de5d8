#if canImport(Glibc)
  import Glibc
#endif

/// What a process and all that it has started use, as `/proc` tells it (proc(5)). Every figure is cumulative: what
/// processes used that have ended stays counted.
struct ProcessTree {
  /// The process at the root.
  let root: pid_t
  /// CPU time in ticks of the system's clock.
  private(set) var ticks: Int64 = 0
  /// Resident memory in pages.
  private(set) var residentPages: Int64 = 0
  /// Voluntary context switches.
  private(set) var voluntarySwitches: Int64 = 0
  /// Involuntary context switches.
  private(set) var involuntarySwitches: Int64 = 0
  /// Their threads.
  private(set) var threads = 0
  /// Processes that run now, or have ended and wait for their parents.
  private(set) var processes = 0

  /// By thread: its context switches when it was last looked at.
  private var switches: [pid_t: (voluntary: Int64, involuntary: Int64)] = [:]
  private var ended: (voluntary: Int64, involuntary: Int64) = (0, 0)
  private var file = SystemFile()

  /// The most threads that are looked at.
  private static let mostThreads = 10_000

  /// The tree under a process.
  init(root: pid_t) {
    self.root = root
  }

  /// Looks at the processes again; false where the root has ended.
  mutating func update() -> Bool {
    var pending = [root]
    var current: [pid_t: (voluntary: Int64, involuntary: Int64)] = [:]
    var ticks: Int64 = 0
    (residentPages, processes) = (0, 0)
    while let process = pending.popLast(), current.count < Self.mostThreads {
      guard let used = figures(of: process) else {
        if process == root { return false }
        continue
      }
      ticks += used.ticks
      residentPages += used.pages
      processes += 1
      for thread in used.threads == 1 ? [process] : SystemFile.numbers(in: "/proc/\(process)/task") {
        let path = "/proc/\(process)/task/\(thread)/"
        if let counts = contextSwitches(path + "status") { current[thread] = counts }
        for child in file.read(path + "children").map(SystemFile.words) ?? [] {
          if let child = SystemFile.number(child).flatMap(pid_t.init(exactly:)) { pending.append(child) }
        }
      }
    }
    // A process is counted by its parent once it was waited for; one that was adopted by another is lost.
    self.ticks = max(self.ticks, ticks)
    threads = current.count
    for (thread, counts) in switches {
      // A number that counts from anew is another thread's.
      if let now = current[thread], now.voluntary >= counts.voluntary, now.involuntary >= counts.involuntary {
        continue
      }
      ended.voluntary += counts.voluntary
      ended.involuntary += counts.involuntary
    }
    switches = current
    voluntarySwitches = current.values.reduce(ended.voluntary) { $0 + $1.voluntary }
    involuntarySwitches = current.values.reduce(ended.involuntary) { $0 + $1.involuntary }
    return true
  }

  /// CPU time with that of children waited for, resident pages and the number of threads, from `/proc/PID/stat`.
  private mutating func figures(of process: pid_t) -> (ticks: Int64, pages: Int64, threads: Int64)? {
    guard let text = file.read("/proc/\(process)/stat"), let name = text.lastIndex(of: 0x29) else {
      return nil
    }
    // The fields from the third on: the second, the name, may hold anything.
    let fields = SystemFile.words(text[(name + 1)...])
    guard fields.count >= 22 else { return nil }
    let times = fields[11...14].map { SystemFile.number($0) ?? 0 }
    return (
      times.reduce(0, +), SystemFile.number(fields[21]) ?? 0, SystemFile.number(fields[17]) ?? 1
    )
  }

  private mutating func contextSwitches(_ path: String) -> (voluntary: Int64, involuntary: Int64)? {
    guard let text = file.read(path) else { return nil }
    var counts: (voluntary: Int64, involuntary: Int64)?
    // They are the last two lines.
    for line in text.suffix(128).split(separator: 0x0a) {
      if line.starts(with: "voluntary_ctxt_switches:".utf8) {
        counts = (SystemFile.number(SystemFile.words(line).last ?? []) ?? 0, 0)
      } else if line.starts(with: "nonvoluntary_ctxt_switches:".utf8) {
        counts?.involuntary = SystemFile.number(SystemFile.words(line).last ?? []) ?? 0
      }
    }
    return counts
  }
}
