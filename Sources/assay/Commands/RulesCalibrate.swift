import ArgumentParser
import Evidence
import FoundationEssentials
import Records
import Reports
import Rules

extension RulesCommand {
  /// `assay rules calibrate RUN...`: what labelled runs say of the rules' weights.
  struct Calibrate: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "calibrate",
      abstract: "Counts what each rule says on labelled runs, and the weight that this implies.",
      discussion: """
        RUN is a folder with the files of a run, 'truth.json' (the label of each test) and 'run.json' (its targets and \
        which tests are local; --target and --expect take their place or add to them). A folder without truth.json stands \
        for the runs in it. Every run, or with --leave-out folder every folder of runs, is judged once more by weights \
        that come from the others.

          assay rules calibrate corpus/
          assay rules calibrate --leave-out folder corpus/ more-runs/
        """)

    @Argument(help: "Folders of labelled runs.")
    var runs: [String]

    @OptionGroup var judging: JudgingOptions

    @Option(help: "What is left out of the fit in turn: run or folder.")
    var leaveOut = HeldOut.run

    @OptionGroup var output: OutputOptions<CalibrationFormat>

    /// What is left out of the fit in turn.
    enum HeldOut: String, ExpressibleByArgument, CaseIterable {
      /// Each run.
      case run
      /// Each folder of runs.
      case folder
    }

    func run() throws {
      let folders = try LabelledFolder.find(runs)
      var labelled: [LabelledRun] = []
      var contents: Set<[String]> = []
      for folder in folders {
        let judged = try folder.judged(by: judging)
        // The same run twice would count as two witnesses.
        guard contents.insert(judged.judgement.run.sources.map(\.sha256).sorted()).inserted else {
          StandardError.write("assay: left out \(folder.path): the same files as a run before it\n")
          continue
        }
        let fold = leaveOut == .run ? folder.path : folder.parent
        labelled.append(
          LabelledRun(judged.judgement, truth: try folder.truth(), name: folder.name, fold: fold))
      }
      let study = CalibrationStudy(labelled)
      try output.write { output.format.render(study, into: &$0) }
    }
  }
}
