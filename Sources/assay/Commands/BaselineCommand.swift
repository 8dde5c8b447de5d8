import ArgumentParser
import Records
import Reports
import Rules

/// `assay baseline`: writes down what is wrong now, so that the gate fails only for what is new or worse.
struct BaselineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baseline",
    abstract: "Writes what is wrong with a run now, so that the gate fails only for what is new or worse.",
    discussion: """
      Where the file is there already, what is better now is taken out of it, and what is worse is listed and left \
      out: a baseline never becomes looser by itself. --accept-worse takes it in.

      The policy is './assay.yaml' where it exists and no other is named. Tests that a waiver is for are left to the \
      waiver.

      Exit codes: 0 the file holds all that is wrong; 1 something is worse than the file says, and was not taken in; \
      2 bad usage, input or policy.
      """)

  @OptionGroup var files: RunOptions
  @OptionGroup var judging: JudgingOptions

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The baseline.", valueName: "file"))
  var output = "assay-baseline.json"

  @Flag(help: "Take in what is worse than the file says, too.")
  var acceptWorse = false

  func run() throws {
    let applied = try judging.policyOrUsual()
    let policy = applied?.policy ?? AppliedPolicy().policy
    // A file that cannot be read is not written over.
    let before =
      try WholeFile.isRegular(output)
      ? BaselineFile.baseline(
        try WholeFile.bytes(of: output, limit: BaselineFile.sizeLimit), place: output) : nil
    let judgement = try files.judged(by: judging, under: applied).judgement
    let change = before.map { BaselineChange(from: $0, by: judgement, policy: policy) }
    let baseline =
      change.map { acceptWorse ? $0.accepted : $0.tightened } ?? Baseline(of: judgement, policy: policy)
    if baseline != before {
      try ReportFile.write(to: output) { BaselineDocument(baseline).render(into: &$0) }
    }
    var unwaived = policy
    unwaived.waivers = []
    let waived =
      Baseline(of: judgement, policy: unwaived).failing.count
      - Baseline(of: judgement, policy: policy).failing.count
    let report = BaselineReport(
      baseline, path: output, waived: waived, change: change, isWorseAccepted: acceptWorse)
    try ReportFile.write(toFileOrStandardOutput: nil) { report.render(on: .terminal, into: &$0) }
    if let change, change.isLooser, !acceptWorse { throw ExitStatus.fakesFound.exit }
  }
}
