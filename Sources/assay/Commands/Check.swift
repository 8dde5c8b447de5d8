import ArgumentParser
import Evidence
import Records
import Rules

/// `assay check`: recognise the files, ingest, judge, report. The main job.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Says of every test of a run: real, fake, or cannot tell.",
    discussion: """
      Files are recognised by content. The report says what each was taken for, and what was left out and why. Give \
      every target that the tests claim to exercise, and what is not meant to exercise it:

        assay check run/ --target https://staging.example.com --expect 'tests/unit/**=offline'
      """)

  @Argument(help: "Result files, captures, HAR files, logs, or folders that hold them.")
  var paths: [String]

  @OptionGroup var judging: JudgingOptions
  @OptionGroup var report: ReportOptions

  @Option(
    name: .customLong("clock-offset"), parsing: .singleValue,
    help: ArgumentHelp(
      "What a file's clock is ahead of the results' clock. Repeatable.", valueName: "file=seconds"))
  var clockOffsets: [ClockOffset] = []

  @Option(
    name: .customLong("db"),
    help: ArgumentHelp("Keep the records in this store; in memory where it is not given.", valueName: "file"))
  var storePath: String?

  @Option(name: .customLong("run"), help: ArgumentHelp("The name of the run.", valueName: "name"))
  var runName = "run"

  @Flag(help: "End with exit code 3 where a test that passed is inconclusive.")
  var requireEvidence = false

  func run() throws {
    let files = try InputFile.find(paths)
    let store = try EvidenceStore(path: storePath)
    let imported = try RunImport(
      files, run: runName, into: store, clockOffsets: try ClockOffset.byPath(clockOffsets, files))
    let judgement = try judging.judge(run: runName, in: store)
    guard !judgement.tests.isEmpty else {
      throw Problem(
        paths.joined(separator: " "), "no test results in there; give a JUnit XML or pytest result file")
    }
    try report.write(judgement, leftOut: imported.leftOut)
    let summary = judgement.summary
    if summary[.fake] > 0 { throw ExitCode(ExitStatus.fakesFound.rawValue) }
    if requireEvidence, summary[.inconclusive] > 0 { throw ExitCode(ExitStatus.notEnoughEvidence.rawValue) }
  }
}
