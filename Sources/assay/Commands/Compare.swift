import ArgumentParser
import Evidence
import Records
import Reports
import Rules

/// `assay compare BEFORE AFTER`: two runs side by side, test by test, with totals.
struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Shows two runs side by side: what turned real, what turned fake, and on what evidence.",
    discussion: """
      BEFORE and AFTER are each a file or a folder with the files of a run; with --db each is the name of a run in that \
      store, or else a file or folder. Tests are found again under their ids, in other folders and files, and under \
      other names where only one can be meant.

        assay compare last-week/ today/ --target https://staging.example.com
        assay compare --db runs.db 2026-11-20 2026-11-23 --target https://staging.example.com

      The exit code is 1 where the later run has fakes, otherwise 0.
      """)

  @Argument(help: "The earlier run: a file, a folder, or a run's name in the store.")
  var before: String

  @Argument(help: "The later run, likewise.")
  var after: String

  @OptionGroup var judging: JudgingOptions

  @Option(
    name: .customLong("before-target"), parsing: .singleValue,
    help: ArgumentHelp(
      "A target of the earlier run, where it was another than --target says. Repeatable.", valueName: "url"))
  var targetsBefore: [String] = []

  @OptionGroup var clocks: ClockOptions

  @Option(name: .customLong("db"), help: ArgumentHelp("A store that holds runs.", valueName: "file"))
  var storePath: String?

  @OptionGroup var output: OutputOptions<ComparisonFormat>

  @Flag(help: "List every test, those that stayed as they were included.")
  var verbose = false

  func run() throws {
    let sources = try RunSource.find([before, after], store: storePath, clocks: clocks)
    var judgingBefore = judging
    if !targetsBefore.isEmpty { judgingBefore.targets = targetsBefore }
    let (earlier, leftOutBefore) = try sources[0].judged(by: judgingBefore)
    let (later, leftOutAfter) = try sources[1].judged(by: judging)
    let comparison = Comparison(before: earlier, after: later)
    let reported = ReportedComparison(
      comparison, leftOutBefore: leftOutBefore.map(LeftOutFile.init),
      leftOutAfter: leftOutAfter.map(LeftOutFile.init))
    let report = output.format.report(on: output.screen, listsAll: verbose)
    try output.write { report.render(reported, into: &$0) }
    if later.judgement.summary[.fake] > 0 { throw ExitStatus.fakesFound.exit }
  }
}
