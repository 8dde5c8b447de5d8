import ArgumentParser
import Records
import Recording
import Reports
import Results
import Traffic

/// `assay record -- COMMAND`: run a test command under capture, and leave a run folder.
struct Record: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record",
    abstract: "Runs a test command under capture, and leaves a folder that 'assay check' judges.",
    discussion: """
      Records the packets of all interfaces while the command runs (or, where this user may not capture, its socket \
      calls), the result files that it writes, and what its processes use. Signals reach the command; its exit status \
      is this program's.

        assay record -o run -- pytest --junitxml=results.xml
        assay check run --target https://staging.example.com
      """)

  @Argument(
    parsing: .postTerminator, help: ArgumentHelp("The command, after '--'.", valueName: "command"))
  var command: [String] = []

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The run folder; by default 'assay-run-' and the time.", valueName: "folder"))
  var folder: String?

  @Option(
    name: .customLong("interface"), parsing: .singleValue,
    help: ArgumentHelp(
      "An interface of which packets are captured; all where none is named. Repeatable.", valueName: "name"))
  var interfaces: [String] = []

  @Flag(
    name: .customLong("capture"), inversion: .prefixedNo,
    help: "Record packets, or socket calls where packets may not be captured.")
  var captures = true

  @Option(
    name: .customLong("max-capture-size"),
    help: ArgumentHelp("How large captures may grow together.", valueName: "MB"))
  var captureLimit = 2000

  @Flag(
    inversion: .prefixedNo,
    help: """
      Keep the secrets of the command's TLS connections beside the capture (SSLKEYLOGFILE), or run it without any. \
      Whoever has them can read the traffic.
      """)
  var keys: Bool?

  @Option(
    name: .customLong("results"), parsing: .singleValue,
    help: ArgumentHelp(
      "The result files that the command writes; where none are named, they are looked for. Repeatable.",
      valueName: "glob"))
  var results: [String] = []

  @Option(
    name: .customLong("sample-rate"),
    help: ArgumentHelp("Samples of the processes' resources in a second; 0 for none.", valueName: "number"))
  var sampleRate = 50

  func validate() throws {
    if command.isEmpty {
      throw ValidationError(
        "name the command after '--', such as 'assay record -- pytest --junitxml=results.xml'")
    }
    guard (0...1000).contains(sampleRate) else {
      throw ValidationError("'\(sampleRate)' samples in a second are not possible; 0 to 1000 are")
    }
    guard (1...1_000_000).contains(captureLimit) else {
      throw ValidationError("'\(captureLimit)' MB is no size of a capture; 1 to 1000000 are")
    }
  }

  func run() throws {
    if let failure = RecordedCommand.failure(command) {
      StandardError.write("assay: \(failure.problem)\n")
      throw ExitCode(failure.status)
    }
    var options = RecordingOptions(
      command: command, folder: folder ?? RecordedCommand.folderName, isResult: Self.isResult)
    options.capturesPackets = captures
    if !interfaces.isEmpty { options.interfaces = interfaces }
    options.captureLimit = captureLimit * 1_000_000
    options.keys = keys.map { $0 ? .kept : .removed } ?? .untouched
    options.results = results
    options.sampleRate = sampleRate
    let recorder = try Recorder(options) { text in
      // Advice has several lines; names of files may hold what a terminal would obey.
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
      StandardError.write("assay: \(lines.map { VisibleText.of(String($0)) }.joined(separator: "\n"))\n")
    }
    let recording = try recorder.run()
    StandardError.write(
      "assay: recorded \(recording)\nassay: next: assay check \(recording.folder) --target URL\n")
    throw ExitCode(recording.exitStatus)
  }

  /// Whether a file is a test result file, a HAR file or a client's log.
  private static func isResult(_ path: String) -> Bool {
    let kinds = Results.readers.map { $0.kind } + [HARFile.kind, ClientLogFile.kind]
    guard let reader = (try? InputFile.find([path]))?.first?.reader else { return false }
    return kinds.contains(reader.kind)
  }
}
