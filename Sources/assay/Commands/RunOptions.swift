import ArgumentParser
import Evidence
import Records
import Rules

/// The files of the run that a command judges.
struct RunOptions: ParsableArguments {
  @Argument(help: "Result files, captures, HAR files, logs, or folders that hold them.")
  var paths: [String]

  @OptionGroup var clocks: ClockOptions

  @Option(
    name: .customLong("db"),
    help: ArgumentHelp("Keep the records in this store; in memory where it is not given.", valueName: "file"))
  var storePath: String?

  @Option(name: .customLong("run"), help: ArgumentHelp("The name of the run.", valueName: "name"))
  var runName = "run"

  /// Imports the files and judges the run.
  ///
  /// - Throws: a `Problem` where there is no test to judge.
  func judged(
    by judging: JudgingOptions, under policy: AppliedPolicy?
  ) throws -> JudgedRun {
    try JudgedRun(
      paths, named: runName, store: storePath, clockOffsets: clocks.byPath, by: judging, under: policy)
  }
}
