import Evidence
import Records
import Reports
import Traffic

/// Imports the files of one run into a store, and remembers what was left out and why.
struct RunImport {
  /// What was left out, with the reason.
  private(set) var leftOut: [Problem] = []
  /// Files that had been imported before.
  private(set) var known: [String] = []
  /// The files that were imported, with their kind and what came of them.
  private(set) var imported: [(path: String, kind: String, records: Int, oddities: Int)] = []

  /// Imports every file that can be read; a bad file leaves nothing behind and does not stop the others.
  ///
  /// - Parameters:
  ///   - clockOffsets: what a file's clock is ahead of the results' clock in microseconds, by path.
  ///   - isQuiet: whether nothing is said on the way, for a caller that says it.
  /// - Throws: a `Problem` where no file at all could be read.
  init(
    _ files: [InputFile], run: String, into store: EvidenceStore, clockOffsets: [String: Int64],
    isQuiet: Bool = false
  ) throws {
    let keyLogs = files.filter { $0.reader == KeyLogFile.self }.map(\.path)
    let context = ReadingContext(keyLogs: keyLogs)
    let progress = Progress()
    defer { progress.clear() }
    for (number, file) in files.enumerated() {
      guard let reader = file.reader else {
        if let problem = file.problem { leftOut.append(problem) }
        continue
      }
      if !isQuiet { progress.show("reading \(number + 1) of \(files.count): \(file.path)") }
      do {
        let offset = clockOffsets[file.path]
        let outcome = try store.importFile(
          file.path, with: reader, run: run, context: context, clockOffset: offset)
        switch outcome {
        case .imported(let records, let oddities):
          imported.append((file.path, reader.kind, records, oddities))
        case .alreadyImported:
          known.append(file.path)
        }
      } catch let problem as Problem {
        leftOut.append(problem)
      }
    }
    guard !imported.isEmpty || !known.isEmpty else {
      // A file that looked right tells more than one that didn't.
      let recognised = Set(files.filter { $0.reader != nil }.map(\.path))
      throw leftOut.first { recognised.contains($0.place) } ?? leftOut.first
        ?? Problem("input", "the folder holds no files; name result files, captures or their folder")
    }
    progress.clear()
    if isQuiet { return }
    let named = Set(files.filter(\.isNamed).map(\.path))
    for problem in leftOut where named.contains(problem.place) {
      StandardError.write("assay: left out \(VisibleText.of("\(problem)"))\n")
    }
  }
}
