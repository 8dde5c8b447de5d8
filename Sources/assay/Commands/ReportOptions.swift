import ArgumentParser
import Evidence
import Records
import Reports
import Rules

#if canImport(Glibc)
  import Glibc
#endif

/// In which form a report is written, and where to.
struct ReportOptions: ParsableArguments {
  @Option(
    help: "The form of the report: \(ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")).",
    transform: ReportOptions.format)
  var format: ReportFormat = .text

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Write the report to a file.", valueName: "file"))
  var output: String?

  @Flag(help: "List every test in the text report, the real ones included.")
  var verbose = false

  private static func format(_ name: String) throws -> ReportFormat {
    guard let format = ReportFormat(rawValue: name) else {
      let names = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("'\(name)' is no form of report; use one of \(names)")
    }
    return format
  }

  /// Writes the report of a judged run.
  ///
  /// - Throws: a `Problem` where it cannot be written.
  func write(_ judged: JudgedRun, gate: GateDecision? = nil) throws {
    let run = ReportedRun(
      judged.judgement, leftOut: judged.leftOut.map(LeftOutFile.init), gate: gate,
      activity: format == .html ? try judged.store.activity() : [:])
    if format == .github { StepSummary()?.append(run) }
    let screen = output == nil ? Self.terminal : Screen()
    try ReportFile.write(toFileOrStandardOutput: output) { output in
      format.report(on: screen, listsAll: verbose, root: Self.workingFolder).render(run, into: &output)
    }
  }

  /// The terminal that shows the standard output, or 80 plain columns.
  static var terminal: Screen {
    guard isatty(STDOUT_FILENO) == 1 else { return Screen() }
    var size = winsize()
    let width = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    let isDumb = getenv("TERM").map { String(cString: $0) } == "dumb"
    let isPlain = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    return Screen(width: width, isColored: !isPlain && !isDumb)
  }

  /// Where the program was started: in CI, the root of the repository.
  private static var workingFolder: String? {
    guard let folder = getcwd(nil, 0) else { return nil }
    defer { free(folder) }
    return String(cString: folder)
  }
}
