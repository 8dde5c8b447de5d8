import ArgumentParser
import Evidence
import Records
import Reports
import Rules

#if canImport(Glibc)
  import Glibc
#endif

/// How the report of a judged run is written.
struct ReportOptions: ParsableArguments {
  @OptionGroup var output: OutputOptions<ReportFormat>

  @Flag(help: "List every test in the text report, the real ones included.")
  var verbose = false

  /// Writes the report of a judged run.
  ///
  /// - Throws: a `Problem` where it cannot be written.
  func write(_ judged: JudgedRun, gate: GateDecision? = nil) throws {
    let run = ReportedRun(
      judged.judgement, leftOut: judged.leftOut.map(LeftOutFile.init), gate: gate,
      activity: output.format == .html ? try judged.store.activity() : [:])
    if output.format == .github { StepSummary()?.append(run) }
    let report = output.format.report(on: output.screen, listsAll: verbose, root: Self.workingFolder)
    try output.write { report.render(run, into: &$0) }
  }

  /// Where the program was started: in CI, the root of the repository.
  private static var workingFolder: String? {
    guard let folder = getcwd(nil, 0) else { return nil }
    defer { free(folder) }
    return String(cString: folder)
  }
}
