import Evidence
import FoundationEssentials
import Records
import Rules

/// Where one of several runs comes from: a store that holds it, or files that are to be read.
struct RunSource {
  /// The run's name.
  let name: String
  private let store: EvidenceStore
  /// What is read into the store first; nil where the store holds the run.
  private let files: [InputFile]?
  private let clockOffsets: [String: Int64]

  /// The runs that are meant: each a name in the store where one is given, or else a path.
  ///
  /// - Throws: a `Problem` where something is neither.
  static func find(
    _ arguments: [String], store path: String?, clocks: ClockOptions
  ) throws -> [RunSource] {
    if let path, !FileManager.default.fileExists(atPath: path) {
      throw Problem(path, "no such store; 'assay ingest' makes one")
    }
    let kept = try path.map { try EvidenceStore(path: $0) }
    let names = Set(try kept?.runNames() ?? [])
    let files = try arguments.map { argument -> [InputFile]? in
      if names.contains(argument) { return nil }
      if let path, !FileManager.default.fileExists(atPath: argument) {
        let list = names.sorted().map { "'\($0)'" }.joined(separator: ", ")
        throw Problem(
          path, "holds no run '\(argument)', and no file or folder has that name; its runs are \(list)")
      }
      return try InputFile.find([argument])
    }
    let offsets = try clocks.byPath(files.flatMap { $0 ?? [] })
    return try zip(arguments, files).map { argument, files in
      if files == nil, let kept {
        return RunSource(name: argument, store: kept, files: nil, clockOffsets: [:])
      }
      return RunSource(
        name: argument, store: try EvidenceStore(path: nil), files: files, clockOffsets: offsets)
    }
  }

  /// The run with its verdicts and its traffic, and what was left out of its files.
  ///
  /// - Throws: a `Problem` where there are no test results.
  func judged(by judging: JudgingOptions) throws -> (run: ComparedRun, leftOut: [Problem]) {
    let imported = try files.map {
      try RunImport($0, run: name, into: store, clockOffsets: clockOffsets)
    }
    let judgement = try judging.judge(run: name, in: store)
    guard !judgement.tests.isEmpty else {
      throw Problem(name, "no test results in there; give a JUnit XML or pytest result file")
    }
    // The views hold this run until another is judged.
    return (ComparedRun(judgement, contacts: try store.contacts()), imported?.leftOut ?? [])
  }
}
