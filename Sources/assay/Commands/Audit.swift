import ArgumentParser
import Evidence
import FoundationEssentials
import Records
import Reports
import Rules

#if canImport(Glibc)
  import Glibc
#endif

/// `assay audit`: many past runs.
struct Audit: ParsableCommand {
  static let configuration = CommandConfiguration(
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

  @Option(
    help: "The form of the report: \(AuditFormat.allCases.map(\.rawValue).joined(separator: " or ")).",
    transform: Audit.format)
  var format: AuditFormat = .text

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Write the report to a file.", valueName: "file"))
  var output: String?

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
    let prepared = try judging.prepared(under: try judging.policy)
    let cache = storePath == nil && !noCache ? AuditCache.path(for: paths) : nil
    let store = try AuditCache.open(storePath ?? cache, isCache: storePath == nil)
    let archive = try RunArchive(in: store, place: storePath ?? cache ?? "memory")
    let judge = ArchiveJudge(judging: prepared, fingerprint: prepared.fingerprint, archive: archive)

    var found = try ArchiveRuns(paths, known: paths.isEmpty ? [:] : try archive.files())
    var runs = try judge.judge(&found)
    var declaredOtherwise = 0
    var judgedOtherwise = 0
    if storePath != nil {
      try judge.judgeIngested(in: store)
      let given = Set(runs.map(\.content))
      let otherwise = try archive.runs(judgedOtherwiseThan: judge.fingerprint)
      runs += try archive.runs(judgedBy: judge.fingerprint).filter { !given.contains($0.content) } + otherwise
      judgedOtherwise = otherwise.count
      declaredOtherwise = try archive.countOfRuns(notDeclaredAs: judge.fingerprint)
    } else {
      try archive.keepOnlyRuns(Set(runs.map(\.number)))
      try archive.keepOnlyFiles(at: Set(found.files.map(\.kept.path)))
    }
    let copies = Set(ArchiveRuns.copies(among: runs.map(\.digests)))
    let copyNames = found.copies + copies.sorted().map { runs[$0].name }
    runs = runs.indices.filter { !copies.contains($0) }.map { runs[$0] }
    guard !runs.isEmpty else {
      throw found.leftOut.first
        ?? Problem(
          paths.isEmpty ? storePath ?? "store" : paths.joined(separator: " "),
          "no test results in there; give folders with JUnit XML or pytest result files")
    }
    let audit = try Rules.Audit(runs, in: archive, targets: prepared.settings.targets.map(\.url))
    try write(
      ReportedAudit(
        audit, leftOut: found.leftOut.map(LeftOutFile.init), copies: copyNames,
        unrecognised: found.unrecognised,
        declaredOtherwise: declaredOtherwise,
        judgedOtherwise: judgedOtherwise))
    if audit.hasFakes { throw ExitCode(ExitStatus.fakesFound.rawValue) }
  }

  private func write(_ reported: ReportedAudit) throws {
    guard let path = output else {
      var out = ReportOutput(descriptor: STDOUT_FILENO)
      format.report(on: ReportOptions.terminal, listsAll: verbose).render(reported, into: &out)
      guard out.flush() else {
        throw Problem("stdout", "cannot be written: \(String(cString: strerror(errno)))")
      }
      return
    }
    let report = format.report(listsAll: verbose)
    try ReportFile.write(to: path) { output in report.render(reported, into: &output) }
  }

  private static func format(_ name: String) throws -> AuditFormat {
    guard let format = AuditFormat(rawValue: name) else {
      let names = AuditFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("'\(name)' is no form of an audit's report; use one of \(names)")
    }
    return format
  }
}
