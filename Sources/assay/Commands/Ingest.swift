import ArgumentParser
import Evidence
import Records

/// `assay ingest`: keep a run for later.
struct Ingest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ingest",
    abstract: "Keeps the files of a run in a store, for later.",
    discussion: """
      Files are recognised by content. Importing the same bytes twice changes nothing and says so. A file that cannot \
      be read leaves nothing behind.
      """)

  @Argument(help: "Result files, captures, HAR files, logs, or folders that hold them.")
  var paths: [String]

  @Option(
    name: .customLong("db"), help: ArgumentHelp("The store; made where there is none.", valueName: "file"))
  var store: String

  @Option(name: .customLong("run"), help: ArgumentHelp("The name of the run.", valueName: "name"))
  var runName: String

  @OptionGroup var clocks: ClockOptions

  func run() throws {
    let files = try InputFile.find(paths)
    let evidence = try EvidenceStore(path: store)
    let imported = try RunImport(
      files, run: runName, into: evidence, clockOffsets: try clocks.byPath(files))
    for file in imported.imported {
      let oddities = file.oddities == 0 ? "" : ", \(file.oddities) oddities"
      print("imported \(file.path): \(file.kind), \(file.records) records\(oddities)")
    }
    for path in imported.known { print("unchanged \(path): the same bytes are in the run already") }
    for problem in imported.leftOut { print("left out \(problem)") }
  }
}
