import Evidence
import Records
import Rules

/// A run that a command imported and judged.
struct JudgedRun {
  /// The run and the verdicts on its tests.
  var judgement: Judgement
  /// What was given and not used, with the reason.
  var leftOut: [Problem]
  /// Where its evidence is.
  var store: EvidenceStore

  /// Imports files and judges the run.
  ///
  /// - Parameters:
  ///   - paths: the files, or folders that hold them.
  ///   - name: what the run is called.
  ///   - storePath: where its evidence is kept; in memory where it is nil.
  ///   - clockOffsets: what the clocks of the files are ahead, in microseconds by path.
  /// - Throws: a `Problem` where there is no test to judge.
  init(
    _ paths: [String], named name: String, store storePath: String? = nil,
    clockOffsets: ([InputFile]) throws -> [String: Int64] = { _ in [:] }, by judging: JudgingOptions,
    under policy: AppliedPolicy?
  ) throws {
    let files = try InputFile.find(paths)
    store = try EvidenceStore(path: storePath)
    leftOut = try RunImport(files, run: name, into: store, clockOffsets: try clockOffsets(files)).leftOut
    judgement = try judging.judge(run: name, in: store, under: policy)
    guard !judgement.tests.isEmpty else {
      throw Problem(paths.joined(separator: " "), "no test results in there; give a file of test results")
    }
  }
}
