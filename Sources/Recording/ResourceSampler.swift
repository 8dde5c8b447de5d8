#if canImport(Glibc)
  import Glibc
#endif

/// Writes what the processes of a command use, at a fixed rate, as one line of JSON each time.
final class ResourceSampler {
  /// The file.
  let file: OutputFile
  /// How many samples it holds.
  private(set) var count = 0

  private let interval: Int64
  private let hasSwitches: Bool
  private var tree: ProcessTree
  private var systemFile = SystemFile()
  private var next: Int64

  private static let ticksPerSecond = max(1, Int64(sysconf(Int32(_SC_CLK_TCK))))
  private static let kilobytesPerPage = max(1, Int64(sysconf(Int32(_SC_PAGESIZE))) / 1024)
  /// What sampling may cost: a fiftieth of the time. With very many processes samples are fewer.
  private static let costLimit: Int64 = 50

  /// Samples of the tree under a process.
  ///
  /// - Parameters:
  ///   - rate: samples in a second.
  ///   - hasSwitches: whether context switches are the processes' own doing: under a tracer they are not.
  init(path: String, root: pid_t, rate: Int, hasSwitches: Bool) {
    file = OutputFile(path: path)
    tree = ProcessTree(root: root)
    interval = 1_000_000_000 / Int64(rate)
    self.hasSwitches = hasSwitches
    next = Clock.monotonic.now
    // Before the command can have been waited for: the shortest has one sample.
    sampleIfDue()
  }

  /// Nanoseconds until the next sample is due.
  var wait: Int64 { max(0, next - Clock.monotonic.now) }

  /// Takes a sample where one is due.
  func sampleIfDue() {
    let begin = Clock.monotonic.now
    guard begin >= next else { return }
    let time = Clock.wall.now
    if file.problem == nil, tree.update(), file.append(Array(line(time).utf8)) { count += 1 }
    let end = Clock.monotonic.now
    next = max(next + interval, end, begin + (end - begin) * Self.costLimit)
  }

  private func line(_ time: Int64) -> String {
    let microseconds = String(time / 1000 % 1_000_000)
    let fraction = String(repeating: "0", count: 6 - microseconds.count) + microseconds
    let cpu = tree.ticks * 1000 / Self.ticksPerSecond
    var text = "{\"t\":\(time / 1_000_000_000).\(fraction),\"cpu_s\":\(Double(cpu) / 1000)"
    text += ",\"rss_kb\":\(tree.residentPages * Self.kilobytesPerPage)"
    if hasSwitches {
      text += ",\"vol_ctx\":\(tree.voluntarySwitches),\"invol_ctx\":\(tree.involuntarySwitches)"
    }
    text += ",\"threads\":\(tree.threads),\"procs\":\(tree.processes)"
    let counters = interfaceCounters().map { "\"\($0.name)\":[\($0.received),\($0.sent)]" }
    return text + ",\"net\":{\(counters.joined(separator: ","))}}\n"
  }

  /// The bytes of each interface, in the network namespace of the command.
  private func interfaceCounters() -> [(name: String, received: Int64, sent: Int64)] {
    guard let text = systemFile.read("/proc/\(tree.root)/net/dev") else { return [] }
    return text.split(separator: 0x0a).compactMap { line in
      guard let colon = line.lastIndex(of: 0x3a) else { return nil }
      let name = String(decoding: line[..<colon].drop { $0 == 0x20 }, as: UTF8.self)
      let fields = SystemFile.words(line[(colon + 1)...])
      // A name may hold anything but a slash and white space; those that JSON would have to escape are left out.
      guard name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x5c }), fields.count >= 9,
        let received = SystemFile.number(fields[0]), let sent = SystemFile.number(fields[8])
      else { return nil }
      return (name, received, sent)
    }
  }
}
