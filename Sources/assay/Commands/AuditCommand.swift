import ArgumentParser
import Reports
import Rules

/// `assay audit`: many past runs.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract:
      "Audits many past runs: what was reported of each, what is proven, and since when what is fake.",
    discussion: """
      Folders may hold the artifacts of any number of runs, in whatever layout: result files, and captures where there \
      are any. Runs are told apart by folder, by the times of their suites and by their tests.

        assay audit artifacts/ --target https://staging.example.com --expect 'tests/unit/**=offline'

      What is found out is kept, so that files that have not changed are not read again: in the store that --db names, \
      which then remembers runs whose files are gone and has the runs of 'assay ingest' audited too, or else in the \
      user's cache folder.

      The exit code is 1 where any of the runs has a fake test.
      """)

  @Argument(help: "Folders of results and captures, or such files; none with --db.")
  var paths: [String] = []

  @OptionGroup var judging: JudgingOptions

  @OptionGroup var output: OutputOptions<AuditFormat>

  @Flag(help: "Cut no list in the text report.")
  var verbose = false

  @Option(
    name: .customLong("db"),
    help: ArgumentHelp(
      "A store of runs, which are audited too; what is audited is added to it.", valueName: "file"))
  var storePath: String?

  @Flag(help: "Keep nothing in the user's cache folder, and take nothing from it.")
  var noCache = false

  func validate() throws {
    if paths.isEmpty, storePath == nil {
      throw ValidationError("name folders with the runs' files, or a store with '--db'")
    }
  }

  func run() throws {
    let reported = try ArchiveAudit(paths: paths, storePath: storePath, usesCache: !noCache).report(
      judging: try judging.prepared(under: try judging.policy))
    let report = output.format.report(on: output.screen, listsAll: verbose)
    try output.write { report.render(reported, into: &$0) }
    if reported.audit.hasFakes { throw ExitStatus.fakesFound.exit }
  }
}
