import Processes

#if canImport(Glibc)
  import Glibc
#endif

/// A capture of one interface by a tool that runs for as long as this program holds a pipe open: the tool ends when it is
/// told to, and also when this program is killed.
final class CaptureProcess {
  /// The tool.
  let tool: CaptureTool
  /// The interface.
  let interface: String
  /// The file that is written.
  private(set) var writer: PcapngWriter
  /// What the tool said, line by line.
  private(set) var messages: [String] = []

  private let process: SpawnedProcess
  private let output: Int32
  private let errors: Int32
  private var guardPipe: Int32
  private var saidLast = ""
  private var isOutputOpen = true
  private var isErrorsOpen = true

  /// The most lines of the tool that are kept.
  private static let mostMessages = 20

  /// The shell that holds the tool: it waits for the end of its standard input, then ends the tool and waits for that.
  /// It lets go of the tool's output, so that the output's end is the tool's.
  private static let guardScript =
    #""$@" </dev/null & capture=$!; exec >/dev/null 2>&1; read -r _; kill "$capture"; wait "$capture""#

  /// Starts a capture; nil where no process can be started.
  init?(
    _ tool: CaptureTool, path: String, interface: String, to file: String, limit: Int
  ) {
    guard let output = Pipe(waits: false), let errors = Pipe(waits: false), let input = Pipe(waits: true)
    else { return nil }
    defer { for end in [output.writing, errors.writing, input.reading] { close(end) } }
    do {
      process = try SpawnedProcess(
        ["/bin/sh", "-c", Self.guardScript, "sh"] + tool.arguments(path: path, interface: interface),
        environment: SystemEnvironment.variables(with: ["LC_ALL=C"]),
        streams: [input.reading, output.writing, errors.writing],
        hasOwnGroup: true)
    } catch {
      for end in [output.reading, errors.reading, input.writing] { close(end) }
      return nil
    }
    self.tool = tool
    self.interface = interface
    self.output = output.reading
    self.errors = errors.reading
    guardPipe = input.writing
    writer = PcapngWriter(path: file, interface: interface, limit: limit)
  }

  deinit {
    stop()
    for end in [output, errors] { close(end) }
  }

  /// What is to be waited for: the ends of pipes that are still open.
  var descriptors: [Int32] { (isOutputOpen ? [output] : []) + (isErrorsOpen ? [errors] : []) }

  /// Whether the tool has ended.
  var hasEnded: Bool { !isOutputOpen }

  /// What the kernel dropped; nil where the tool does not say, which it does when it ends.
  var dropped: Int? { tool.dropped(in: messages) }

  /// Why packets are no longer kept, where that is so.
  var problem: String? { writer.problem.map { "\(interface): \($0)" } }

  /// Why the tool did not begin.
  var refusal: String {
    messages.first { $0.contains("ermission") || $0.contains("ermitted") } ?? messages.last ?? problem
      ?? "it did not begin within 5 s"
  }

  /// Takes what the tool has written since.
  func drain() {
    while isOutputOpen {
      guard case .bytes(let bytes) = read(output, &isOutputOpen) else { break }
      writer.take(bytes)
      if writer.problem != nil { stop() }
    }
    while isErrorsOpen {
      guard case .bytes(let bytes) = read(errors, &isErrorsOpen) else { break }
      hear(String(decoding: bytes, as: UTF8.self))
    }
  }

  /// Tells the tool to end; what it has still to write comes by ``drain()``.
  func stop() {
    guard guardPipe >= 0 else { return }
    close(guardPipe)
    guardPipe = -1
  }

  /// Ends the file, once the tool has ended.
  ///
  /// - Parameter stop: until when every packet was waited for; nil where the tool ended before it was told to.
  func finish(stop: Int64?) {
    writer.finish(stop: stop, dropped: dropped)
    _ = process.end()
  }

  private func read(_ descriptor: Int32, _ isOpen: inout Bool) -> Pipe.Reading {
    let reading = Pipe.read(descriptor)
    if case .end = reading { isOpen = false }
    return reading
  }

  /// Keeps the tool's first lines, and its last ones, which count what was lost.
  private func hear(_ text: String) {
    let lines = (saidLast + text).split(separator: "\n", omittingEmptySubsequences: false)
    saidLast = String(lines.last?.suffix(1000) ?? "")
    messages += lines.dropLast().map { String($0.prefix(500)) }.filter { !$0.isEmpty }
    if messages.count > Self.mostMessages {
      messages.removeSubrange(5..<(messages.count - Self.mostMessages + 5))
    }
  }
}
