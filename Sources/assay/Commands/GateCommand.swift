import ArgumentParser
import FoundationEssentials
import Records
import Rules

/// `assay gate`: the verdict on a pull request, by a policy.
struct GateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Decides by a policy whether a run may pass.",
    discussion: """
      The policy is './assay.yaml' where it exists and no other is named; without one, fakes fail the gate. Targets on \
      the command line take the place of the policy's, promises, hosts and rules are added to its own and win over them.

      A pull request can change the policy that judges it. Take policy and baseline from the branch it is for:

        assay gate run/ --policy-from origin/main --baseline assay-baseline.json

      Exit codes: 0 the run may pass; 1 it may not; 2 bad usage, input or policy; 3 not enough evidence where \
      --require-evidence asks for it. They are the same for every format.
      """)

  @OptionGroup var files: RunOptions

  @Option(
    name: .customLong("policy-from"),
    help: ArgumentHelp(
      "Read the policy, its rules and the baseline from this git revision instead of the working tree.",
      valueName: "revision"))
  var policyRevision: String?

  @Option(
    name: .customLong("baseline"),
    help: ArgumentHelp(
      "What 'assay baseline' wrote: only what is new or worse fails the gate.", valueName: "file"))
  var baselinePath: String?

  @Option(
    name: .customLong("today"),
    help: ArgumentHelp("The day by which waivers end, in UTC, instead of this one.", valueName: "yyyy-mm-dd"),
    transform: GateCommand.day)
  var today: CalendarDay?

  @OptionGroup var judging: JudgingOptions
  @OptionGroup var report: ReportOptions

  @Flag(
    help: "End with exit code 3 where the gate lets pass a run with an inconclusive test, or none to judge.")
  var requireEvidence = false

  private static func day(_ text: String) throws -> CalendarDay {
    guard let day = CalendarDay(text) else {
      throw ValidationError("'\(text)' is no day; write it as '2026-12-31'")
    }
    return day
  }

  func run() throws {
    let path = judging.policyPath ?? AppliedPolicy.usualPath
    let revision = try policyRevision.map { try GitRevision($0, near: path) }
    let applied = try policy(at: revision, path: path)
    var notes = applied.notes
    let baseline = try baseline(at: revision, notes: &notes)
    if let today { notes.append("today is taken to be \(today), as '--today' says") }
    let gate = try Gate(policy: applied.policy, baseline: baseline, today: try today ?? Self.dayOfClock)
    let run = try files.judged(by: judging, under: applied)
    var decision = gate.decision(on: run.judgement)
    decision.notes = notes + decision.notes
    try report.write(run, gate: decision)
    if !decision.isPassed { throw ExitStatus.fakesFound.exit }
    let summary = run.judgement.summary
    if requireEvidence, summary[.inconclusive] > 0 || summary[.exempt] == summary.tests {
      throw ExitStatus.notEnoughEvidence.exit
    }
  }

  private func policy(at revision: GitRevision?, path: String) throws -> AppliedPolicy {
    if let revision { return try AppliedPolicy(path: path, at: revision) }
    return try judging.policyOrUsual() ?? AppliedPolicy()
  }

  private func baseline(at revision: GitRevision?, notes: inout [String]) throws -> Baseline? {
    guard let path = baselinePath else { return nil }
    guard let revision, try revision.holds(path) else {
      return try BaselineFile.baseline(
        try WholeFile.bytes(of: path, limit: BaselineFile.sizeLimit), place: path)
    }
    let bytes = try revision.bytes(of: path, limit: BaselineFile.sizeLimit)
    notes += AppliedPolicy.note(on: path, bytes, at: revision)
    return try BaselineFile.baseline(bytes, place: "\(path) at \(revision.name)")
  }

  private static var dayOfClock: CalendarDay {
    get throws {
      let text = Date().formatted(.iso8601.year().month().day())
      guard let day = CalendarDay(text) else {
        throw Problem(
          "clock", "says '\(text)', which is no day from 1970-01-01 to 2261-12-31; give it with '--today'")
      }
      return day
    }
  }
}
