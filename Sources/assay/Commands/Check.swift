import ArgumentParser
import Rules

/// `assay check`: recognise the files, ingest, judge, report. The main job.
struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Says of every test of a run: real, fake, or cannot tell.",
    discussion: """
      Files are recognised by content. The report says what each was taken for, and what was left out and why. Give \
      every target that the tests claim to exercise, and what is not meant to exercise it:

        assay check run/ --target https://staging.example.com --expect 'tests/unit/**=offline'
      """)

  @OptionGroup var files: RunOptions
  @OptionGroup var judging: JudgingOptions
  @OptionGroup var report: ReportOptions

  @Flag(help: "End with exit code 3 where a test that passed is inconclusive.")
  var requireEvidence = false

  func run() throws {
    let run = try files.judged(by: judging, under: try judging.policy)
    try report.write(run)
    let summary = run.judgement.summary
    if summary[.fake] > 0 { throw ExitStatus.fakesFound.exit }
    if requireEvidence, summary[.inconclusive] > 0 { throw ExitStatus.notEnoughEvidence.exit }
  }
}
